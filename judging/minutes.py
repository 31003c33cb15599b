"""What was done and decided about a challenge, from its panel to its prizes, on one page."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from challenges.models import Challenge
from hackathon.models import AuditEntry, User
from judging import ranking, register, seating, ties
from judging.marks import counted_cards
from judging.models import Award, JuryRules, RuleSheet, Scorecard, TieDecision, Wave
from judging.ranking import Shown
from judging.rulesheet import content_of, fingerprint_of, rules_of, sheet_of
from judging.seating import expected_pairs
from teams.selectors import entered_versions


@dataclass(frozen=True)
class Work:
    """Counts only: how much was asked of the jury, and what came of it."""

    entered: int
    asked: int
    counted: int
    abstained: int
    set_aside: int


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
class Minutes:
    """``told`` is what the page of the ranking says; nothing in here is about a hidden team."""

    challenge: Challenge
    seats: list
    sheet: RuleSheet | None
    is_sheet_current: bool
    official: str
    ladder: list[str]
    amendments: list[RuleSheet]
    conflicts: list  # the register's rows
    work: Work
    waves: list[Wave]
    set_aside: list[Scorecard]
    reopened: list[Reopening]
    decisions: list[Decided]
    awards: list[Award]
    hidden_awards: int
    names: tuple[str, str]  # of the number by which the table is ordered, and of the other
    told: dict[str, Any]


def minutes_of(challenge: Challenge, reader: User, shown: Shown | None) -> Minutes:
    event, hidden = challenge.event, ranking.hidden_from(reader, challenge)
    sheet, rules = sheet_of(event), rules_of(event)
    given = Award.objects.filter(prize__challenge=challenge).order_by("prize__rank", "prize")
    awards = given.exclude(submission__in=hidden).select_related("prize", "submission__team")
    told = ranking.told(shown, challenge, hidden) if shown else {}
    return Minutes(
        challenge=challenge,
        seats=seating.panels_of(event.challenges.filter(pk=challenge.pk))[0][1],
        sheet=sheet,
        is_sheet_current=sheet is not None and sheet.sha256 == fingerprint_of(content_of(event)),
        official=rules.get_official_display(),
        ladder=[JuryRules.Step(step).label for step in rules.ladder],
        amendments=list(event.rule_sheets.exclude(reason="").order_by("number")),
        conflicts=register.with_cards(register.register_of([challenge], reader).order_by("pk")),
        work=work_of(challenge, hidden),
        waves=waves_of(challenge, hidden),
        set_aside=list(cards_of(challenge, hidden).exclude(set_aside_at=None)),
        reopened=reopened_in(challenge, hidden),
        decisions=decisions_of(challenge, shown, hidden),
        awards=list(awards),
        hidden_awards=given.count() - len(awards),
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
    cards = Scorecard.objects.filter(version__submission__team__challenge=challenge)
    cards = cards.exclude(version__submission__in=hidden).select_related("judge", "version")
    return cards.order_by("version__title", "judge__position", "judge")


def work_of(challenge: Challenge, hidden: set[int]) -> Work:
    event = challenge.event
    versions = entered_versions(event).filter(submission__team__challenge=challenge)
    versions = list(versions.exclude(submission__in=hidden))
    pairs = {row.submission_id: (challenge.pk, row.submission.team_id) for row in versions}
    cards = cards_of(challenge, hidden)
    counted = counted_cards(event).filter(version__in=[row.pk for row in versions])
    return Work(
        entered=len(versions),
        asked=len(expected_pairs(event, pairs)[challenge.pk]),
        counted=counted.count(),
        abstained=cards.exclude(abstained_at=None).count(),
        set_aside=cards.exclude(set_aside_at=None).count(),
    )


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
    names = ranking.names_of(challenge)
    current = shown.decisions if shown else []
    standing = {ties.standing_for(row.order, current) for row in current}
    found = []
    for row in challenge.tie_decisions.select_related("decided_by").order_by("-pk"):
        if set(row.order) & hidden:
            continue
        state = "replaced" if row in current else "overtaken"
        titles = [names.get(pk, "–") for pk in row.order]
        found.append(Decided(row, titles, "stands" if row in standing else state))
    return found
