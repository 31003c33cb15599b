"""The event returns to an earlier phase while the jury is at work, or after it: what that means."""

from dataclasses import dataclass

from hackathon.kernel.phases import Phase
from hackathon.models import AuditEntry, Event, Rescheduling
from judging.assignment.selectors import AFTER_THE_DEADLINE
from judging.jury.models import Judge
from judging.scorecards.models import Scorecard
from teams.deadlines.rule import open_at
from teams.models import Extension

BY_TIMETABLE, BY_MORE_TIME = "event.reschedule", "extension.grant_all"


@dataclass(frozen=True)
class FallBack:
    """To which phase the event has returned, and the reason that was given."""

    to: str
    reason: str

    @property
    def is_to_writing(self) -> bool:
        """Whether teams write again; else the jury scores again."""
        return self.to not in AFTER_THE_DEADLINE


def fall_back_of(entry: AuditEntry) -> FallBack | None:
    """What an act on the deadlines has taken the jury back to, if it has."""
    if entry.verb == BY_TIMETABLE:
        row = Rescheduling.objects.filter(event=entry.event, made_at=entry.at).first()
        if row is None or row.before not in AFTER_THE_DEADLINE:
            return None
        return FallBack(Phase(row.after), row.reason)
    extension = Extension.objects.get(pk=entry.subject_id)
    if extension.challenge_id is None and extension.before <= entry.at < extension.until:
        return FallBack(Phase.HACKING, extension.reason)
    return None


def kept_by(judge: Judge) -> int:
    """How many handed-in scorecards of this judge are kept while teams write again."""
    return judge.scorecards.counted().count()


def begun_by(judge: Judge) -> int:
    """How many of their scorecards hold something and are not handed in, opened again or begun."""
    return judge.scorecards.standing().filter(handed_in_at=None, abstained_at=None).count()


def writes_again(judge: Judge, submission_id: int) -> bool:
    """Whether a project that the judge has begun to score is with its team again."""
    card = Scorecard.objects.standing().filter(judge=judge, version__submission=submission_id)
    open_still = open_at(judge.event.teams.all(), judge.event.seen_at)
    return card.filter(version__submission__team__in=open_still.values("pk")).exists()


def is_before_the_deadline(event: Event) -> bool:
    return event.phase_at(event.seen_at) not in AFTER_THE_DEADLINE
