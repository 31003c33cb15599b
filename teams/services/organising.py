"""What an organiser puts right in teams, each time with a reason that the team is told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from challenges.models import Challenge
from hackathon.errors import StateConflict
from hackathon.models import Event, User
from hackathon.operations import Record
from teams import policy
from teams.models import Member, Ruling, Team
from teams.services.merging import merge
from teams.services.places import require_place
from teams.services.registration import write_invitations
from teams.services.seats import (
    close,
    give_up_seat,
    make_captain,
    require_same_team,
    require_standing,
    take_seat,
)


def rule(record: Record, actor: User, team: Team, reason: str, **data: Any) -> Ruling:
    """Keep the reason beside the log: the log itself holds no words of people."""
    ruling = Ruling.objects.create(team=team, made_by=actor, made_at=record.at, reason=reason)
    record.about(ruling, **data)
    return ruling


def correct_team(
    *, actor: User, team: Team, reason: str, name: str = "", challenge: Challenge | None = None
) -> Team:
    """Another name or another challenge for a team."""
    with policy.CORRECT_TEAM.begin(actor, team, lock=[team]) as record:
        if challenge and challenge.event_id != team.event_id:
            raise ValidationError(_("Choose one of this event's challenges."))
        before = {"challenge": team.challenge_id}
        team.name = name or team.name
        team.challenge = challenge or team.challenge
        team.full_clean(exclude=["name_key"])
        team.save()
        rule(record, actor, team, reason, before=before, challenge=team.challenge_id)
    return team


def close_team(*, actor: User, team: Team, reason: str) -> Team:
    with policy.CLOSE_TEAM.begin(actor, team, lock=[team]) as record:
        require_standing(team)
        members = close(team, record.at, sent_by=actor, reason=reason)
        rule(record, actor, team, reason, members=members)
    return team


def reopen_team(*, actor: User, team: Team, reason: str) -> Team:
    """Whoever was in it when it closed comes back, unless they have another team by now."""
    with policy.REOPEN_TEAM.begin(actor, team, lock=[team]) as record:
        if not team.closed_at or team.merged_into_id:
            raise StateConflict(_("Only a team that was closed, and not merged, can reopen."))
        back = former_members(team)
        if not back:
            raise StateConflict(
                _("Nobody of this team is free any more, so it cannot reopen without people.")
            )
        team.closed_at = None
        team.save(update_fields=["closed_at"])
        members = [take_seat(team, user, record.at) for user in back]
        make_captain(members[0])
        rule(record, actor, team, reason, members=[user.pk for user in back])
    return team


def former_members(team: Team) -> list[User]:
    """Who left at the instant of closing and has no team now, the former captain first."""
    taken = Member.objects.filter(event=team.event).values("user")
    last = team.departures.filter(left_at=team.closed_at).exclude(user__in=taken)
    return [d.user for d in last.select_related("user").order_by("-was_captain", "pk")]


def move_member(*, actor: User, user: User, team: Team, reason: str) -> Member:
    """Give somebody a seat in a team: from another team, or from none.

    A captain cannot be moved out of a team that goes on; the last one out closes it.
    """
    seat = Member.objects.filter(event=team.event, user=user).select_related("team").first()
    locked = [team, seat.team, seat] if seat else [team]
    with policy.MOVE_MEMBER.begin(actor, team, lock=locked) as record:
        if seat and seat.team_id == team.pk:
            raise StateConflict(_("This person is in the team already."))
        if seat:
            require_same_team(seat, locked[1])
            vacate(seat, actor, record.at, reason)
        require_place(team.event, user, record.at)
        member = take_seat(team, user, record.at)
        left = seat.team_id if seat else None
        rule(record, actor, team, reason, member=user.pk, left=left)
    return member


def vacate(seat: Member, actor: User, at: datetime, reason: str) -> None:
    if seat.team.members.count() == 1:
        close(seat.team, at, sent_by=actor, reason=reason)
    elif seat.is_captain:
        raise StateConflict(_("This person leads a team: it needs another captain first."))
    else:
        give_up_seat(seat, at, sent_by=actor, reason=reason)


def appoint_captain(*, actor: User, member: Member, reason: str) -> Team:
    """For a team whose captain cannot be reached."""
    team = member.team
    with policy.CORRECT_TEAM.begin(actor, team, lock=[team, member]) as record:
        if member.team_id != team.pk:
            raise StateConflict(_("This person has left the team."))
        make_captain(member)
        rule(record, actor, team, reason, captain=member.user_id)
    return team


def merge_teams(*, actor: User, source: Team, target: Team, reason: str) -> Team:
    """An organiser makes two teams one; everybody in them is told why."""
    with policy.MERGE_TEAMS.begin(actor, target, lock=[source, target]) as record:
        if source.event_id != target.event_id or source == target:
            raise StateConflict(_("Choose two teams of this event."))
        moved = merge(source, target, record.at)
        rule(record, actor, target, reason, source=source.pk, moved=moved)
    return target


def invite_matches(*, actor: User, event: Event, pairs: Sequence[tuple[User, Team]]) -> int:
    """An invitation for each person to the team that the organiser chose; all of them or none."""
    teams = list({team.pk: team for _user, team in pairs}.values())
    with policy.MATCH_PEOPLE.begin(actor, event, lock=teams) as record:
        for team in teams:
            require_standing(team)
            emails = [user.email for user, chosen in pairs if chosen.pk == team.pk]
            write_invitations(team, actor, emails, record.at)
        record.about(event, teams=[team.pk for team in teams], people=[u.pk for u, _t in pairs])
    return len(pairs)
