"""What acts may touch on the jury's floor: scorecards, desks, seats, rules, ranks and decisions."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hackathon.events.watching import in_words
from hackathon.kernel.columns import column_of
from hackathon.kernel.consequences import (
    Change,
    Fact,
    Facts,
    Watched,
    watch,
)
from hackathon.kernel.phases import Phase
from hackathon.kernel.predicates import knows_marks
from hackathon.models import Event
from judging.assignment.selectors import teams_not_asked_for
from judging.jury.models import PanelSeat
from judging.progress.selectors.progress import Work, work_of
from judging.ranking.models import TieDecision
from judging.ranking.rounding import show_points
from judging.ranking.selectors import ties
from judging.ranking.selectors.computing import basis_in, orders_by_mean
from judging.results.selectors.awards import decisions
from judging.results.selectors.readiness import ruled_out
from judging.rules.models import Criterion
from judging.rules.selectors.sheets import LANGUAGES, sheet_of
from judging.scorecards.models import Scorecard
from judging.scorecards.selectors.holding import Handed, settled_or_held
from judging.scorecards.selectors.marks import Marks, marks_of
from teams.models import Submission
from teams.submissions.watching import name_project

COUNTS, HELD, OPEN, ABSTAINED, IDLE = "counts", "held", "open", "abstained", "idle"
AT_RISK = "until the team submits anew"


def cards_seen(event: Event) -> list[Handed]:
    """Every handed-in scorecard: read once for each look, which brings an event of its own."""
    if "handed_in_at_this_look" not in event.__dict__:
        event.__dict__["handed_in_at_this_look"] = settled_or_held(event)
    return event.__dict__["handed_in_at_this_look"]


def look_at_scorecards(event: Event) -> Facts:
    seen = cards_seen(event)
    counting = {card.pk for card in seen if card.counts}
    held = {card.pk for card in seen if not card.counts}
    cards = (
        Scorecard.objects.on_record()
        .filter(judge__event=event)
        .select_related("judge", "version__submission__team")
    )
    writing = set(teams_not_asked_for(event).values_list("pk", flat=True))
    titles = dict(event.challenges.values_list("pk", "title"))
    facts: Facts = {}
    for card in cards.order_by("judge__position", "judge", "pk"):
        state = HELD if card.pk in held else state_of(card, card.pk in counting)
        label = f"{card.judge}, {name_project(card.version.submission)}"
        words, known = words_of(state, card), [state, card.pk]
        if state == COUNTS and card.version.submission.team_id in writing:
            words, known = _("handed in: it counts until the team submits anew"), [*known, AT_RISK]
        if kept := kept_elsewhere(card, titles):
            words, known = f"{words}; {kept}", [*known[:2], kept, *known[2:]]
        facts["scorecard", card.pk] = Fact(label, words, known)
    return facts


def kept_elsewhere(card: Scorecard, titles: dict[int, str]) -> str:
    """For which challenges other marks of it, that were handed in, are kept."""
    kept = (card.elsewhere or {}).items()
    names = [f"“{titles[int(key)]}”" for key, state in kept if state and state["handed_in_at"]]
    if not names:
        return ""
    return _("other marks are kept for %(challenges)s") % {"challenges": ", ".join(names)}


def state_of(card: Scorecard, is_counted: bool) -> str:
    if is_counted:
        return COUNTS
    if card.abstained_at:
        return ABSTAINED
    return IDLE if card.handed_in_at else OPEN


def words_of(state: str, card: Scorecard) -> str:
    if state == IDLE and card.set_aside_at:
        return _("handed in, set aside: it does not count")
    return {
        COUNTS: _("handed in: it counts"),
        HELD: _("handed in: held until somebody settles whether it may count"),
        OPEN: _("open: not handed in"),
        ABSTAINED: _("abstained"),
        IDLE: _("handed in, but it does not count"),
    }[state]


def undoes_the_jury(changes: list[Change]) -> Iterator[str]:
    """Scorecards that stop counting, are opened again, or count again."""
    moves = Counter(tuple(state[0] for state in one.states if state) for one in changes)
    uncounted = (IDLE, HELD)
    lost = sum(n for move, n in moves.items() if move[0] == COUNTS and move[-1] in uncounted)
    opened = sum(
        n for move, n in moves.items() if move[-1] == OPEN and move[0] in (COUNTS, *uncounted)
    )
    still = (OPEN, *uncounted)
    back = sum(n for move, n in moves.items() if move[0] in still and move[-1] == COUNTS)
    risked = sum(one.states[-1][-1] == AT_RISK for one in changes if one.states[-1])
    if risked:
        yield ngettext(
            "%(n)d scorecard that was handed in counts only until its team submits a new version.",
            "%(n)d scorecards that were handed in count only until their teams submit a new "
            "version.",
            risked,
        ) % {"n": risked}
    if lost:
        yield ngettext(
            "%(n)d scorecard that was handed in does not count any more.",
            "%(n)d scorecards that were handed in do not count any more.",
            lost,
        ) % {"n": lost}
    if opened:
        yield ngettext(
            "%(n)d scorecard that was handed in is open again.",
            "%(n)d scorecards that were handed in are open again.",
            opened,
        ) % {"n": opened}
        yield _(
            "This can be taken back only until a judge marks or hands in one of these projects. "
            "After that only the judges can hand them in."
        )
    if back:
        yield ngettext("%(n)d scorecard counts again.", "%(n)d scorecards count again.", back) % {
            "n": back
        }


def look_at_marks(event: Event) -> Facts:
    """How many marks each scorecard holds: another scale deletes those that are not on it."""
    cards = Scorecard.objects.standing().filter(judge__event=event)
    cards = cards.annotate(number=Count("scores")).filter(number__gt=0)
    cards = cards.select_related("judge", "version__submission__team")
    facts: Facts = {}
    for card in cards.order_by("judge__position", "judge", "pk"):
        words = ngettext("%(n)d mark", "%(n)d marks", card.number) % {"n": card.number}
        label = f"{card.judge}, {name_project(card.version.submission)}"
        facts["marks", card.pk] = Fact(label, words, card.number)
    return facts


def deleted_marks(changes: list[Change]) -> list[tuple[int, int]]:
    """Each scorecard that loses marks by the act itself, and how many; what a judge gives
    meanwhile that stays is not among them."""
    numbers = ((one.key[1], (one.states[0] or 0) - (one.states[1] or 0)) for one in changes)
    return sorted((card, lost) for card, lost in numbers if lost > 0)


def deletes_marks(changes: list[Change]) -> Iterator[str]:
    lost = sum(number for _card, number in deleted_marks(changes))
    if lost:
        yield ngettext(
            "%(n)d mark that is not on the new scale is deleted.",
            "%(n)d marks that are not on the new scale are deleted.",
            lost,
        ) % {"n": lost}


def look_at_desks(event: Event) -> Facts:
    """For each judge how many projects they may open, and how many they still owe."""
    work = work_of(event)
    is_closed = event.phase_at(event.seen_at) in (Phase.DELIBERATION, Phase.PUBLISHED)
    there: Counter[int] = Counter()
    owed: Counter[int] = Counter()
    for judge, submission in asked_pairs(work):
        there[judge] += 1
        owed[judge] += (judge, submission) not in work.finished
    facts: Facts = {
        ("desk", judge.pk): Fact(
            str(judge),
            desk_in_words(there[judge.pk], owed[judge.pk], is_closed=is_closed),
            [there[judge.pk], owed[judge.pk]],
        )
        for judge in event.judges.seated()
    }
    if event.phase_at(event.seen_at) == Phase.JUDGING and (still_open := sum(owed.values())):
        closes_at = event.judging_closes_at
        facts["closing",] = Fact(
            _("When judging closes"), closing_in_words(event, still_open), closes_at.isoformat()
        )
    return facts


def closing_in_words(event: Event, still_open: int) -> str:
    """Which phase follows, and what is open still: the state is the instant alone."""
    return ngettext(
        "%(at)s: then “%(phase)s” begins, and %(n)d scorecard that is still open cannot be handed "
        "in any more",
        "%(at)s: then “%(phase)s” begins, and %(n)d scorecards that are still open cannot be "
        "handed in any more",
        still_open,
    ) % {
        "at": in_words(event.judging_closes_at, event),
        "phase": Phase.DELIBERATION.label,
        "n": still_open,
    }


def asked_pairs(work: Work) -> Iterator[tuple[int, int]]:
    """Each judge with each submission that is theirs to score."""
    for seat in work.seats:
        for version in work.asked_for:
            team = version.submission.team
            if team.challenge_id == seat.challenge_id and work.owes(seat, version):
                yield seat.judge_id, version.submission_id


def desk_in_words(there: int, owed: int, *, is_closed: bool) -> str:
    projects = ngettext("%(n)d project", "%(n)d projects", there) % {"n": there}
    if is_closed:
        said = _(
            "%(projects)s, %(owed)d not handed in: scoring is closed, nobody can mark them now"
        )
        return said % {"projects": projects, "owed": owed}
    return _("%(projects)s to score, %(owed)d still to do") % {"projects": projects, "owed": owed}


def look_at_panels(event: Event) -> Facts:
    facts: Facts = {}
    seats = PanelSeat.objects.filter(judge__event=event).select_related("judge", "challenge")
    for seat in seats.order_by("challenge__position", "judge__position", "pk"):
        label = f"{seat.judge}, {seat.challenge}"
        state = _("has left") if seat.judge.left_at else seat.get_role_display()
        facts["seat", seat.judge_id, seat.challenge_id] = Fact(label, state, state)
    return facts


TEXTS = ("title", "meaning", "anchors")


def look_at_rules(event: Event) -> Facts:
    """The sheet in force, and every line of the rubric in each language."""
    sheet = sheet_of(event)
    facts: Facts = {}
    if sheet:
        words = _("sheet %(n)d") % {"n": sheet.number}
        facts["sheet",] = Fact(_("Rule sheet in force"), words, sheet.sha256)
    counted = sum(card.counts for card in cards_seen(event))
    for row in Criterion.objects.in_force().filter(event=event):
        facts |= lines_of(row, counted)
    return facts


def lines_of(row: Criterion, counted: int) -> Facts:
    scale = f"{row.lowest}-{row.highest}"
    said = {
        "weight": (_("weight"), str(row.weight), row.weight),
        "scale": (_("scale"), scale, scale),
        "challenge": (_("challenge"), str(row.challenge or _("all")), row.challenge_id),
    }
    for name in TEXTS:
        label = str(column_of(Criterion, name).verbose_name)
        for code in LANGUAGES:
            text = getattr(row, f"{name}_{code}") or ""
            said[f"{name}_{code}"] = (f"{label} ({code.upper()})", text, text)
    title = str(row)
    return {
        (f"criterion_{name}", row.pk): Fact(f"“{title}”, {label}", words, state, counted)
        for name, (label, words, state) in said.items()
    }


def weighs_anew(changes: list[Change]) -> Iterator[str]:
    """Marks that were given are weighed in another way than when they were given."""
    for change in changes:
        if is_weight(change) and change.rests:
            yield _("Marks that have been given are weighed anew.")
            return


def leaves_languages(changes: list[Change]) -> Iterator[str]:
    """A text of a criterion that changes in some languages and says in others what it said."""
    changed: dict[tuple[str, int], set[str]] = {}
    for change in changes:
        name, _underscore, code = change.key[0].removeprefix("criterion_").rpartition("_")
        if name in TEXTS and code in LANGUAGES:
            changed.setdefault((name, change.key[1]), set()).add(code)
    for (name, pk), codes in changed.items():
        row = Criterion.objects.filter(pk=pk).first()
        left = [c for c in LANGUAGES if c not in codes and row and getattr(row, f"{name}_{c}")]
        if left:
            words = _("“%(title)s”, %(text)s: %(left)s says what it said. Write it there, too.")
            yield words % {
                "title": row,
                "text": column_of(Criterion, name).verbose_name,
                "left": ", ".join(code.upper() for code in left),
            }


def rules_graves(changes: list[Change]) -> Iterator[str]:
    yield from weighs_anew(changes)
    yield from leaves_languages(changes)


def is_weight(change: Change) -> bool:
    return change.key[0] == "criterion_weight"


@dataclass(frozen=True)
class Order:
    """What the official order rests on; the order itself is computed when it is told."""

    marks: list[Marks]
    decided: list[list[TieDecision]]
    names: dict[int, str]
    challenges: dict[int, str]

    @property
    def basis(self) -> dict[str, list]:
        return basis_in(self.marks, self.decided)


def look_at_ranks(event: Event) -> Order:
    gathered = marks_of(event, cards_seen(event))
    made = [ties.made_about(marks.challenge_ids) for marks in gathered]
    rows = Submission.objects.filter(team__event=event).select_related("team")
    challenges = {challenge.pk: str(challenge) for challenge in event.challenges.all()}
    return Order(gathered, made, {row.pk: name_project(row) for row in rows}, challenges)


def tell_ranks(order: Order) -> Facts:
    """Places where the plain mean is official. A calibration takes too long for a page: of an order
    that rests on one it is told which projects' marks change, and that it is computed anew."""
    facts: Facts = {}
    for marks, made in zip(order.marks, order.decided, strict=True):
        for challenge, by_mean in orders_by_mean(marks).items():
            tell = calibrated_facts if by_mean.is_provisional else place_facts
            facts |= tell(challenge, by_mean.lines, made, order)
    return facts


