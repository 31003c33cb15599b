"""Seats in a team, taken and given up. Every caller holds the lock on the team's row."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hackathon.errors import StateConflict
from hackathon.models import User
from teams.models import Answer, Departure, HelpRequest, Member, Submission, Team


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

    The constraints on seat numbers are the proof.
    """
    require_standing(team)
    seats, free = team.event.max_team_size, free_seats(team)
    if not free:
        raise StateConflict(
            _("The team is full: it has %(seats)d members."), params={"seats": seats}
        )
    return Member.objects.create(
        event=team.event, team=team, user=user, seat=free[0], seats=seats,
        is_captain=is_captain, joined_at=at,
    )  # fmt: skip


def give_up_seat(
    member: Member, at: datetime, *, sent_by: User | None = None, reason: str = ""
) -> Departure:
    departure = Departure.objects.create(
        team=member.team, user_id=member.user_id, was_captain=member.is_captain, left_at=at,
        sent_by=sent_by, reason=reason,
    )  # fmt: skip
    member.delete()
    return departure


def make_captain(member: Member) -> None:
    member.team.members.filter(is_captain=True).update(is_captain=False)
    member.is_captain = True
    member.save(update_fields=["is_captain"])


def close(team: Team, at: datetime, *, sent_by: User | None = None, reason: str = "") -> list[int]:
    """Everybody leaves, every door shuts, and what was submitted is withdrawn.

    Returns who was in the team, its captain first.
    """
    members = list(team.members.order_by("-is_captain", "seat"))
    for member in members:
        give_up_seat(member, at, sent_by=sent_by, reason=reason)
    shut_doors(team, at)
    submission = Submission.objects.filter(team=team).first()
    if submission and submission.status == Submission.Status.SUBMITTED:
        submission.move_to(Submission.Status.WITHDRAWN)
        submission.save(update_fields=["status"])
    team.closed_at = at
    team.is_open = False
    team.save(update_fields=["closed_at", "is_open"])
    return [member.user_id for member in members]


def shut_doors(team: Team, at: datetime) -> None:
    team.invitations.pending().update(revoked_at=at)
    team.join_links.filter(revoked_at=None).update(revoked_at=at)
    team.help_requests.open().update(status=HelpRequest.Status.CANCELLED, closed_at=at)
    close_questions(team.join_requests.all(), at)
    close_questions(team.merge_offers_in.all(), at)
    close_questions(team.merge_offers_out.all(), at)


def close_questions(questions: QuerySet, at: datetime) -> None:
    questions.filter(answer=Answer.WAITING).update(answer=Answer.CLOSED, answered_at=at)
