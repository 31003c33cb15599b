"""A team comes together: registered, invited, joined, left."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from challenges.models import Challenge
from hackathon.errors import StateConflict
from hackathon.models import Event, User
from teams import policy
from teams.models import Invitation, Member, Team


def register_team(
    *, actor: User, event: Event, name: str, challenge: Challenge, invite: Sequence[str] = ()
) -> Team:
    """A new team with its captain in the first seat, and an invitation for each address."""
    with policy.REGISTER_TEAM.begin(actor, event) as record:
        if challenge.event_id != event.pk:
            raise ValidationError(_("Choose one of this event's challenges."))
        team = Team(event=event, challenge=challenge, name=name, created_at=record.at)
        team.full_clean(exclude=["name_key"])
        team.save()
        take_seat(team, actor, record.at, is_captain=True)
        write_invitations(team, actor, invite, record.at)
        record.about(team, invited=len(invite))
    return team


def invite_members(*, actor: User, team: Team, emails: Sequence[str]) -> list[Invitation]:
    with policy.INVITE_MEMBERS.begin(actor, team, lock=[team]) as record:
        written = write_invitations(team, actor, emails, record.at)
        record.about(team, invitations=[invitation.pk for invitation in written])
    return written


def revoke_invitation(*, actor: User, invitation: Invitation) -> Invitation:
    with policy.REVOKE_INVITATION.begin(actor, invitation, lock=[invitation]) as record:
        require_open(invitation)
        invitation.revoked_at = record.at
        invitation.save()
        record.about(invitation)
    return invitation


def accept_invitation(*, actor: User, invitation: Invitation) -> Team:
    """Take the seat that was offered; the invitation is used up in the same transaction."""
    team = invitation.team
    with policy.ACCEPT_INVITATION.begin(actor, invitation, lock=[team, invitation]) as record:
        require_open(invitation)
        take_seat(team, actor, record.at)
        invitation.accepted_at = record.at
        invitation.save()
        record.about(team, member=actor.pk, invitation=invitation.pk)
    return team


def leave_team(*, actor: User, member: Member) -> None:
    team = member.team
    with policy.LEAVE_TEAM.begin(actor, member, lock=[team, member]) as record:
        if member.is_captain and team.members.count() > 1:
            raise StateConflict(_("Hand the team over to another member before you leave."))
        if member.is_captain:
            raise StateConflict(_("You are the only member: a team cannot be empty."))
        record.about(team, left=member.user_id)
        member.delete()


def remove_member(*, actor: User, member: Member) -> None:
    team = member.team
    with policy.REMOVE_MEMBER.begin(actor, member, lock=[team, member]) as record:
        if member.is_captain:
            raise StateConflict(_("The captain cannot be removed."))
        record.about(team, removed=member.user_id)
        member.delete()


def hand_over(*, actor: User, member: Member) -> Team:
    team = member.team
    with policy.HAND_OVER.begin(actor, member, lock=[team, member]) as record:
        team.members.filter(is_captain=True).update(is_captain=False)
        member.is_captain = True
        member.save()
        record.about(team, captain=member.user_id)
    return team


def take_seat(team: Team, user: User, at: datetime, *, is_captain: bool = False) -> Member:
    """The lowest free seat. The team's row is locked: this is the polite answer.

    The constraints on seat numbers are the proof.
    """
    seats = team.event.max_team_size
    taken = set(team.members.values_list("seat", flat=True))
    free = next((seat for seat in range(1, seats + 1) if seat not in taken), None)
    if free is None:
        raise StateConflict(
            _("The team is full: it has %(seats)d members."), params={"seats": seats}
        )
    return Member.objects.create(
        event=team.event, team=team, user=user, seat=free, seats=seats,
        is_captain=is_captain, joined_at=at,
    )  # fmt: skip


def write_invitations(
    team: Team, actor: User, emails: Sequence[str], at: datetime
) -> list[Invitation]:
    seats = team.event.max_team_size
    promised = (
        team.members.count() + team.invitations.filter(accepted_at=None, revoked_at=None).count()
    )
    if promised + len(emails) > seats:
        raise StateConflict(
            _("A team has at most %(seats)d members, invitations included."),
            params={"seats": seats},
        )
    return Invitation.objects.bulk_create(
        Invitation.offering(team, email, invited_by=actor, created_at=at) for email in emails
    )


def require_open(invitation: Invitation) -> None:
    if invitation.accepted_at:
        raise StateConflict(_("This invitation has been used."))
    if invitation.revoked_at:
        raise StateConflict(_("This invitation was withdrawn. Ask the captain for a new one."))
