"""Judges are told what others change about their panels, and about what is on their desk.

Never one who is tied to the team: nothing of it comes to their desk.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from challenges.models import Challenge
from hackathon.kernel.notices import Letter, notice
from hackathon.kernel.phases import Phase
from hackathon.kernel.predicates import require_event
from hackathon.models import AuditEntry
from judging.amendments.notices import to_look_again_at
from judging.jury.models import Judge, PanelSeat
from judging.jury.notices import tells_judges
from judging.progress.selectors.progress import work_of
from judging.progress.watching import asked_pairs
from judging.scorecards.models import Scorecard
from judging.scorecards.selectors.holding import TIED, standing_versions
from teams.models import Submission, Version
from teams.submissions.models.eligibility import is_ruled_out
from teams.submissions.services.recalling import Outcome

AT_WORK = (Phase.JUDGING, Phase.DELIBERATION)
OUT = "submission.disqualify"


@tells_judges("panel.seat", "judge.edit")
def tell_who_sits_elsewhere(entry: AuditEntry) -> Iterator[Letter]:
    """Once judging has begun: on which panels they are now, and on which no more."""
    if require_event(entry).phase_at(entry.at) not in AT_WORK:
        return
    changes = entry.data.get("reseated", [])
    challenges = Challenge.objects.in_bulk({challenge for _judge, challenge, *_roles in changes})
    told: dict[int, dict[str, list[str]]] = defaultdict(lambda: {"came": [], "gone": []})
    for judge, challenge, before, after in changes:
        was, sits = (role not in ("", PanelSeat.Role.RESERVE) for role in (before, after))
        if was != sits:
            told[judge]["came" if sits else "gone"].append(challenges[challenge].title)
    judges = Judge.objects.seated().filter(pk__in=told).exclude(user=entry.actor)
    for judge in judges.select_related("user", "event").order_by("pk"):
        yield Letter.to(
            judge.user, "judging/mail/seats", event=judge.event, judge=judge, **told[judge.pk]
        )


def begun_for(version: Version) -> dict[int, Scorecard]:
    """The newest scorecard of each judge for what counted, of who can act and is not tied."""
    versions = standing_versions(version.submission.event, [version])
    cards = Scorecard.objects.standing().filter(version__in=versions, judge__left_at=None)
    cards = cards.filter(abstained_at=None).exclude(TIED).exclude(judge__user=None)
    newest = cards.order_by("judge_id", "-version__number").distinct("judge_id")
    return {card.judge_id: card for card in newest.select_related("judge__user", "judge__event")}


def entered_before(submission: Submission) -> Version | None:
    return submission.versions.standing().order_by("number").last()


@tells_judges("submission.rescue")
def tell_whose_marks_count_on(entry: AuditEntry) -> Iterator[Letter]:
    """An organiser submitted a newer version, and left the marks for the one before standing."""
    if not entry.data["keeps_marks"]:
        return
    version = Version.objects.select_related("submission").get(pk=entry.data["version"])
    before = version.standing_before
    for card in begun_for(before).values() if before else ():
        if card.handed_in_at and card.set_aside_at is None:
            yield Letter.to(
                card.judge.user,
                "judging/mail/counts_on",
                event=entry.event,
                judge=card.judge,
                version=version,
                before=card.version,
                reason=entry.subject.reason,
            )


@tells_judges("submission.triage", OUT)
def tell_who_has_marked_what_is_ruled_out(entry: AuditEntry) -> Iterator[Letter]:
    """What they marked does not compete any more, or does again."""
    was_out = is_ruled_out(entry.data.get("before"))
    is_out = entry.verb == OUT or is_ruled_out(entry.data["kind"])
    if was_out != is_out:
        yield from to_who_has_marked(entry, entry.subject.submission, competes=not is_out)


@tells_judges("team.close", "team.reopen")
def tell_who_has_marked_a_team_that_closed(entry: AuditEntry) -> Iterator[Letter]:
    submission = Submission.objects.filter(team=entry.subject.team).first()
    if submission and not is_ruled_out(submission.triage):
        competes = entry.verb == "team.reopen"
        yield from to_who_has_marked(entry, submission, competes=competes)


def to_who_has_marked(
    entry: AuditEntry, submission: Submission, *, competes: bool
) -> Iterator[Letter]:
    if submission.status in (Submission.Status.SUBMITTED, Submission.Status.DISQUALIFIED):
        yield from to_who_has_begun(entry, submission, competes=competes)


def to_who_has_begun(
    entry: AuditEntry, submission: Submission, *, competes: bool
) -> Iterator[Letter]:
    version = entered_before(submission)
    for card in begun_for(version).values() if version else ():
        if card.judge.user != entry.actor and not (card.set_aside_at and card.moved_from is None):
            yield Letter.to(
                card.judge.user,
                "judging/mail/competes",
                event=entry.event,
                judge=card.judge,
                version=card.version,
                competes=competes,
                is_in=bool(card.handed_in_at and card.set_aside_at is None),
            )


@tells_judges("team.correct")
def tell_panels_of_a_project_that_moved(entry: AuditEntry) -> Iterator[Letter]:
    """The panel that it leaves, and the one that has it now: each judge what it means for them."""
    was, now = entry.data.get("before", {}).get("challenge"), entry.data.get("challenge")
    version = Version.objects.entered().filter(submission__team=entry.subject.team).first()
    if was != now and version is not None:
        yield from to_both_panels(entry, version, was, now)


@tells_judges("team.merge", "merge.answer")
def tell_panels_of_a_merger(entry: AuditEntry) -> Iterator[Letter]:
    """The project that went along to another challenge; and one that competes no more, because
    the other team had its own."""
    data = entry.data
    if moved := data.get("project"):
        version = Version.objects.entered().filter(submission=moved["submission"]).first()
        if version is not None and moved["was"] != moved["now"]:
            yield from to_both_panels(entry, version, moved["was"], moved["now"])
            yield from to_look_again_at(entry, version.submission)
    gone = Submission.objects.filter(pk=data.get("withdrawn")).first()
    if gone and not is_ruled_out(gone.triage):
        yield from to_who_has_begun(entry, gone, competes=False)


def to_both_panels(entry: AuditEntry, version: Version, was: int, now: int) -> Iterator[Letter]:
    event = require_event(entry)
    if event.phase_at(entry.at) not in AT_WORK:
        return
    work = work_of(event)
    asked = {
        judge for judge, submission in asked_pairs(work) if submission == version.submission_id
    }
    begun = begun_for(version)
    before = set(PanelSeat.objects.filter(challenge=was).values_list("judge", flat=True))
    challenges = Challenge.objects.in_bulk([was, now])
    told: dict[str, Any] = {"was": challenges[was].title, "now": challenges[now].title}
    told["is_closed"] = event.phase_at(entry.at) != Phase.JUDGING
    told["is_merger"] = entry.verb != "team.correct"
    people = Judge.objects.seated().filter(pk__in={*asked, *(begun.keys() & before)})
    for judge in people.exclude(user=entry.actor).select_related("user", "event").order_by("pk"):
        card = begun.get(judge.pk)
        counts = bool(card and card.handed_in_at and card.set_aside_at is None)
        yield Letter.to(
            judge.user,
            "judging/mail/moved",
            event=judge.event,
            judge=judge,
            version=version,
            is_asked=judge.pk in asked,
            counts=counts,
            was_in=bool(card and card.handed_in_at),
            **told,
        )


def cards_of(before: Version | None) -> QuerySet[Scorecard]:
    """The newest scorecard of each judge that counted for this version, of who can act."""
    if before is None:
        return Scorecard.objects.none()
    counted = standing_versions(before.submission.event, [before])
    cards = Scorecard.objects.counted().filter(version__in=counted, judge__left_at=None)
    cards = cards.exclude(TIED).exclude(judge__user=None)
    newest = cards.order_by("judge_id", "-version__number").distinct("judge_id")
    return newest.select_related("judge__user", "judge__event")


@tells_judges("submission.rescue")
def tell_who_marks_anew(entry: AuditEntry) -> Iterator[Letter]:
    """Judges whose scorecard was handed in and counts no more: an organiser submitted a version
    that is to be marked anew."""
    if entry.data["keeps_marks"]:
        return
    version = Version.objects.select_related("submission").get(pk=entry.data["version"])
    for card in cards_of(version.standing_before):
        yield Letter.to(
            card.judge.user,
            "judging/mail/anew",
            event=entry.event,
            judge=card.judge,
            version=version,
            before=card.version,
            reason=entry.subject.reason,
        )


@notice("submission.submit")
def tell_who_marked_the_version_before(entry: AuditEntry) -> Iterator[Letter]:
    """A team with more time has submitted anew: the scorecards for the version before are over."""
    version = entry.subject
    for card in cards_of(version.standing_before):
        yield Letter.to(
            card.judge.user,
            "judging/mail/anew",
            event=entry.event,
            judge=card.judge,
            version=version,
            before=card.version,
            by_team=True,
        )


@notice("submission.recall")
def tell_who_marked_what_was_taken_back(entry: AuditEntry) -> Iterator[Letter]:
    """Judges who have begun a scorecard for the version that does not count any more, and those
    who read that it was there; nobody who has got a conflict of interest with the team since:
    nothing of it comes to their desk."""
    version = Version.objects.select_related("submission").get(pk=entry.data["version"])
    before = version.submission.versions.standing().filter(pk=entry.data["counts"]).first()
    if entry.data.get("outcome", Outcome.COUNTS) != Outcome.COUNTS:
        before = None
    begun = Scorecard.objects.filter(version=version, judge__left_at=None).exclude(TIED)
    begun = begun.exclude(judge__user=None).select_related("judge__user", "judge__event")
    told = {card.judge_id: card for card in (*cards_of(before), *begun)}
    for _judge, card in sorted(told.items()):
        yield Letter.to(
            card.judge.user,
            "judging/mail/taken_back",
            event=card.judge.event,
            judge=card.judge,
            version=version,
            before=before,
            project=str(before or version),
        )
