"""The jury comes together: invited, accepted, conflicts declared."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from challenges.models import Challenge
from hackathon.errors import StateConflict
from hackathon.models import User
from hackathon.storage import StoredFile
from judging import policy
from judging.models import Conflict, Judge, PanelSeat
from teams.models import Team


def save_judge(
    *, actor: User, judge: Judge, panel: Sequence[Challenge], photo: StoredFile | None = None
) -> Judge:
    """Write a judge as the public sees them, and the challenges that they score."""
    with policy.EDIT_JURY.begin(actor, judge) as record:
        if any(challenge.event_id != judge.event_id for challenge in panel):
            raise StateConflict(_("Choose challenges of the judge's own event."))
        if photo:
            judge.photo = photo.sha256
        judge.save(update_fields=shown_fields(photo) if judge.pk else None)
        judge.panel_seats.exclude(challenge__in=panel).delete()
        seated = set(judge.panel_seats.values_list("challenge", flat=True))
        for challenge in panel:
            if challenge.pk not in seated:
                PanelSeat.objects.create(judge=judge, challenge=challenge)
        record.about(judge, panel=sorted(challenge.pk for challenge in panel))
    return judge


def shown_fields(photo: StoredFile | None) -> list[str]:
    """What the public sees. The invitation's state is not among it: a judge may just accept."""
    kept = {"id", "user", "nonce", "token_hash", "invited_at", "accepted_at"}
    kept |= set() if photo else {"photo"}
    return [field.name for field in Judge._meta.concrete_fields if field.name not in kept]


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
