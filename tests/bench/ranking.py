"""Whether the calibrated ranking keeps what it promises, in worlds whose truth is known.

Same worlds for every method. The bars: how often the true best comes first, against the plain
mean and z-scores; how often the 90 % set holds it; what waves bring; and how long it takes. And
what the ranking must never do: part what is identical, or say one thing with one seed and the
opposite with another.
"""

import copy
import multiprocessing
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace

import numpy as np

from judging.scoring.assign import assign
from judging.scoring.calibrate import calibrate
from judging.scoring.ladder import Step
from judging.scoring.reviews import weighted_means
from judging.scoring.standings import Standings, standings
from judging.scoring.waves import propose
from tests.bench.worlds import MIDDLE, SCENARIOS, WEIGHTS, Marks, Scenario, World

PROCESSES = 2
MANY, FEW = 600, 300
TWIN_WORLDS, SEED_WORLDS, SEEDS = 200, 50, 20
SMALLER = [scenario for scenario in SCENARIOS if scenario.entries <= 60]
LADDER = (Step("other_number"), Step("criterion", 0), Step("median"), Step("head_to_head"))
FIELDS = ("plain", "z", "calibrated", "regret", "sets", "covered", "size", "sure", "refused")
# What a scenario's 90 % sets must hold of the true best: at least, at most.
COVER, COVER_WHERE_CROWDED = (0.87, 0.98), (0.80, 0.98)
LEAST_SETS = 100  # below this a share of them says nothing


def main(stack) -> bool:
    say = stack.say
    began = time.monotonic()
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        passed = [twins(pool, say), seeds(pool, say), rankings(pool, say), waves(pool, say)]
    passed += [speed(say)]
    say(f"\n{time.monotonic() - began:.0f} s in all")
    return all(passed)


def rankings(pool, say: Callable[[str], None]) -> bool:
    say(
        "\nTrue best first (share of worlds); the last columns: difference calibrated - plain with "
        "its 95 % half-width, how often\nthe 90 % set holds the best and its size, what the "
        "leader's stated probability is against the truth, refusals.\n"
    )
    say(
        "scenario      worlds  plain     z  calibrated  ratio   difference  regret    90 % set"
        "   size  stated/true  refused"
    )
    passed = True
    for scenario in SCENARIOS:
        count = MANY if scenario.name in ("M5", "L3") else FEW
        rows = pool.map(ranked, [(scenario, seed) for seed in range(count)], chunksize=4)
        figures = dict(zip(FIELDS, np.array(rows).T, strict=True))
        failures = judge(scenario, figures)
        say(line(scenario, figures) + "".join(f"\n    BELOW THE BAR: {text}" for text in failures))
        passed = passed and not failures
    return passed


def ranked(job: tuple[Scenario, int]) -> tuple[float, ...]:
    """One world: each method's share of true winners over its challenges, and how sure it was."""
    scenario, seed = job
    world = World(scenario, seed)
    found = world.observe(world.queues())
    board = rank(world, found)
    plain = weighted_means(
        found.entries, found.judges, found.marks, WEIGHTS, entry_count=scenario.entries
    )
    z = z_scores(found, scenario)
    rows = []
    for challenge in board.verdicts:
        own = np.flatnonzero(world.challenges == challenge)
        best = own[np.argmax(world.truth[own])]
        winners = board.winners(challenge)
        regret = world.truth[best] - world.truth[winners].mean()
        usable = board.verdicts[challenge].usable
        inside = [line.entry for line in board.of(challenge) if line.contender]
        sure = board.of(challenge)[0].best or 0.0
        rows.append(
            (
                hit(plain, own, best),
                hit(z, own, best),
                (best in winners) / len(winners),
                regret,
                usable,
                usable and best in inside,
                len(inside),
                sure * usable,
                not usable,
            )
        )
    return tuple(np.array(rows, float).mean(axis=0))


def rank(
    world: World,
    found: Marks,
    *,
    sweeps: int | None = None,
    seed: int = 0,
    ladder: Sequence[Step] = (),
) -> Standings:
    scenario = world.scenario
    event = {
        "lowest": scenario.lowest,
        "highest": scenario.highest,
        "challenges": world.challenges,
        "entry_count": len(world.challenges),
        "judge_count": scenario.judges,
    }
    marks = (found.entries, found.judges, found.marks, WEIGHTS)
    calibration = calibrate(*marks, **event, seed=seed, sweeps=sweeps)
    return standings(*marks, **event, ladder=ladder, calibration=calibration)


