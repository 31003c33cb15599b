"""Judges are told which of their scorecards are open again: the rules have changed since."""

from collections.abc import Iterator

from django.db.models import QuerySet

from hackathon.kernel.notices import Letter
from hackathon.models import AuditEntry
from judging.jury.models import Judge
from judging.jury.notices import AGAIN, tells_judges
from judging.scorecards.models import Scorecard
from judging.scorecards.selectors.sense import PANEL, can_act
from teams.models import Submission, Version
from teams.submissions.models.eligibility import is_ruled_out


def sorted_by_version(opened: QuerySet[Scorecard]) -> tuple[list[str], list[str], list[str]]:
    """The titles of scorecards that can be handed in; of those for an earlier version, where the
    newer one is to be marked; and of projects that do not compete there just now."""
    entered = dict(
        Version.objects.entered()
        .filter(submission__in=opened.values("version__submission"))
        .values_list("submission", "pk")
    )
    cards = list(opened.select_related("version").order_by("version__title", "-version__number"))
    there = {c.version.submission_id for c in cards if is_entered(c, entered)}
    others = [c for c in cards if c.version.submission_id in entered.keys() - there]
    newer = {c.version.submission_id: c.version.title for c in others if not c.moved_from_id}
    known = {*there, *newer}
    away = [c for c in cards if c.version.submission_id not in known]
    return (
        [card.version.title for card in cards if is_entered(card, entered)],
        list(newer.values()),
        list({card.version.submission_id: card.version.title for card in away}.values()),
    )


def is_entered(card: Scorecard, entered: dict[int, int]) -> bool:
    return entered.get(card.version.submission_id) == card.version_id and not card.moved_from_id


@tells_judges("conflict.lift", "judge.edit", "judge.excuse", "judge.reinstate", "panel.seat")
def tell_who_looks_again(entry: AuditEntry) -> Iterator[Letter]:
    """Judges who can act again, and whose scorecards were handed in by an earlier sense."""
    yield from to_look_again(entry, Scorecard.objects.filter(pk__in=entry.data.get("opened", [])))


@tells_judges("submission.triage", "team.correct", "team.reopen")
def tell_who_looks_again_at_a_project(entry: AuditEntry) -> Iterator[Letter]:
    """A project competes again: the judges whose scorecards for it have been opened meanwhile."""
    data, before = entry.data, entry.data.get("before")
    if entry.verb == "submission.triage":
        is_back = is_ruled_out(before) and data["kind"] != before
        submission = entry.subject.submission
    else:
        is_moved = before and before.get("challenge") != data.get("challenge")
        is_back = entry.verb == "team.reopen" or bool(is_moved)
        submission = Submission.objects.filter(team=entry.subject.team).first()
    if is_back and submission:
        yield from to_look_again_at(entry, submission)


def to_look_again_at(entry: AuditEntry, submission: Submission) -> Iterator[Letter]:
    cards = Scorecard.objects.standing().filter(
        version__submission=submission,
        handed_in_at=None,
        abstained_at=None,
        reopened_at__lt=entry.at,
    )
    yield from to_look_again(entry, cards.alias(panel=PANEL).filter(can_act()))


def to_look_again(entry: AuditEntry, cards: QuerySet[Scorecard]) -> Iterator[Letter]:
    for judge in Judge.objects.seated().filter(scorecards__in=cards).distinct().order_by("pk"):
        titles, newer, _waiting = sorted_by_version(cards.filter(judge=judge))
        if titles or newer:
            yield Letter.to(
                judge.user, AGAIN, event=entry.event, judge=judge, titles=titles, newer=newer
            )
