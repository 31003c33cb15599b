"""Puts the rehearsal edition in a phase. What visitors did is kept, as far as the phase has it."""

from datetime import datetime, timedelta

from django.db.models.functions import Now

from hackathon.models import EmailLog, Event, OutboxMessage
from hackathon.operations import database_clock
from hackathon.phases import Phase
from judging.demo import work
from judging.models import Award, Scorecard, Standing
from judging.selectors import standings
from teams.models import Attachment, Submission, Version

DAY_ZERO = (
    20  # a programme item of the rehearsal says by its order how many days it is off the start
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
    before = event.phase_at(database_clock())
    forget_promises(event)
    if ORDER.index(before) > ORDER.index(phase):
        clear(event, phase)
    event.published_at = None
    for name, instant in timetable(phase).items():
        setattr(event, name, instant)
    starts = event.hacking_starts_at.astimezone(event.zone)
    event.save()
    for milestone in event.milestones.all():
        milestone.day = (starts + timedelta(days=milestone.position - DAY_ZERO)).date()
        milestone.save()
    fill(event, phase)


def forget_promises(event: Event) -> None:
    """Mails about what is about to be taken back are not sent."""
    pending = OutboxMessage.objects.filter(entry__event=event, relayed_at=None)
    pending.update(relayed_at=Now())
    EmailLog.objects.filter(entry__event=event, status=EmailLog.Status.QUEUED).delete()


def clear(event: Event, phase: str) -> None:
    """Take back what comes later than the phase, whoever made it."""
    Standing.objects.filter(event=event).delete()
    Award.objects.filter(prize__challenge__event=event).delete()
    if phase == "deliberation":
        return
    Scorecard.objects.filter(judge__event=event).delete()
    if phase == "judging":
        return
    Version.objects.filter(submission__team__event=event).delete()
    Submission.objects.filter(team__event=event).delete()
    Attachment.objects.filter(team__event=event).delete()


def fill(event: Event, phase: str) -> None:
    """Write what must be there in the phase and is not."""
    if phase == "hacking":
        work.write_projects(event, everybody=False)
    if phase in ("judging", "deliberation", "published"):
        work.write_projects(event, everybody=True)
        work.score(event, everything=phase != "judging")
    if phase == "published":
        publish(event)


def publish(event: Event) -> None:
    ranks = standings(event)
    for challenge, lines in ranks.items():
        for prize in challenge.prizes.filter(award=None):
            Award.objects.create(prize=prize, submission_id=lines[0].entry)
    Standing.objects.filter(event=event).delete()
    Standing.objects.bulk_create(
        Standing(event=event, submission_id=line.entry, rank=line.rank, points=line.points)
        for lines in ranks.values()
        for line in lines
    )
    event.published_at = event.judging_closes_at + timedelta(hours=2)
    event.save()
