"""Seats in a team, taken and given up. Every caller holds the lock on the team's row."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.obstacles import require_clear
from hackathon.models import Event, User
from teams.participants.models.participant import Participant
from teams.participants.services.ended_places import end_with_place, give_up_with_place
from teams.team.models.joining import Answer, Departure, JoinRequest
from teams.team.models.team import Invitation, Member, Team
from teams.team.selectors import obstacles

Opened = dict[str, list[int]]  # what waits again, by its keys


def require_standing(team: Team) -> None:
    if team.closed_at:
        raise StateConflict(_("The team %(team)s is closed."), params={"team": team.name})


def require_same_team(row: Any, team: Team) -> None:
    """Two teams may have become one between reading and locking."""
    if row.team_id != team.pk:
        raise StateConflict(_("This team has just changed. Load the page again."))


def free_seats(team: Team) -> list[int]:
    taken = set(team.members.values_list("seat", flat=True))
    return [seat for seat in range(1, team.event.max_team_size + 1) if seat not in taken]


def take_seat(team: Team, user: User, at: datetime, *, is_captain: bool = False) -> Member:
    """The lowest free seat. The team's row is locked: this is the polite answer.

    The constraints on seat numbers are the proof. What else was asked or offered to the same end
    is settled by it: requests to other teams close, an invitation to this one is used.
    """
    require_clear(obstacles.of_closed_or_full_team(team))
    waiting = JoinRequest.objects.filter(team__event=team.event, user=user, answer=Answer.WAITING)
    # One that a captain is answering this very moment is left to them.
    free = waiting.select_for_update(no_key=True, of=["self"], skip_locked=True)
    close_questions(JoinRequest.objects.filter(pk__in=[request.pk for request in free]), at)
    team.invitations.pending().to_person(user).update(accepted_at=at)
    return Member.objects.create(
        event=team.event,
        team=team,
        user=user,
        seat=free_seats(team)[0],
        seats=team.event.max_team_size,
        is_captain=is_captain,
        joined_at=at,
    )


def give_up_seat(
    member: Member,
    at: datetime,
    *,
    cause: Departure.Cause,
    sent_by: User | None = None,
    reason: str = "",
) -> Departure:
    """Free the seat; what was opened to this person before opens the team no more."""
    departure = Departure.objects.create(
        team=member.team,
        user_id=member.user_id,
        was_captain=member.is_captain,
        left_at=at,
        sent_by=sent_by,
        reason=reason,
        cause=cause,
        seat=member.seat,
        joined_at=member.joined_at,
        was_named=member.is_named,
    )
    member.team.invitations.pending().to_person(member.user).update(revoked_at=at)
    member.delete()
    return departure


@give_up_with_place.plug
def leave_with_place(member: Member, at: datetime) -> None:
    """Whoever gives their place in the event up leaves their team, and the last one closes it."""
    if member.team.members.count() == 1:
        close(member.team, at)
    else:
        give_up_seat(member, at, cause=Departure.Cause.WITHDREW)


def make_captain(member: Member) -> None:
    member.team.members.filter(is_captain=True).update(is_captain=False)
    member.is_captain = True
    member.save(update_fields=["is_captain"])


def close(team: Team, at: datetime, *, sent_by: User | None = None, reason: str = "") -> list[int]:
    """Everybody leaves and every door shuts; with the team its project is out of the contest.

    Nothing else is written, so that ``reopen`` brings all of it back. Once results are public they
    rest on the team, and it stays. Returns who was in it, its captain first.
    """
    require_results_to_stand(team)
    members = list(team.members.order_by("-is_captain", "seat"))
    for member in members:
        give_up_seat(member, at, cause=Departure.Cause.CLOSED, sent_by=sent_by, reason=reason)
    shut_doors(team, at)
    team.closed_at = at
    team.save(update_fields=["closed_at"])
    return [member.user_id for member in members]


def require_results_to_stand(team: Team) -> None:
    if team.event.published_at:
        raise StateConflict(
            _(
                "The results are public and rest on this team as it is. If the results page tells "
                "something wrong, correct the results, with a reason."
            )
        )


def reopen(team: Team, back: list[Departure]) -> tuple[list[Member], Opened]:
    """The team as it stood when it closed, with those of its members who are free.

    What was shut at that instant is open again: invitations, links and questions. Returns who is
    back, and what waits again.
    """
    closed_at, team.closed_at = team.closed_at, None
    team.save(update_fields=["closed_at"])
    members = [return_to_seat(team, departure) for departure in back]
    if not any(member.is_captain for member in members):
        make_captain(members[0])
    return members, open_doors(team, closed_at) if closed_at else {}


def return_to_seat(team: Team, left: Departure) -> Member:
    """Their old seat, as it was; another one if it is not known or there no more."""
    free = free_seats(team)
    require_clear(obstacles.of_closed_or_full_team(team))
    return Member.objects.create(
        event=team.event,
        team=team,
        user=left.user,
        is_captain=left.was_captain,
        seat=left.seat if left.seat in free else free[0],
        seats=team.event.max_team_size,
        joined_at=left.joined_at or left.left_at,
        is_named=left.was_named,
    )


def seat_as_it_was(member: Member, left: Departure) -> None:
    """Whoever was taken out by mistake sits there as before: since when, and named or not."""
    free = {*free_seats(member.team), member.seat}
    member.seat = left.seat if left.seat in free else member.seat
    member.joined_at = left.joined_at or member.joined_at
    member.is_named = left.was_named
    member.save(update_fields=["seat", "joined_at", "is_named"])


def open_doors(team: Team, shut_at: datetime) -> Opened:
    """Take back what ``shut_doors`` did at that instant; returns what waits again, by its keys."""
    team.invitations.filter(revoked_at=shut_at).update(revoked_at=None)
    team.join_links.filter(revoked_at=shut_at).update(revoked_at=None)
    others_stand = {"source__closed_at": None, "target__closed_at": None}
    asking = team.join_requests.exclude(user__in=gone_their_way(team.event, shut_at))
    offers = [team.merge_offers_in.filter(**others_stand)]
    offers += [team.merge_offers_out.filter(**others_stand)]
    return {
        "helps": team.help_requests.reopen_cancelled(shut_at),
        "requests": reopen_questions(asking, shut_at),
        "offers": [pk for asked in offers for pk in reopen_questions(asked, shut_at)],
    }


def gone_their_way(event: Event, since: datetime) -> set[int]:
    """Who has been in a team since then, or has given their place up or taken a new one: what they
    had asked for, and where they sat, was agreed to before that."""
    left = (Participant.Status.WITHDRAWN, Participant.Status.LAPSED, Participant.Status.DECLINED)
    anew = Q(status__in=left) | Q(applied_at__gt=since)
    rows: list[QuerySet[Any]] = [
        Member.objects.filter(event=event, joined_at__gt=since),
        Departure.objects.filter(team__event=event, left_at__gt=since),
        Participant.objects.filter(anew, event=event),
    ]
    return {person for found in rows for person in found.values_list("user", flat=True)}


def reopen_questions(questions: QuerySet, shut_at: datetime) -> list[int]:
    closed = questions.filter(answer=Answer.CLOSED, answered_at=shut_at)
    keys = list(closed.values_list("pk", flat=True))
    closed.model.objects.filter(pk__in=keys).update(answer=Answer.WAITING, answered_at=None)
    return keys


def shut_doors(team: Team, at: datetime) -> None:
    team.invitations.pending().update(revoked_at=at)
    team.join_links.filter(revoked_at=None).update(revoked_at=at)
    team.help_requests.open().cancel(at)
    close_questions(team.join_requests.all(), at)
    close_questions(team.merge_offers_in.all(), at)
    close_questions(team.merge_offers_out.all(), at)


@end_with_place.plug
def end_consent(event: Event, user: User, at: datetime) -> None:
    """Who has given their place up, or is given none, no longer asks and is no longer invited."""
    close_questions(JoinRequest.objects.filter(team__event=event, user=user), at)
    invited = Invitation.objects.pending().to_person(user).filter(team__event=event)
    invited.update(revoked_at=at)


def close_questions(questions: QuerySet, at: datetime) -> None:
    questions.filter(answer=Answer.WAITING).update(answer=Answer.CLOSED, answered_at=at)