def place_facts(challenge: int, lines: list[dict], made: list[TieDecision], order: Order) -> Facts:
    facts = tie_facts(ties.standing_in(lines, made), order)
    for row in ties.apply_decisions(lines, made):
        if row["rank"] is None:
            continue
        words = _("place %(rank)d in “%(challenge)s”, %(points)s") % {
            "rank": row["rank"],
            "challenge": order.challenges[challenge],
            "points": show_points(row["points"]),
        }
        facts["rank", row["submission"]] = Fact(order.names[row["submission"]], words, words)
    return facts


def calibrated_facts(
    challenge: int, lines: list[dict], made: list[TieDecision], order: Order
) -> Facts:
    """What the calibrated order rests on, for each project and as a whole."""
    ranked = [row for row in lines if row["reviews"]]
    label = _("Calibrated ranking of “%(challenge)s”: computed anew, and any place in it can move")
    reviews = sum(row["reviews"] for row in ranked)
    whole = ngettext("from %(n)d review", "from %(n)d reviews", reviews) % {"n": reviews}
    basis = sorted(row["marks_sha256"] for row in ranked)
    facts: Facts = {
        ("ranking", challenge): Fact(
            label % {"challenge": order.challenges[challenge]}, whole, basis
        )
    }
    for row in ranked:
        words = ngettext(
            "%(n)d review in “%(challenge)s”, plain mean %(mean)s",
            "%(n)d reviews in “%(challenge)s”, plain mean %(mean)s",
            row["reviews"],
        ) % {
            "n": row["reviews"],
            "challenge": order.challenges[challenge],
            "mean": show_points(row["plain"]),
        }
        key, state = ("rank", row["submission"]), [challenge, row["marks_sha256"]]
        facts[key] = Fact(order.names[row["submission"]], words, state)
    own = [decision for decision in made if decision.challenge_id == challenge]
    return facts | tie_facts(own, order, _("it holds if the ranking leaves the projects level"))