def hit(points: np.ndarray, own: np.ndarray, best: int) -> float:
    """Whether the best comes first; shared where several do."""
    shown = np.nan_to_num(points[own], nan=-np.inf)
    first = own[shown >= shown.max() - 1e-12]
    return float(best in first) / len(first)


def z_scores(found: Marks, scenario: Scenario) -> np.ndarray:
    """What many tools do: each judge's totals less their mean, in units of their spread."""
    scaled = found.totals.copy()
    for judge in range(scenario.judges):
        own = found.judges == judge
        if own.any():
            spread = scaled[own].std()
            scaled[own] = (scaled[own] - scaled[own].mean()) / (spread if spread > 1e-9 else 1.0)
    points = np.bincount(found.entries, scaled, minlength=scenario.entries)
    with np.errstate(invalid="ignore"):
        return points / np.bincount(found.entries, minlength=scenario.entries)


def half_width(values: np.ndarray) -> float:
    return 1.96 * float(values.std()) / np.sqrt(len(values))


def judge(scenario: Scenario, figures: dict[str, np.ndarray]) -> list[str]:
    """Which bars a scenario misses."""
    plain, z, calibrated = (figures[name].mean() for name in ("plain", "z", "calibrated"))
    missed = []
    least = {"M5": 1.15, "L3": 1.2}.get(scenario.name)
    if least and calibrated < least * plain:
        missed.append(f"calibrated is {calibrated / plain:.2f} times the plain mean, not {least}")
    if scenario.name == "M5" and calibrated < 1.05 * z:
        missed.append(f"calibrated is {calibrated / z:.2f} times z-scores, not 1.05")
    difference = figures["calibrated"] - figures["plain"]
    if difference.mean() < -half_width(difference) - 0.02:
        missed.append(f"calibrated is {-difference.mean():.3f} below the plain mean")
    low, high = COVER_WHERE_CROWDED if scenario.bend == "crowded" else COVER
    sets = figures["sets"].sum()
    if sets >= LEAST_SETS and not low <= figures["covered"].sum() / sets <= high:
        missed.append(f"the 90 % sets hold the best in {figures['covered'].sum() / sets:.1%}")
    return missed


def line(scenario: Scenario, figures: dict[str, np.ndarray]) -> str:
    mean = {name: values.mean() for name, values in figures.items()}
    difference = figures["calibrated"] - figures["plain"]
    used = max(mean["sets"], 1e-9)
    usable = figures["refused"] == 0
    true = figures["calibrated"][usable].mean() if usable.any() else np.nan
    sure = figures["sure"][usable].mean() if usable.any() else np.nan
    return (
        f"{scenario.name:13s} {len(difference):6d}   {mean['plain']:.3f}  {mean['z']:.3f}     "
        f"{mean['calibrated']:.3f}    {mean['calibrated'] / max(mean['plain'], 1e-9):5.2f}   "
        f"{difference.mean():+.3f} ±{half_width(difference):.3f}   {mean['regret']:.2f}     "
        f"{mean['covered'] / used:6.1%}  {mean['size'] / used:6.1f}    {sure:.2f} / {true:.2f}   "
        f"{mean['refused']:5.1%}"
    )


def waves(pool, say: Callable[[str], None]) -> bool:
    say("\nWaves, 60 entries and 15 judges, the same 300 reviews (true best first, reviews):\n")
    rows = np.array(pool.map(waved, range(FEW), chunksize=4))
    even, plain, sent, after = rows[:, :4].mean(axis=0)
    stopped = rows[:, 4] > 0
    say(f"even spread, plain mean          {plain:.3f}")
    say(f"even spread, calibrated          {even:.3f}   {rows[:, 6].mean():.0f} reviews")
    say(f"3 each, then waves, calibrated   {sent:.3f}   {rows[:, 7].mean():.0f} reviews")
    say(f"3 each, then waves, plain mean   {after:.3f}")
    say(f"paired half-width                {half_width(rows[:, 2] - rows[:, 0]):.3f}")
    say(
        f"stopping at .8: in {stopped.mean():.0%} of worlds, right in "
        f"{rows[stopped, 5].mean():.0%} of them, after {rows[stopped, 8].mean():.0f} reviews"
    )
    passed = bool(sent >= 1.3 * even)
    say(f"waves are {sent / even:.2f} times the even spread (bar 1.3)")
    return passed


