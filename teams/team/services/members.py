"""Who leads a team, who leaves it, and who has to."""

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import StateConflict
from hackathon.models import User
from teams.team import policy
from teams.team.models.joining import Departure
from teams.team.models.team import Member, Team
from teams.team.services.seats import (
    close,
    give_up_seat,
    make_captain,
    require_same_team,
)


def leave_team(*, actor: User, member: Member, successor: Member | None = None) -> Team:
    """Give up one's own seat. A captain names a successor; the last one out closes the team."""
    team = member.team
    others = [successor] if successor else []
    with policy.LEAVE_TEAM.begin(actor, member, lock=[team, member, *others]) as record:
        require_same_team(member, team)
        if team.members.count() == 1:
            close(team, record.at)
            record.about(team, left=member.user_id, closed=True)
            return team
        if member.is_captain:
            promote(successor, team)
        give_up_seat(member, record.at, cause=Departure.Cause.LEFT)
        record.about(team, left=actor.pk, captain=successor.user_id if successor else None)
    return team


def promote(successor: Member | None, team: Team) -> None:
    if successor is None or successor.team_id != team.pk or successor.is_captain:
        raise StateConflict(_("Choose who leads the team when you leave."))
    make_captain(successor)


def remove_member(*, actor: User, member: Member, reason: str) -> Team:
    """The captain sends somebody out, who is told the reason."""
    team = member.team
    with policy.REMOVE_MEMBER.begin(actor, member, lock=[team, member]) as record:
        require_same_team(member, team)
        if member.is_captain:
            raise StateConflict(_("The captain cannot be removed. Hand the team over first."))
        cause = Departure.Cause.REMOVED
        departure = give_up_seat(member, record.at, cause=cause, sent_by=actor, reason=reason)
        record.about(departure, removed=departure.user_id)
    return team


def hand_over(*, actor: User, member: Member) -> Team:
    team = member.team
    with policy.HAND_OVER.begin(actor, member, lock=[team, member]) as record:
        require_same_team(member, team)
        make_captain(member)
        record.about(team, captain=member.user_id)
    return team


def name_me(*, actor: User, member: Member, is_named: bool) -> Member:
    """Whether the public page of the project names this person: their own decision alone."""
    with policy.NAME_ME.begin(actor, member, lock=[member]) as record:
        member.is_named = is_named
        member.save(update_fields=["is_named"])
        record.about(member, is_named=is_named)
    return member