def tie_facts(decisions: list[TieDecision], order: Order, words: str = "") -> Facts:
    """The president's decisions that hold."""
    facts: Facts = {}
    for decision in decisions:
        label = _("Decision about a tie in “%(challenge)s”") % {
            "challenge": order.challenges[decision.challenge_id]
        }
        facts["tie", decision.pk] = Fact(label, words or _("it holds"), decision.pk)
    return facts


def marks_still_move(event: Event) -> bool:
    """While judges mark, the order moves by itself and is not held against what was shown."""
    return event.phase_at(event.seen_at) == Phase.JUDGING


def look_at_decisions(event: Event) -> Facts:
    """Who was given which prize, and whether they may still have it."""
    facts: Facts = {}
    for award in decisions(event):
        said: dict[str, Any] = {
            "title": name_project(award.submission) if award.submission else "",
            "challenge": award.prize.challenge,
            "elsewhere": award.submission.team.challenge if award.submission else "",
        }
        wrong = " ".join(s % said for s in ruled_out(award)) if award.submission else ""
        words = said["title"] or _("nobody gets it")
        label = f"{award.prize.challenge}, {award.prize}"
        facts["award", award.prize_id] = Fact(label, wrong or words, [award.mark, wrong])
    return facts


def holds_back(changes: list[Change]) -> Iterator[str]:
    if changes:
        yield _("A prize that was given has to be decided anew before anything is published.")


def order_of(order: Order) -> dict[str, list]:
    return order.basis


WATCHED = [
    Watched(
        "scorecards",
        gettext_lazy("Scorecards"),
        look_at_scorecards,
        grave=undoes_the_jury,
        order=40,
    ),
    Watched(
        "marks",
        gettext_lazy("Marks"),
        look_at_marks,
        grave=deletes_marks,
        may_know=knows_marks,
        moves_by_itself=marks_still_move,
        held=deleted_marks,
        order=42,
    ),
    Watched("desks", gettext_lazy("Desks of the judges"), look_at_desks, order=45),
    Watched("panels", gettext_lazy("Panels"), look_at_panels, order=50),
    Watched(
        "rules", gettext_lazy("Rules of the jury"), look_at_rules, grave=rules_graves, order=35
    ),
    Watched(
        "ranks",
        gettext_lazy("Ranking"),
        look_at_ranks,
        tell_ranks,
        order_of,
        may_know=knows_marks,
        moves_by_itself=marks_still_move,
        order=60,
    ),
    Watched(
        "decisions",
        gettext_lazy("Prizes"),
        look_at_decisions,
        grave=holds_back,
        may_know=knows_marks,
        order=70,
    ),
]
for one in WATCHED:
    watch(one)
