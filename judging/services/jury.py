"""The jury comes together: invited, accepted, conflicts declared."""

from django.utils.translation import gettext as _

from hackathon.errors import StateConflict
from hackathon.models import User
from judging import policy
from judging.models import Conflict, Judge
from teams.models import Team


def invite_judge(*, actor: User, judge: Judge) -> Judge:
    """Send, or send again, the mail that opens the jury's rooms; an earlier link dies."""
    with policy.INVITE_JUDGE.begin(actor, judge, lock=[judge]) as record:
        if not judge.email:
            raise StateConflict(_("Give this judge an email address first."))
        if judge.accepted_at:
            raise StateConflict(_("This judge has accepted already."))
        judge.offer()
        judge.invited_at = record.at
        judge.save()
        record.about(judge)
    return judge


def accept_judging(*, actor: User, judge: Judge) -> Judge:
    with policy.ACCEPT_JUDGING.begin(actor, judge, lock=[judge]) as record:
        if judge.accepted_at:
            raise StateConflict(_("This invitation has been used."))
        judge.user = actor
        judge.accepted_at = record.at
        judge.token_hash = None
        judge.save()
        record.about(judge)
    return judge


def declare_conflict(*, actor: User, judge: Judge, team: Team, reason: str = "") -> Conflict:
    """From here on the judge neither sees nor scores what this team hands in."""
    with policy.DECLARE_CONFLICT.begin(actor, judge, lock=[judge]) as record:
        if team.event_id != judge.event_id:
            raise StateConflict(_("This no longer exists."))
        conflict = Conflict.objects.create(
            judge=judge, team=team, reason=reason, declared_at=record.at
        )
        record.about(conflict, team=team.pk)
    return conflict
