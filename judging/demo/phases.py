"""Puts the rehearsal edition in a phase. What visitors did is kept, as far as the phase has it."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest, Least, Now

from challenges.models import Challenge
from hackathon.kernel.operations import database_clock
from hackathon.kernel.phases import Phase
from hackathon.models import EmailLog, Event, OutboxMessage
from judging.assignment.models import Assignment, Wave
from judging.conflicts.models import Conflict
from judging.demo import help, jury_work, work
from judging.jury.models import Judge
from judging.ranking.models import Calculation, TieDecision
from judging.ranking.selectors.computing import order_by
from judging.ranking.selectors.official import Rank, ranks_in
from judging.results.models import (
    Award,
    Correction,
    Publication,
    Standing,
)
from judging.results.selectors.publication import results_of
from judging.rules.models import Panel
from judging.scorecards.models import MarkChange, PaperSheet, Scorecard
from judging.scorecards.selectors.marks import marks_of
from teams.models import (
    Acceptance,
    Attachment,
    Attempt,
    Coach,
    Extension,
    HelpRequest,
    HelpStep,
    Invitation,
    LateRequest,
    Member,
    Submission,
    Team,
    Version,
    VersionFile,
)

ORDER = [phase.value for phase in Phase]
# When hacking starts, submissions close and judging closes, in hours from now.
HOURS = {
    "registration": (6 * 24, 6 * 24 + 30, 8 * 24),
    "hacking": (-6, 24, 44),
    "judging": (-34, -4, 16),
    "deliberation": (-48, -18, -1),
    "published": (-50, -20, -3),
}


def timetable(phase: str) -> dict[str, datetime]:
    now = database_clock()
    starts, closes, judged = (now + timedelta(hours=hours) for hours in HOURS[phase])
    return {
        "registration_opens_at": min(now, starts) - timedelta(days=14),
        "hacking_starts_at": starts,
        "submissions_close_at": closes,
        "judging_closes_at": judged,
    }


def put_in(event: Event, phase: str) -> None:
    forget_promises(event)
    if ORDER.index(reached(event)) > ORDER.index(phase):
        clear(event, phase)
    reschedule(event, timetable(phase))
    fill(event, phase)


def reached(event: Event) -> str:
    """How far the edition has come: by the clock, or by its rows if somebody moved the clock."""
    signs = {
        "published": Standing.objects.filter(event=event),
        "deliberation": Award.objects.filter(prize__challenge__event=event),
        "judging": Scorecard.objects.filter(judge__event=event),
        "hacking": Submission.objects.filter(team__event=event),
    }
    by_rows = [phase for phase, rows in signs.items() if rows.exists()]
    return max([event.phase_at(database_clock()), *by_rows], key=ORDER.index)


def forget_promises(event: Event) -> None:
    """Mails about what is about to be taken back are not sent."""
    pending = OutboxMessage.objects.filter(entry__event=event, relayed_at=None)
    pending.update(relayed_at=Now())
    EmailLog.objects.filter(entry__event=event, status=EmailLog.Status.QUEUED).delete()


def clear(event: Event, phase: str) -> None:
    """Take back what the phase does not have yet, whoever made it."""
    Correction.objects.filter(event=event).delete()
    Publication.objects.filter(event=event).delete()
    Standing.objects.filter(event=event).delete()
    Award.objects.filter(prize__challenge__event=event).delete()
    if phase == "deliberation":
        return
    TieDecision.objects.filter(challenge__event=event).delete()
    Calculation.objects.filter(challenge__event=event).delete()
    MarkChange.objects.filter(scorecard__judge__event=event).delete()
    PaperSheet.objects.filter(judge__event=event).delete()
    Assignment.objects.filter(judge__event=event).delete()
    Wave.objects.filter(challenge__event=event).delete()
    Panel.objects.filter(challenge__event=event).update(discussion_opened_at=None)
    Scorecard.objects.filter(judge__event=event).delete()
    if phase == "judging":
        return
    HelpRequest.objects.filter(team__event=event).delete()
    VersionFile.objects.filter(version__submission__team__event=event).delete()
    Extension.objects.filter(event=event).delete()
    LateRequest.objects.filter(team__event=event).delete()
    Team.objects.filter(event=event).update(extended_until=None)
    Attempt.objects.filter(team__event=event).delete()
    Version.objects.filter(submission__team__event=event).delete()
    Submission.objects.filter(team__event=event).delete()
    Attachment.objects.filter(team__event=event).delete()


def reschedule(event: Event, instants: dict[str, datetime]) -> None:
    """The new timetable; the programme and what was done move along."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL hackathon.moves_the_past = 'on'")
    before = event.hacking_starts_at.astimezone(event.zone).date()
    event.published_at = None
    for name, instant in instants.items():
        setattr(event, name, instant)
    event.save()
    moved = event.hacking_starts_at.astimezone(event.zone).date() - before
    event.milestones.update(day=F("day") + moved)
    settle(event)


