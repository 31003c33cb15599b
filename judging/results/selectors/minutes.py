"""What was done and decided about a challenge, from its panel to its prizes, on one page."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Count, Q, QuerySet

from challenges.models import Challenge
from hackathon.kernel.operations import seen_at
from hackathon.kernel.phases import Phase
from hackathon.models import AuditEntry, Event, User
from judging.assignment.models import Wave
from judging.conflicts.selectors import register
from judging.conflicts.selectors.register import hidden_submissions
from judging.jury.models import Judge, Reinstatement, Unseating
from judging.ranking.models import TieDecision
from judging.ranking.selectors.ranking import Shown, describe_ranking, names_of
from judging.results.models import Award
from judging.rules.models import JuryRules, RuleSheet
from judging.rules.selectors.sheets import (
    content_of,
    fingerprint_of,
    rules_of,
    sheet_of,
)
from judging.rules.sheet_changes import Change, changes_between
from judging.scorecards.models import Scorecard
from judging.scorecards.selectors.marks import counted_cards
from judging.seats.selectors import seating
from judging.seats.selectors.seating import expected_pairs
from teams.submissions.selectors.submissions import entered_versions


@dataclass(frozen=True)
class Work:
    """Counts only: how much was asked of the jury, and what came of it."""

    entered: int
    asked: int
    counted: int
    abstained: int
    set_aside: int


@dataclass(frozen=True)
class Missing:
    """A judge of the panel, and the projects without a scorecard of theirs that counts."""

    judge: Judge
    is_absent: bool  # they handed in nothing at all here
    titles: list[str]


@dataclass(frozen=True)
class Reopening:
    """A scorecard that was opened again; of several times the last reason is kept."""

    card: Scorecard
    times: int


@dataclass(frozen=True)
class Decided:
    """A decision of the president: what it says, and whether it still holds."""

    decision: TieDecision
    order: list[str]
    state: str  # stands, replaced or overtaken


@dataclass(frozen=True)
class Amendment:
    """A rule sheet that replaced another after marks had been given, and what it says otherwise."""

    sheet: RuleSheet
    changes: list[Change]


@dataclass(frozen=True)
class Minutes:
    """``told`` is what the page of the ranking says; nothing in here is about a hidden team, of
    which there are ``hidden``."""

    challenge: Challenge
    seats: list
    unseated: list[Unseating]
    returned: list[Reinstatement]  # who was excused by mistake
    sheet: RuleSheet | None
    is_sheet_current: bool
    official: str
    ladder: list[str]
    amendments: list[Amendment]
    conflicts: list  # the register's rows
    tells_kinds: bool  # what ties a judge to a team
    work: Work
    missing: list[Missing] | None  # none to tell while marks may still come
    waves: list[Wave]
    set_aside: list[Scorecard]
    reopened: list[Reopening]
    decisions: list[Decided]
    awards: list[Award]
    are_awards_kept: bool
    hidden: int
    names: tuple[str, str]  # of the number by which the table is ordered, and of the other
    told: dict[str, Any]


def amendments_of(event: Event) -> list[Amendment]:
    sheets = list(event.rule_sheets.order_by("number"))
    return [
        Amendment(after, changes_between(before.content, after.content))
        for before, after in pairwise(sheets)
        if after.reason
    ]


def returned_to(challenge: Challenge) -> list[Reinstatement]:
    seated = challenge.panel_seats.values("judge")
    rows = Reinstatement.objects.filter(judge__in=seated)
    return list(rows.select_related("judge", "made_by"))


def minutes_of(
    challenge: Challenge, reader: User, shown: Shown | None, *, is_kept: bool = False
) -> Minutes:
    """With ``is_kept`` nothing of how the projects stand: the reader is tied to a team there."""
    event, hidden = challenge.event, hidden_submissions(reader, challenge)
    sheet, rules = sheet_of(event), rules_of(event)
    given = Award.objects.filter(prize__challenge=challenge).order_by("prize__rank", "prize")
    keeps_awards = (is_kept or hidden) and event.published_at is None  # a gap tells who has it
    awards = given.none() if keeps_awards else given.exclude(submission__in=hidden)
    awards = awards.select_related("prize", "submission__team", "decided_by")
    told = describe_ranking(shown, challenge) if shown else {}
    return Minutes(
        challenge=challenge,
        seats=seating.panels_of(event.challenges.filter(pk=challenge.pk))[0][1],
        unseated=list(challenge.unseatings.select_related("judge", "made_by")),
        returned=returned_to(challenge),
        sheet=sheet,
        is_sheet_current=sheet is not None and sheet.sha256 == fingerprint_of(content_of(event)),
        official=rules.get_official_display(),
        ladder=[str(JuryRules.Step(step).label) for step in rules.ladder],
        amendments=amendments_of(event),
        conflicts=register.with_cards(register.register_of([challenge], reader).order_by("pk")),
        tells_kinds=rules.conflicts_told == JuryRules.ConflictsTold.MINUTES,
        work=work_of(challenge, hidden),
        missing=missing_in(challenge, hidden) if is_over(event) else None,
        waves=[] if is_kept else waves_of(challenge, hidden),
        set_aside=list(cards_of(challenge, hidden).exclude(set_aside_at=None)),
        reopened=reopened_in(challenge, hidden),
        decisions=[] if is_kept else decisions_of(challenge, shown, hidden),
        awards=list(awards),
        hidden=len(hidden),
        are_awards_kept=bool(keeps_awards) or len(awards) < given.count(),
        **numbers(rules, shown, told),
    )


def numbers(rules: JuryRules, shown: Shown | None, told: dict[str, Any]) -> dict[str, Any]:
    """The ranking with its official number first; where calibration may not be used, the mean."""
    usable = shown is not None and shown.result["verdict"]["usable"]
    first, second = JuryRules.Official.MEAN, JuryRules.Official.CALIBRATED
    if usable and rules.official == second:
        first, second = second, first
    keys = {JuryRules.Official.MEAN: "plain", JuryRules.Official.CALIBRATED: "calibrated"}
    lines = [
        {**row, "official": row[keys[first]], "other": row[keys[second]]}
        for row in told.get("lines", [])
    ]
    return {"names": (first.label, second.label), "told": {**told, "lines": lines}}


def cards_of(challenge: Challenge, hidden: set[int]) -> QuerySet[Scorecard]:
    cards = Scorecard.objects.standing().filter(version__submission__team__challenge=challenge)
    cards = cards.exclude(version__submission__in=hidden).select_related("judge", "version")
    return cards.order_by("version__title", "judge__position", "judge")


def work_of(challenge: Challenge, hidden: set[int]) -> Work:
    event = challenge.event
    entered = entered_versions(event).filter(submission__team__challenge=challenge)
    versions = list(entered.exclude(submission__in=hidden))
    pairs = {row.submission_id: (challenge.pk, row.submission.team_id) for row in versions}
    cards = cards_of(challenge, hidden)
    counted = counted_cards(event).filter(version__submission__in=pairs)
    return Work(
        entered=len(versions),
        asked=len(expected_pairs(event, pairs)[challenge.pk]),
        counted=counted.count(),
        abstained=cards.exclude(abstained_at=None).count(),
        set_aside=cards.exclude(set_aside_at=None).count(),
    )


def is_over(event: Event) -> bool:
    return event.phase_at(seen_at(event)) in (Phase.DELIBERATION, Phase.PUBLISHED)


def missing_in(challenge: Challenge, hidden: set[int]) -> list[Missing]:
    """Who did not mark what they were asked to, whatever the reason; in the panel's order."""
    event = challenge.event
    versions = entered_versions(event).filter(submission__team__challenge=challenge)
    rows = list(versions.values_list("submission", "submission__team", "title"))
    titles = {submission: title for submission, _team, title in rows if submission not in hidden}
    pairs = {submission: (challenge.pk, team) for submission, team, _title in rows}
    counted = set(
        counted_cards(event)
        .filter(version__submission__in=pairs)
        .values_list("judge", "version__submission")
    )
    asked = expected_pairs(event, pairs)[challenge.pk]
    there = set(
        cards_of(challenge, hidden).exclude(handed_in_at=None).values_list("judge", flat=True)
    )
    owed: dict[int, set[int]] = {}
    for judge, submission in asked:
        if (judge, submission) not in counted:
            owed.setdefault(judge, set()).add(submission)
    found = []
    for seat in seating.panels_of(event.challenges.filter(pk=challenge.pk))[0][1]:
        own = owed.get(seat.judge_id, ())
        lacking = sorted(titles[pk] for pk in own if pk in titles)
        if lacking:
            found.append(Missing(seat.judge, seat.judge_id not in there, lacking))
    return found


