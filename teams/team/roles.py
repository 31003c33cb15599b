"""Who competes and who coaches, for the table of roles that exclude each other."""

from collections.abc import Collection, Iterator
from typing import Any

from hackathon.kernel.predicates import Actor, is_signed_in, require_event
from hackathon.kernel.roles import (
    Holding,
    Received,
    Role,
    gives,
    holds,
)
from hackathon.models import Event
from teams.team.models.team import Member, Team


@holds(Role.COMPETES)
def who_competes(event: Event, people: Collection[int]) -> Iterator[Holding]:
    seats = Member.objects.filter(event=event, user__in=people).select_related("team")
    for seat in seats:
        seat.team.event = event
        challenges = frozenset({seat.team.challenge_id})
        label, url = seat.team.name, seat.team.get_absolute_url()
        yield Holding(Role.COMPETES, seat.user_id, challenges, label, url=url)


@gives(Member, Role.COMPETES, ["event", "user", "team"])
def seated_by(member: Member) -> list[Received]:
    return [(member.user_id, frozenset({member.team.challenge_id}))]


@gives(Team, Role.COMPETES, ["challenge"])
def moved_with(team: Team) -> list[Received]:
    """With their team, all who are in it compete for its challenge."""
    people = team.members.values_list("user", flat=True)
    return [(person, frozenset({team.challenge_id})) for person in people]


def competes(user: Actor, target: Any) -> bool:
    """Whether this person is in a team of the event that the target belongs to."""
    return is_signed_in(user) and require_event(target).members.filter(user=user).exists()
