"""What is missing before results can be published, from each challenge down to its prizes."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges.models import Challenge, Prize
from hackathon.models import Event
from judging.jury.models import Judge, PanelSeat
from judging.progress.selectors.progress import waiting_sheets
from judging.ranking.selectors.official import Official
from judging.results.models import Award
from judging.results.selectors.awards import decisions, winner_of
from judging.results.selectors.deciding import why_a_reason
from judging.scorecards.models import PaperSheet, Scorecard
from judging.scorecards.selectors.holding import Held, fallen_short, held_in
from teams.models import Submission
from teams.submissions.models.eligibility import Bar, bar_to_prize

# the ways to mend
MAKE_PRIZE, DECIDE, SEAT = "make a prize", "decide", "seat a panel"
SETTLE, EXCUSE, SHEETS = "settle a finding", "excuse a judge", "settle a sheet"

NAMED = 5  # how many of a list are named in a sentence


@dataclass(frozen=True)
class Gap:
    """Something that holds the publication back, and how it is mended."""

    sentence: str
    mend: str
    challenge: Challenge
    prize: Prize | None = None
    judge: Judge | None = None


def eligible_in(event: Event) -> Counter[int]:
    """How many projects can win, by challenge."""
    submissions = Submission.objects.able_to_win().filter(team__event=event)
    return Counter(submissions.values_list("team__challenge", flat=True))


def gaps_of(event: Event, official: Official) -> list[Gap]:
    """All that is missing. It starts from the challenges: one without a prize is missing one."""
    eligible, made = eligible_in(event), list(decisions(event))
    led = seated_panels(event)
    found: list[Gap] = []
    for challenge in event.challenges.prefetch_related("prizes"):
        challenge.event = event
        prizes = list(challenge.prizes.all())
        if eligible[challenge.pk] and not prizes:
            found.append(without_prize(challenge, eligible[challenge.pk]))
        for prize in prizes:
            award = next((award for award in made if award.prize_id == prize.pk), None)
            if award:
                found += gaps_of_award(award, official, made, is_seated=challenge.pk in led)
            elif eligible[challenge.pk]:
                found.append(undecided(challenge, prize))
    held = [*map(unsettled, held_in(event)), *unfit(fallen_short(event))]
    return [*found, *held, *unconfirmed(event)]


def unconfirmed(event: Event) -> Iterator[Gap]:
    """Sheets from paper that nobody has compared: they neither count nor are they put aside."""
    sheets: dict[Challenge, list[PaperSheet]] = {}
    rows = waiting_sheets(event).select_related("judge", "version__submission__team__challenge")
    for row in rows:
        sheets.setdefault(row.version.submission.team.challenge, []).append(row)
    for challenge, waiting in sheets.items():
        named = "; ".join(
            _("%(judge)s, “%(title)s”") % {"judge": row.judge, "title": row.version.title}
            for row in waiting[:NAMED]
        )
        sentence = ngettext(
            "“%(challenge)s”: %(n)d sheet that was typed in from paper is neither confirmed nor "
            "put aside, and does not count: %(named)s.",
            "“%(challenge)s”: %(n)d sheets that were typed in from paper are neither confirmed "
            "nor put aside, and do not count: %(named)s.",
            len(waiting),
        )
        if len(waiting) > NAMED:
            named += "; …"
        said = {"challenge": challenge, "n": len(waiting), "named": named}
        yield Gap(sentence % said, SHEETS, challenge)


def unfit(cards: Iterable[Scorecard]) -> Iterator[Gap]:
    """Scorecards that were handed in and cannot count as they are, though their judge is there."""
    short: dict[tuple[Challenge, Judge], list[str]] = {}
    for card in cards:
        where = card.version.submission.team.challenge, card.judge
        short.setdefault(where, []).append(_("“%(title)s”") % {"title": card.version.title})
    for (challenge, judge), titles in short.items():
        sentence = ngettext(
            "“%(challenge)s”: %(n)d scorecard of %(judge)s was handed in and does not count: "
            "%(titles)s. It lacks a mark, or a criterion has got another sense since. Open it "
            "again, so that the judge hands it in anew, or excuse the judge.",
            "“%(challenge)s”: %(n)d scorecards of %(judge)s were handed in and do not count: "
            "%(titles)s. They lack a mark, or a criterion has got another sense since. Open them "
            "again, so that the judge hands them in anew, or excuse the judge.",
            len(titles),
        )
        shown = ", ".join(titles[:NAMED]) + (", …" if len(titles) > NAMED else "")
        said = {"challenge": challenge, "judge": judge, "n": len(titles), "titles": shown}
        yield Gap(sentence % said, EXCUSE, challenge, judge=judge)


def unsettled(held: Held) -> Gap:
    """Marks that are held until a person has settled whether they may count."""
    said: dict[str, Any] = {
        "challenge": held.team.challenge,
        "judge": held.judge,
        "team": held.team,
    }
    if held.is_competing:
        sentence = _(
            "“%(challenge)s”: %(judge)s sits on the jury and is in a team of this event. What "
            "they gave the team %(team)s is held and does not count."
        )
        return Gap(sentence % said, EXCUSE, held.team.challenge, judge=held.judge)
    said["what"] = "; ".join(row.found for row in held.findings)
    sentence = _(
        "“%(challenge)s”: %(judge)s may be tied to the team %(team)s, whose scorecard by them is "
        "held until somebody settles it. Found: %(what)s."
    )
    return Gap(sentence % said, SETTLE, held.team.challenge, judge=held.judge)


def prizes_lacking(event: Event) -> list[Gap]:
    """Challenges with projects and no prize: what can be seen before anything is decided."""
    eligible = eligible_in(event)
    bare = event.challenges.filter(prizes=None, pk__in=eligible)
    return [without_prize(challenge, eligible[challenge.pk]) for challenge in bare]


def without_prize(challenge: Challenge, number: int) -> Gap:
    sentence = ngettext(
        "“%(challenge)s” has %(n)d project and no prize.",
        "“%(challenge)s” has %(n)d projects and no prize.",
        number,
    )
    return Gap(sentence % {"challenge": challenge, "n": number}, MAKE_PRIZE, challenge)


def undecided(challenge: Challenge, prize: Prize) -> Gap:
    sentence = _("“%(challenge)s”: nothing has been decided about the prize “%(prize)s”.")
    return Gap(sentence % {"challenge": challenge, "prize": prize}, DECIDE, challenge, prize)


def seated_panels(event: Event) -> set[int]:
    """Challenges on whose panel somebody sits who has accepted and not left."""
    seats = PanelSeat.objects.filter(judge__in=event.judges.seated())
    return set(seats.exclude(role=PanelSeat.Role.RESERVE).values_list("challenge", flat=True))


def gaps_of_award(
    award: Award, official: Official, made: list[Award], *, is_seated: bool
) -> Iterator[Gap]:
    """What an award rested on, asked again."""
    if award.submission is None:
        return
    prize, submission = award.prize, award.submission
    said = {
        "title": submission.title or submission.team.name,
        "challenge": prize.challenge,
        "elsewhere": submission.team.challenge,
    }
    wrong = list(ruled_out(award)) or list(moved_on(award, official))
    for sentence in wrong:
        yield Gap(sentence % said, DECIDE, prize.challenge, prize)
    if wrong or award.reason:
        return
    why = why_a_reason(prize, submission.pk, official.of(prize.challenge_id), made)
    if why:
        sentence = (
            _("“%(challenge)s”: “%(title)s” was given a prize, but no reason was given.") % said
        )
        yield Gap(f"{sentence} {why}", DECIDE, prize.challenge, prize)
    elif not is_seated:
        sentence = _(
            "“%(challenge)s”: nobody sits on the panel any more. Seat somebody, or give the "
            "prize anew with a reason."
        )
        yield Gap(sentence % said, SEAT, prize.challenge, prize)


def ruled_out(award: Award) -> Iterator[str]:
    """Whether the winner may still win this prize."""
    submission = winner_of(award)
    bar = bar_to_prize(submission)
    if bar == Bar.CLOSED:
        yield _("“%(challenge)s”: the team of the winner “%(title)s” has been closed.")
    elif bar == Bar.NOT_SUBMITTED:
        yield _("“%(challenge)s”: the winner “%(title)s” is no longer submitted.")
    elif bar == Bar.NOT_ELIGIBLE:
        yield _("“%(challenge)s”: the winner “%(title)s” is not eligible any more.")
    if submission.team.challenge_id != award.prize.challenge_id:
        yield _("“%(challenge)s”: the winner “%(title)s” is now in the challenge “%(elsewhere)s”.")


def moved_on(award: Award, official: Official) -> Iterator[str]:
    """Whether the ranking is still the one that the decision was made by."""
    challenge = award.prize.challenge_id
    if not award.ranking_sha256 or award.ranking_sha256 == official.sha256_of(challenge):
        return
    place = official.place_of(challenge, award.submission_id)
    if award.rank != (place.rank if place else None):
        yield _(
            "“%(challenge)s”: the winner's place in the ranking has changed since “%(title)s” "
            "was given the prize. Decide again."
        )
    else:
        yield _(
            "“%(challenge)s”: scorecards that count have changed since “%(title)s” was given "
            "the prize. Look at the ranking and decide again."
        )
