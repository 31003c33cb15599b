"""A team comes together: registered, described, invited."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from challenges.models import Challenge
from hackathon.kernel.editing import RequireCurrent, accept_any
from hackathon.kernel.errors import StateConflict
from hackathon.kernel.obstacles import require_clear
from hackathon.models import Event, User
from teams.participants.models.participant import Participant
from teams.participants.services.places import require_place
from teams.team import policy
from teams.team.models.team import Invitation, Team
from teams.team.selectors import obstacles
from teams.team.services.seats import require_same_team, require_standing, take_seat


def register_team(
    *,
    actor: User,
    event: Event,
    name: str,
    challenge: Challenge,
    invite: Sequence[str] = (),
    language: str = "",
    **described: Any,
) -> Team:
    """A new team with its captain in the first seat, and an invitation for each address, in a
    language; without one in the event's first."""
    with policy.REGISTER_TEAM.begin(actor, event) as record:
        if challenge.event_id != event.pk:
            raise ValidationError(_("Choose one of this event's challenges."))
        require_clear(obstacles.of_own_team(event, actor))
        require_place(event, actor, record.at, by=actor)
        team = Team(event=event, challenge=challenge, name=name, created_at=record.at, **described)
        team.full_clean(exclude=["name_key"])
        team.save()
        take_seat(team, actor, record.at, is_captain=True)
        write_invitations(team, actor, invite, record.at, language)
        record.about(team, invited=len(invite))
    return team


DESCRIBED = ("name", "pitch", "wanted_skills", "languages", "is_open")


def edit_team(
    *, actor: User, team: Team, require_current: RequireCurrent = accept_any, **changes: Any
) -> Team:
    """The captain's words about the team: its name, pitch, and whom it looks for."""
    if refused := changes.keys() - set(DESCRIBED):
        raise ValueError(f"not the captain's to change: {', '.join(sorted(refused))}")
    with policy.EDIT_TEAM.begin(actor, team, lock=[team]) as record:
        require_standing(team)
        require_current(list(changes))
        for name, value in changes.items():
            setattr(team, name, value)
        team.full_clean(exclude=["name_key"])
        team.save(update_fields=[*changes, "name_key"])
        record.about(team, fields=sorted(changes))
    return team


def invite_members(
    *, actor: User, team: Team, emails: Sequence[str], language: str = ""
) -> list[Invitation]:
    """An invitation for each address, in a language; without one in the event's first."""
    with policy.INVITE_MEMBERS.begin(actor, team, lock=[team]) as record:
        require_standing(team)
        written = write_invitations(team, actor, emails, record.at, language)
        record.about(team, invitations=[invitation.pk for invitation in written])
    return written


def invite_person(*, actor: User, team: Team, participant: Participant) -> Invitation:
    """Invite somebody from the list of people who look for a team, in their own language."""
    person = participant.user
    with policy.INVITE_MEMBERS.begin(actor, team, lock=[team]) as record:
        require_standing(team)
        require_clear(obstacles.to_being_found(team, participant))
        (invitation,) = invite_found(team, actor, [person], record.at)
        record.about(team, invitations=[invitation.pk])
    return invitation


def resend_invitation(*, actor: User, invitation: Invitation) -> Invitation:
    """The same link once more; not again and again, so that nobody is flooded."""
    with policy.RESEND_INVITATION.begin(actor, invitation, lock=[invitation]) as record:
        require_open(invitation)
        require_clear(obstacles.to_resending(invitation, record.at))
        invitation.sent_at = record.at
        invitation.save(update_fields=["sent_at"])
        record.about(invitation)
    return invitation


def revoke_invitation(*, actor: User, invitation: Invitation) -> Invitation:
    with policy.REVOKE_INVITATION.begin(actor, invitation, lock=[invitation]) as record:
        require_open(invitation)
        invitation.revoked_at = record.at
        invitation.save(update_fields=["revoked_at"])
        record.about(invitation)
    return invitation


def accept_invitation(*, actor: User, invitation: Invitation) -> Team:
    """Take the seat that was offered; the invitation is used up in the same transaction."""
    team = invitation.team
    with policy.ACCEPT_INVITATION.begin(actor, invitation, lock=[team, invitation]) as record:
        require_open(invitation)
        require_same_team(invitation, team)
        made_at = invitation.created_at
        require_clear(obstacles.of_departure(team, actor, made_at, is_link=False))
        require_clear(obstacles.of_own_team(team.event, actor))
        require_place(team.event, actor, record.at, by=actor)
        take_seat(team, actor, record.at)
        invitation.accepted_at = record.at
        invitation.save(update_fields=["accepted_at"])
        record.about(team, member=actor.pk, invitation=invitation.pk)
    return team


def write_invitations(
    team: Team, actor: User, emails: Sequence[str], at: datetime, language: str = ""
) -> list[Invitation]:
    """To addresses that were typed. What is refused depends on what the team has typed alone."""
    require_clear(obstacles.to_inviting(team) if emails else None)
    emails = [email.lower() for email in emails]
    require_not_typed_before(team, actor, emails)
    require_seats(team, len(emails))
    made = {"invited_by": actor, "created_at": at, "language": language}
    return Invitation.objects.bulk_create(
        Invitation.offering(team, email, **made) for email in emails
    )


def invite_found(team: Team, actor: User, people: Sequence[User], at: datetime) -> list[Invitation]:
    """To people whom somebody chose in a list, each in their own language."""
    require_clear(obstacles.to_inviting(team) if people else None)
    require_seats(team, len(people))
    if team.members.filter(user__in=people).exists():
        raise StateConflict(_("This person is in the team already."))
    made = {"invited_by": actor, "created_at": at}
    return Invitation.objects.bulk_create(
        Invitation.offering(team, person.email, found=person, language=person.language, **made)
        for person in people
    )


def require_seats(team: Team, wanted: int) -> None:
    seats = team.event.max_team_size
    promised = team.members.count() + team.invitations.pending().count()
    if promised + wanted > seats:
        raise StateConflict(
            _("A team has at most %(seats)d members, invitations included."),
            params={"seats": seats},
        )


def require_not_typed_before(team: Team, actor: User, emails: Sequence[str]) -> None:
    """The addresses are new to the team. Of one by which nobody was invited it knows nothing, also
    if a member has it."""
    if actor.email.lower() in emails and team.members.filter(user=actor).exists():
        raise StateConflict(_("You are in the team yourself: leave out your own address."))
    typed = team.invitations.filter(found=None, email__in=emails)
    seated = set(team.members.values_list("user__email", flat=True))
    used = set(typed.exclude(accepted_at=None).values_list("email", flat=True))
    if known := next((address for address in emails if address in seated & used), None):
        raise StateConflict(_("%(address)s is in the team already."), params={"address": known})
    pending = set(typed.pending().values_list("email", flat=True))
    if again := [address for address in emails if address in pending]:
        raise StateConflict(
            ngettext(
                "%(addresses)s has been invited already: leave this address out.",
                "%(addresses)s have been invited already: leave these addresses out.",
                len(again),
            ),
            params={"addresses": ", ".join(again)},
        )


def require_open(invitation: Invitation) -> None:
    require_clear(obstacles.of_invitation(invitation))