def waved(seed: int) -> tuple[float, ...]:
    """One world, judged twice with the same reviews: evenly, and three each and then in waves."""
    world = World(replace(MIDDLE, leaving=0.0), seed)
    best = int(np.argmax(world.truth))
    evenly = world.observe(world.queues(5))
    board = rank(world, evenly)
    queues = world.queues(3)
    seen = np.zeros(world.conflicts.shape, bool)
    for judge_number, queue in enumerate(queues):
        seen[judge_number, queue] = True
    stop = (0.0, 0.0, 0.0)
    for number in range(5):
        found = world.observe(queues)
        after = rank(world, found, sweeps=700 if number < 4 else None)
        leader = max(after.lines, key=lambda entry: entry.best or 0.0)
        if not stop[0] and (leader.best or 0.0) >= 0.8:
            stop = (1.0, float(leader.entry == best), float(len(found.entries)))
        if number < 4:
            send(world, after, seen, queues)
    first, later = board.winners(0), after.winners(0)
    plain = plain_hit(evenly, best)
    return (
        (best in first) / len(first),
        plain,
        (best in later) / len(later),
        plain_hit(found, best),
        *stop[:2],
        float(len(evenly.entries)),
        float(len(found.entries)),
        stop[2],
    )


def send(world: World, board: Standings, seen: np.ndarray, queues: list[list[int]]) -> None:
    """The next thirty reviews; a review that was lost in the first wave counts as excused."""
    received = np.zeros(world.scenario.entries, int)
    for entry in board.lines:
        received[entry.entry] = entry.reviews
    wave = propose(
        board,
        seen,
        size=30,
        first_wave=np.minimum(received, 3),
        allowed=~world.conflicts,
        target=1.1,
        seed=world.seed,
    )
    for judge_number, entry in wave.reviews:
        queues[judge_number].append(entry)
        seen[judge_number, entry] = True


def plain_hit(found: Marks, best: int) -> float:
    points = weighted_means(
        found.entries, found.judges, found.marks, WEIGHTS, entry_count=MIDDLE.entries
    )
    return hit(points, np.arange(MIDDLE.entries), best)


def twins(pool, say: Callable[[str], None]) -> bool:
    """Identical entries, planted into worlds of every kind: none may be parted."""
    rows = np.array(pool.map(parted, range(TWIN_WORLDS), chunksize=4))
    pairs, apart, gap = int(rows[:, 0].sum()), int(rows[:, 1].sum()), rows[:, 2].max()
    say(
        f"\nIdentical pairs in {TWIN_WORLDS} worlds: {apart} of {pairs} parted (bar 0), "
        f"qualities up to {gap:g} apart (bar 0)"
    )
    return apart == 0 and gap == 0.0 and pairs > TWIN_WORLDS


def parted(seed: int) -> tuple[int, int, float]:
    """Planted pairs; how many of them differ in anything; how far apart their qualities are."""
    scenario = SMALLER[seed % len(SMALLER)]
    world = World(scenario, seed)
    found = world.observe(world.queues())
    chance = np.random.default_rng([seed, 9])
    chosen = chance.permutation(np.unique(found.entries))[:4]
    for entry in chosen:
        found, world = with_twin(found, world, int(entry))
    found = shuffled(found, chance)
    board = rank(world, found, ladder=LADDER, seed=seed)
    count, apart, gap = len(chosen), 0, 0.0
    lines = {line.entry: {**asdict(line), "entry": None} for line in board.lines}
    draws, quality = board.calibration.draws, board.calibration.quality
    for place, entry in enumerate(chosen):
        twin = scenario.entries + place
        same_draws = (draws[:, entry] == draws[:, twin]).all()
        apart += not (same_draws and lines[entry] == lines[twin])
        gap = max(gap, abs(quality[entry] - quality[twin]))
    return count, apart, gap


def with_twin(found: Marks, world: World, entry: int) -> tuple[Marks, World]:
    """A further entry of the same challenge, with the same marks from the same judges."""
    own = found.entries == entry
    twin = len(world.challenges)
    marks = Marks(
        np.append(found.entries, np.full(own.sum(), twin)),
        np.append(found.judges, found.judges[own]),
        np.vstack([found.marks, found.marks[own]]),
    )
    more = copy.copy(world)
    more.challenges = np.append(world.challenges, world.challenges[entry])
    return marks, more


def shuffled(found: Marks, chance: np.random.Generator) -> Marks:
    rows = chance.permutation(len(found.entries))
    return Marks(found.entries[rows], found.judges[rows], found.marks[rows])


