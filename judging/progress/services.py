"""What organisers and presidents do while the jury scores."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge
from hackathon.kernel.errors import StateConflict
from hackathon.kernel.texts import fitting
from hackathon.models import AuditEntry, User
from judging.jury.models import Judge
from judging.progress import policy
from judging.rules.models import Panel
from judging.scorecards.models import Scorecard

BETWEEN_NUDGES = timedelta(hours=6)


def reopen_scorecard(*, actor: User, scorecard: Scorecard, reason: str) -> Scorecard:
    """Give a judge back what they handed in or abstained from; they are told why."""
    locked = [scorecard.judge, scorecard]
    with policy.REOPEN_SCORECARD.begin(actor, scorecard, lock=locked) as record:
        if not reason.strip():
            raise StateConflict(_("Write the reason: the judge is told."))
        if not scorecard.handed_in_at and not scorecard.abstained_at:
            raise StateConflict(_("This scorecard is open already."))
        if scorecard.set_aside_at:
            raise StateConflict(_("This scorecard was set aside; it can no longer change."))
        scorecard.handed_in_at = scorecard.abstained_at = None
        scorecard.abstained_reason = ""
        scorecard.reopened_at = record.at
        scorecard.reopened_reason = fitting(reason, 300)
        scorecard.save()
        record.about(scorecard)
    return scorecard


def nudge_judge(*, actor: User, judge: Judge) -> Judge:
    """Remind a judge by mail of what they owe; at most once in six hours, whoever asks."""
    with policy.NUDGE_JUDGE.begin(actor, judge, lock=[judge]) as record:
        if not judge.is_seated:
            raise StateConflict(_("This judge has no seat on the jury."))
        nudges = AuditEntry.objects.filter(verb="judge.nudge", subject_id=judge.pk)
        if nudges.filter(at__gt=record.at - BETWEEN_NUDGES).exists():
            raise StateConflict(_("This judge was reminded less than six hours ago."))
        record.about(judge)
    return judge


def open_discussion(*, actor: User, challenge: Challenge) -> Panel:
    """From here on, who has handed in everything sees the marks and comments of the panel."""
    with policy.OPEN_DISCUSSION.begin(actor, challenge, lock=[challenge]) as record:
        panel, _is_new = Panel.objects.get_or_create(challenge=challenge)
        if panel.discussion_opened_at:
            raise StateConflict(_("The discussion is open already."))
        panel.discussion_opened_at = record.at
        panel.save()
        record.about(panel, challenge=challenge.pk)
    return panel