def waves_of(challenge: Challenge, hidden: set[int]) -> list[Wave]:
    """Each with ``reviews``: how many stand in it."""
    standing = Q(assignments__ended_at=None) & ~Q(assignments__submission__in=hidden)
    waves = challenge.waves.select_related("released_by")
    return list(waves.annotate(reviews=Count("assignments", filter=standing)))


def reopened_in(challenge: Challenge, hidden: set[int]) -> list[Reopening]:
    cards = list(cards_of(challenge, hidden).exclude(reopened_at=None))
    entries = AuditEntry.objects.filter(event=challenge.event, verb="scorecard.reopen")
    times = Counter(entries.values_list("subject_id", flat=True))
    return [Reopening(card, max(1, times[card.pk])) for card in cards]


def decisions_of(challenge: Challenge, shown: Shown | None, hidden: set[int]) -> list[Decided]:
    """All that were ever made, the last first, each with what became of it."""
    names = names_of(challenge)
    standing = shown.standing_decisions if shown else []
    settled = {row.settles_sha256 for row in standing}
    found = []
    for row in challenge.tie_decisions.select_related("decided_by").order_by("-pk"):
        if set(row.order) & hidden:
            continue
        state = "replaced" if row.settles_sha256 in settled else "overtaken"
        titles = [names.get(pk, "–") for pk in row.order]
        found.append(Decided(row, titles, "stands" if row in standing else state))
    return found