def settle(event: Event) -> None:
    """What was done falls in its own time."""
    opens, starts = event.registration_opens_at, event.hacking_starts_at
    closes, judged = event.submissions_close_at, event.judging_closes_at
    of_team = {"team__event": event}
    between(opens, closes, event.participants.all(), "started_at", "applied_at", "confirmed_at")
    between(opens, closes, event.consent_texts.all(), "published_at")
    agreed = Acceptance.objects.filter(participant__event=event)
    between(opens, closes, agreed, "accepted_at")
    between(opens, closes, Team.objects.filter(event=event), "created_at")
    between(opens, closes, Member.objects.filter(event=event), "joined_at")
    between(
        opens,
        closes,
        Invitation.objects.filter(**of_team),
        "created_at",
        "accepted_at",
    )
    between(opens, judged, Judge.objects.filter(event=event), "invited_at", "accepted_at")
    between(opens, closes, Coach.objects.filter(event=event), "invited_at", "accepted_at")
    between(opens, closes, event.questions.all(), "asked_at", "answered_at", "published_at")
    between(starts, closes, HelpStep.objects.filter(coach__event=event), "at")
    asked = HelpRequest.objects.filter(**of_team)
    between(starts, closes, asked, "asked_at", "claimed_at", "closed_at")
    between(opens, judged, Conflict.objects.filter(judge__event=event), "declared_at")
    between(
        starts,
        closes,
        Submission.objects.filter(**of_team),
        "saved_at",
        "submitted_at",
    )
    between(starts, closes, Version.objects.filter(submission__team__event=event), "submitted_at")
    between(starts, closes, Attachment.objects.filter(**of_team), "created_at")
    between(closes, judged, Scorecard.objects.filter(judge__event=event), "handed_in_at")
    decisions = TieDecision.objects.filter(challenge__event=event)
    between(judged, database_clock(), decisions, "decided_at")


def between(first: datetime, last: datetime, rows: QuerySet, *names: str) -> None:
    last = min(last, database_clock())
    for name in names:
        outside = rows.exclude(**{name: None}).exclude(**{f"{name}__range": (first, last)})
        outside.update(**{name: Least(Greatest(F(name), first), last)})


def fill(event: Event, phase: str) -> None:
    """Write what must be there in the phase and is not."""
    if phase == "hacking":
        work.write_projects(event, everybody=False)
        help.requests(event)
    if phase in ("judging", "deliberation", "published"):
        work.write_projects(event, everybody=True)
        jury_work.score(event, everything=phase != "judging")
    if phase == "published":
        publish(event)


def computed(event: Event) -> dict[Challenge, list[Rank]]:
    """The ranking of each challenge, computed on the spot."""
    found = {pk: lines for marks in marks_of(event) for pk, lines in order_by(marks).items()}
    ranks = ranks_in(found)
    return {challenge: ranks.get(challenge.pk, []) for challenge in event.challenges.all()}


REASON = "Shown for the demonstration."


def publish(event: Event) -> None:
    """Every prize has a winner: the one it was given to, else the best of its challenge."""
    submitted = Submission.Status.SUBMITTED
    given = Award.objects.filter(prize__challenge__event=event)
    given.filter(submission__isnull=False).exclude(submission__status=submitted).delete()
    ranks = computed(event)
    for challenge, lines in ranks.items():
        rows = Submission.objects.filter(team__challenge=challenge, status=submitted)
        entered = set(rows.exclude(awards__prize__challenge=challenge).values_list("pk", flat=True))
        best = [line.entry for line in lines if line.entry in entered]
        best += sorted(entered.difference(best))
        for prize, entry in zip(challenge.prizes.filter(award=None), best, strict=False):
            Award.objects.create(prize=prize, submission_id=entry, reason=REASON)
    Standing.objects.filter(event=event).delete()
    Standing.objects.bulk_create(
        Standing(event=event, submission_id=line.entry, rank=line.rank, points=line.points)
        for lines in ranks.values()
        for line in lines
    )
    event.published_at = event.judging_closes_at + timedelta(hours=2)
    event.save()
    frozen = {"content": results_of(event), "published_at": event.published_at}
    Publication.objects.update_or_create(event=event, defaults=frozen)