def seeds(pool, say: Callable[[str], None]) -> bool:
    """What one seed tells apart no other may reverse, and no two may name different winners."""
    jobs = [(world, seed) for world in range(SEED_WORLDS) for seed in range(SEEDS)]
    ranks = pool.map(ranks_by, jobs, chunksize=SEEDS)
    reversals = winners = told = pairs = refused = 0
    for world in range(SEED_WORLDS):
        table = np.array(ranks[world * SEEDS : (world + 1) * SEEDS])
        scenario = SMALLER[world % len(SMALLER)]
        challenges = np.arange(scenario.entries) % scenario.challenges
        for challenge in range(scenario.challenges):
            own = table[:, challenges == challenge]
            own = own[:, (own > 0).all(axis=0)]
            if not own.size:
                refused += 1
                continue
            sign = np.sign(own[:, :, None] - own[:, None, :])
            above = np.triu(np.ones(sign.shape[1:], bool), 1)
            both = (sign > 0).any(axis=0) & (sign < 0).any(axis=0)
            reversals += int((both & above).sum())
            told += int(((sign != 0).any(axis=0) & above).sum())
            pairs += int(above.sum())
            named = {int(np.argmin(row)) for row in own if (row == row.min()).sum() == 1}
            winners += len(named) > 1
    say(
        f"{SEEDS} seeds on {SEED_WORLDS} worlds: {reversals} of {pairs} pairs reversed (bar 0), "
        f"{told} told apart by some seed; {winners} challenges with different winners (bar 0); "
        f"{refused} challenges refused"
    )
    return reversals == 0 and winners == 0 and told > 0


def ranks_by(job: tuple[int, int]) -> np.ndarray:
    """Each entry's rank with one seed; 0 without one."""
    number, seed = job
    world = World(SMALLER[number % len(SMALLER)], number)
    board = rank(world, world.observe(world.queues()), seed=seed)
    ranks = np.zeros(len(world.challenges))
    for line in board.lines:
        ranks[line.entry] = (line.rank or 0) if board.verdicts[line.challenge].usable else 0
    return ranks


def speed(say: Callable[[str], None]) -> bool:
    """Seconds of one processor, so that a busy machine does not count."""
    say("\nSeconds of one processor (bar):\n")
    passed = True
    for name, entries, judges, reviews, bar in (
        ("60 x 15 x 5", 60, 15, 5, 1.0),
        ("2,000 x 400 x 5", 2_000, 400, 5, 5.0),
        ("20,000 x 4,000 x 5", 20_000, 4_000, 5, 60.0),
    ):
        marks = many_marks(entries, judges, reviews)
        began = time.process_time()
        found = standings(*marks, WEIGHTS, lowest=1, highest=10, entry_count=entries)
        taken = time.process_time() - began
        passed = passed and taken < bar
        sweeps = found.calibration.sweeps
        say(
            f"ranking {name:20s} {taken:6.2f}  ({bar:g})  {found.verdicts[0].code}, {sweeps} sweeps"
        )
    began = time.process_time()
    plan = assign(200, 1_000, need=5, conflicts=conflicts(200, 1_000), seed=1)
    taken = time.process_time() - began
    seen = plan.preview()
    say(
        f"assigning 1,000 x 200 x 5      {taken:6.2f}  (5)  {seen.load.min()} to {seen.load.max()} "
        f"reviews a judge, second eigenvalue {seen.second_eigenvalue:.2f}"
    )
    return passed and taken < 5.0 and not plan.shortages


def conflicts(judges: int, entries: int) -> np.ndarray:
    return np.random.default_rng(3).random((judges, entries)) < 0.03


def many_marks(entries: int, judges: int, reviews: int) -> tuple[np.ndarray, ...]:
    """A big event at once, without a world's bends."""
    chance = np.random.default_rng([entries, 5])
    entry = np.repeat(np.arange(entries), reviews)
    first = chance.integers(0, judges, entries)
    step = 1 + chance.integers(0, judges // reviews, entries)
    judge = (first[:, None] + step[:, None] * np.arange(reviews)).ravel() % judges
    quality, severity = chance.normal(size=entries), chance.normal(size=judges)
    noise = chance.normal(size=len(entry)) + chance.normal(size=(4, len(entry))) * 0.7
    marks = 6.5 + severity[judge] + 1.4 * (quality[entry] + noise)
    return entry, judge, np.clip(np.rint(marks.T), 1, 10)
