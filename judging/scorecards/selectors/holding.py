"""Handed-in scorecards that do not count until a person has settled whether they may."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import (
    Exists,
    OuterRef,
    Q,
    QuerySet,
)

from challenges.models import Challenge
from hackathon.kernel.columns import with_columns
from hackathon.kernel.prepared import Given, IsAnyOf, Prepared
from hackathon.models import Event
from judging.conflicts.models import Conflict, with_people
from judging.jury.models import Judge
from judging.scorecards.models import Scorecard
from judging.scorecards.selectors.sense import (
    PANEL,
    can_act,
    has_another_sense,
    lacks_a_mark,
    standing_by_the_rules,
)
from teams.models import Member, Team, Version
from teams.submissions.selectors.submissions import entered_versions

PAIR = {"judge": OuterRef("judge"), "team": OuterRef("version__submission__team")}
UNSETTLED = Exists(Conflict.objects.proposed().filter(**PAIR))
TIED = Exists(Conflict.objects.standing().filter(**PAIR))
COMPETING = Exists(
    Member.objects.filter(event=OuterRef("judge__event"), user=OuterRef("judge__user"))
)


def handed_in(event: Event) -> QuerySet[Scorecard]:
    """For what stands, not set aside, by a judge who has no conflict with the team; whole, and by
    the sense that the criteria have.

    Where marks for an earlier version count on, they do until the judge has handed in newer ones.
    """
    return standing_among(event.pk, Q(version__in=standing_versions(event)))


def standing_among(event: int | Given, is_of_what_stands: Any) -> QuerySet[Scorecard]:
    cards = Scorecard.objects.counted().filter(is_of_what_stands, judge__event=event)
    cards = standing_by_the_rules(cards)
    newer = cards.filter(
        judge=OuterRef("judge"),
        version__submission=OuterRef("version__submission"),
        version__number__gt=OuterRef("version__number"),
    )
    return cards.exclude(TIED).exclude(Exists(newer)).select_related("version")


def fallen_short(event: Event) -> QuerySet[Scorecard]:
    """Handed in for what stands, and no more whole or by an earlier sense, though the judge can
    still act: no act leaves one behind, and nothing is published over it."""
    cards = Scorecard.objects.counted().filter(judge__event=event)
    cards = cards.filter(version__in=standing_versions(event)).alias(panel=PANEL)
    cards = cards.filter(can_act()).filter(lacks_a_mark() | has_another_sense())
    return cards.select_related("judge", "version__submission__team__challenge").order_by("pk")


NUMBERS = ("pk", "submission_id", "number", "keeps_marks")  # of a version: its texts are long


def standing_versions(event: Event, entered: Iterable[Version] | None = None) -> list[int]:
    """The versions whose marks count: what is entered and, where an organiser who submitted for
    the team left them standing, those before it."""
    if entered is None:
        entered = entered_versions(event).values_list(*NUMBERS, named=True)
    return standing_with(list(entered))


def standing_with(entered: list[Version]) -> list[int]:
    """What is entered, with the versions before it whose marks count on."""
    found = [version.pk for version in entered]
    renewed = {version.submission_id: version.number for version in entered if version.keeps_marks}
    if not renewed:
        return found
    goes_on = {version.submission_id for version in entered if version.keeps_marks}
    before = Version.objects.standing().filter(submission__in=renewed)
    for version in before.order_by("submission", "-number"):
        key = version.submission_id
        if version.number < renewed[key] and key in goes_on:
            found.append(version.pk)
            goes_on -= set() if version.keeps_marks else {key}
    return found


def counting(event: Event) -> QuerySet[Scorecard]:
    """Those of which nothing has to be settled first."""
    return handed_in(event).exclude(UNSETTLED).exclude(COMPETING)


class Handed(NamedTuple):
    """A handed-in scorecard in numbers, and whether it counts: nothing has to be settled first."""

    pk: int
    judge: int
    version: int
    submission: int
    counts: bool


@Prepared
def handed_in_with_what_is_open() -> QuerySet[Any, Any]:
    cards = standing_among(Given("event"), IsAnyOf("version_id", Given("versions")))
    numbered = cards.annotate(unsettled=UNSETTLED, competing=COMPETING)
    return numbered.values_list(
        "pk", "judge", "version", "version__submission", "unsettled", "competing"
    )


def settled_or_held(event: Event) -> list[Handed]:
    """What ``handed_in`` finds, each with whether ``counting`` finds it too; in one query."""
    standing = standing_versions(event)
    if not standing:
        return []
    rows = handed_in_with_what_is_open.rows(event=event.pk, versions=standing)
    return [
        Handed(pk, judge, version, submission, not (unsettled or competing))
        for pk, judge, version, submission, unsettled, competing in rows
    ]


@dataclass(frozen=True)
class Held:
    """A scorecard that is held, and what has to be settled: a finding, or a second role."""

    judge: Judge
    team: Team
    title: str
    submission: int
    findings: list[Conflict]
    is_competing: bool


def held_in(event: Event, challenges: Collection[Challenge] | None = None) -> list[Held]:
    """Every scorecard that is held, in the order of the challenges."""
    cards = with_columns(
        handed_in(event).filter(Q(UNSETTLED) | Q(COMPETING)), is_competing=COMPETING
    )
    if challenges is not None:
        cards = cards.filter(version__submission__team__challenge__in=challenges)
    cards = cards.select_related("judge", "version__submission__team__challenge")
    order = ("version__submission__team__challenge__position", "judge__position", "pk")
    ordered = list(cards.order_by(*order))
    if not ordered:
        return []
    found: dict[tuple[int, int], list[Conflict]] = {}
    for row in Conflict.objects.proposed().filter(judge__event=event):
        found.setdefault((row.judge_id, row.team_id), []).append(row)
    with_people([row for rows in found.values() for row in rows])
    return [
        Held(
            judge=card.judge,
            team=card.version.submission.team,
            title=card.version.title,
            submission=card.version.submission_id,
            findings=found.get((card.judge_id, card.version.submission.team_id), []),
            is_competing=card.is_competing,
        )
        for card in ordered
    ]
