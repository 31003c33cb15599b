"""What an organiser puts right in teams, each time with a reason that the team is told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge
from hackathon.kernel.editing import RequireCurrent, accept_any
from hackathon.kernel.errors import StateConflict
from hackathon.kernel.obstacles import require_clear
from hackathon.kernel.operations import Record
from hackathon.models import Event, User
from teams.mergers.services import merge
from teams.participants.models.participant import Participant
from teams.participants.services.places import require_place
from teams.rulings import policy
from teams.rulings.models import Ruling
from teams.submissions.following import Moved, tell_moved
from teams.submissions.models.submission import Submission
from teams.team.models.joining import Departure
from teams.team.models.team import Member, Team
from teams.team.selectors.obstacles import challenge_of, of_other_role, of_somebodys_role
from teams.team.services.registration import invite_found
from teams.team.services.seats import (
    close,
    give_up_seat,
    gone_their_way,
    make_captain,
    reopen,
    require_results_to_stand,
    require_same_team,
    require_standing,
    seat_as_it_was,
    take_seat,
)


def rule(record: Record, actor: User, team: Team, reason: str, **data: Any) -> Ruling:
    """Keep the reason beside the log: the log itself holds no words of people."""
    if not reason.strip():
        raise StateConflict(_("Write the reason: the team is told."))
    ruling = Ruling.objects.create(team=team, made_by=actor, made_at=record.at, reason=reason)
    record.about(ruling, **data)
    return ruling


def correct_team(
    *,
    actor: User,
    team: Team,
    reason: str,
    name: str = "",
    challenge: Challenge | None = None,
    require_current: RequireCurrent = accept_any,
) -> Team:
    """Another name or another challenge for a team."""
    with policy.CORRECT_TEAM.begin(actor, team, lock=[team]) as record:
        require_current([*(["name"] if name else []), *(["challenge"] if challenge else [])])
        if challenge and challenge.event_id != team.event_id:
            raise ValidationError(_("Choose one of this event's challenges."))
        before, was = {"challenge": team.challenge_id}, team.challenge
        is_renamed = bool(name) and name != team.name
        if challenge and challenge != was:
            require_results_to_stand(team)
        team.name = name or team.name
        team.challenge = challenge or team.challenge
        team.full_clean(exclude=["name_key"])
        team.save(update_fields=["name", "name_key", *(["challenge"] if challenge else [])])
        if submission := Submission.objects.filter(team=team).first():
            tell_moved(Moved(submission, was, team.challenge, reason, record.at, actor))
        rule(
            record,
            actor,
            team,
            reason,
            before=before,
            challenge=team.challenge_id,
            is_renamed=is_renamed,
        )
    return team


def close_team(*, actor: User, team: Team, reason: str) -> Team:
    with policy.CLOSE_TEAM.begin(actor, team, lock=[team]) as record:
        require_standing(team)
        members = close(team, record.at, sent_by=actor, reason=reason)
        rule(record, actor, team, reason, members=members)
    return team


def reopen_team(*, actor: User, team: Team, reason: str) -> Team:
    """Whoever was in it when it closed comes back, unless they have gone another way since."""
    with policy.REOPEN_TEAM.begin(actor, team, lock=[team]) as record:
        if not team.closed_at or team.merged_into_id:
            raise StateConflict(_("Only a team that was closed, and not merged, can reopen."))
        back = former_members(team)
        if not back:
            raise StateConflict(
                _("Nobody of this team is free any more, so it cannot reopen without people.")
            )
        members, opened = reopen(team, back)
        people = [member.user_id for member in members]
        rule(record, actor, team, reason, members=people, **opened)
    return team


def former_members(team: Team) -> list[Departure]:
    """Who left at the instant of closing, is free to compete now and takes part; captain first.

    Nobody who has been in another team since, or has given up their place and come back: they
    have not agreed to come back into this one.
    """
    if team.closed_at is None:
        return []
    taken = Member.objects.filter(event=team.event).values("user")
    gone = team.event.participants.exclude(status=Participant.Status.CONFIRMED).values("user")
    last = team.departures.filter(left_at=team.closed_at).exclude(user__in=taken)
    last = last.exclude(user__in=gone).exclude(user__in=gone_their_way(team.event, team.closed_at))
    own = challenge_of(team)
    return [
        departure
        for departure in last.select_related("user").order_by("-was_captain", "pk")
        if not of_other_role(team.event, departure.user, own)
    ]


def move_member(*, actor: User, user: User, team: Team, reason: str) -> Member:
    """Give somebody a seat in a team: from another team, or from none.

    A captain cannot be moved out of a team that goes on; the last one out closes it.
    """
    seat = Member.objects.filter(event=team.event, user=user).select_related("team").first()
    left_team = seat.team if seat else team
    locked = [team, left_team, seat] if seat else [team]
    with policy.MOVE_MEMBER.begin(actor, team, lock=locked) as record:
        if seat and seat.team_id == team.pk:
            raise StateConflict(_("This person is in the team already."))
        if seat:
            require_same_team(seat, left_team)
            vacate(seat, actor, record.at, reason)
        require_place(team.event, user, record.at, by=actor)
        member = take_seat(team, user, record.at)
        if sent := sent_away_from(team, user):
            seat_as_it_was(member, sent)
        left = seat.team_id if seat else None
        rule(record, actor, team, reason, member=user.pk, left=left)
    return member


def sent_away_from(team: Team, user: User) -> Departure | None:
    """How an organiser had taken this person out of this team, if they come back to what it was:
    they have not left it themselves since, and have not applied to the event anew."""
    last = team.departures.filter(user=user).order_by("left_at", "pk").last()
    if last is None or last.cause not in (Departure.Cause.MOVED, Departure.Cause.SENT_OUT):
        return None
    anew = Participant.objects.filter(event=team.event, user=user, applied_at__gt=last.left_at)
    return None if anew.exists() else last


def vacate(seat: Member, actor: User, at: datetime, reason: str) -> None:
    if seat.team.members.count() == 1:
        close(seat.team, at, sent_by=actor, reason=reason)
    elif seat.is_captain:
        raise StateConflict(_("This person leads a team: it needs another captain first."))
    else:
        give_up_seat(seat, at, cause=Departure.Cause.MOVED, sent_by=actor, reason=reason)


def take_member_out(*, actor: User, member: Member, reason: str) -> Departure:
    """Somebody leaves a team without going to another; what brought them in opens it no more.

    Raises StateConflict for who leads the team, or is its only member.
    """
    team = member.team
    with policy.TAKE_MEMBER_OUT.begin(actor, team, lock=[team, member]) as record:
        require_same_team(member, team)
        if team.members.count() == 1:
            raise StateConflict(_("This is the only member: close the team instead."))
        if member.is_captain:
            raise StateConflict(_("This person leads the team: appoint another captain first."))
        cause = Departure.Cause.SENT_OUT
        departure = give_up_seat(member, record.at, cause=cause, sent_by=actor, reason=reason)
        rule(record, actor, team, reason, departure=departure.pk)
    return departure


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
        merged = merge(source, target, record.at)
        rule(record, actor, target, reason, source=source.pk, **merged)
    return target


def invite_matches(*, actor: User, event: Event, pairs: Sequence[tuple[User, Team]]) -> int:
    """An invitation for each person to the team that the organiser chose; all of them or none."""
    teams = list({team.pk: team for _user, team in pairs}.values())
    with policy.MATCH_PEOPLE.begin(actor, event, lock=teams) as record:
        for user, team in pairs:
            own = challenge_of(team)
            require_clear(of_somebodys_role(event, [user.pk], own, actor))
        for team in teams:
            require_standing(team)
            people = [user for user, chosen in pairs if chosen.pk == team.pk]
            invite_found(team, actor, people, record.at)
        record.about(event, teams=[team.pk for team in teams], people=[u.pk for u, _t in pairs])
    return len(pairs)
