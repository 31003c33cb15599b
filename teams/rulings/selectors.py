"""Who without a team fits where: a proposal that the organiser edits before anybody is asked."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from hackathon.kernel.roles import Role, obstacles_among
from hackathon.models import Event
from teams.participants.models.participant import Participant
from teams.team.models.team import Invitation, Team
from teams.team.selectors.directory import kept_from_teams

CHALLENGE, SKILL, LANGUAGE, TOO_SMALL = 3, 2, 2, 4
MOST_SKILLS = 3
LIKES_ANY = 1


@dataclass(frozen=True)
class Opening:
    """A team with free seats, and how many of them it needs to be large enough."""

    team: Team
    free: int
    needed: int


@dataclass(frozen=True)
class Match:
    participant: Participant
    team: Team | None


def points_of_fit(participant: Participant, team: Team) -> int:
    """Points for a wished challenge, skills that are looked for, and a common language."""
    points = CHALLENGE if participant.challenge_id == team.challenge_id else 0
    points += LIKES_ANY if participant.challenge_id is None else 0
    shared = set(participant.skills) & set(team.wanted_skills)
    points += SKILL * min(len(shared), MOST_SKILLS)
    return points + (LANGUAGE if set(participant.languages) & set(team.languages) else 0)


def match_people(people: Sequence[Participant], openings: Sequence[Opening]) -> list[Match]:
    """The assignment with the most points in all; a seat goes to one person at most.

    Seats that a team needs to reach the smallest size count more. Solved exactly by
    ``scipy.optimize.linear_sum_assignment`` (Crouse 2016, shortest augmenting paths).
    """
    seats = [(o.team, seat < o.needed) for o in openings for seat in range(o.free)]
    if not people or not seats:
        return [Match(person, None) for person in people]
    points = np.array(
        [
            [points_of_fit(person, team) + TOO_SMALL * is_needed for team, is_needed in seats]
            for person in people
        ]
    )
    chosen = dict(zip(*linear_sum_assignment(points, maximize=True), strict=True))
    return [
        Match(person, seats[chosen[n]][0] if n in chosen else None)
        for n, person in enumerate(people)
    ]


def orphans(event: Event) -> list[Participant]:
    """People with a place, no team and no open invitation, who registered first first.

    Without those who have another part in the event and cannot compete at all.
    """
    people = event.participants.filter(status=Participant.Status.CONFIRMED)
    free = people.exclude(user__in=event.members.values("user"))
    rows = free.select_related("user", "challenge").order_by("applied_at", "pk")
    pending = Invitation.objects.pending().filter(team__event=event)
    found = set(pending.values_list("found", flat=True))
    typed = set(pending.filter(found=None).values_list("email", flat=True))
    unasked = [
        row for row in rows if row.user_id not in found and row.user.email.lower() not in typed
    ]
    parts = obstacles_among(event, [row.user_id for row in unasked], Role.COMPETES)
    kept_out = kept_from_teams(event, parts)
    return [row for row in unasked if row.user_id not in kept_out]


def openings(event: Event) -> list[Opening]:
    """Teams that look for people, and those that are too small; smallest first."""
    found = []
    teams = event.teams.standing().select_related("challenge")
    for team in teams.prefetch_related("members", "invitations"):
        size = len(team.members.all())
        pending = sum(invitation.is_open for invitation in team.invitations.all())
        needed = max(0, event.min_team_size - size - pending)
        free = event.max_team_size - size - pending
        if free > 0 and (team.is_open or needed):
            found.append(Opening(team, free, needed))
    return sorted(found, key=lambda opening: (-opening.needed, opening.team.name_key))
