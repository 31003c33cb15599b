"""Teams that look for people, and people who look for a team: only those who chose to be seen."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet

from hackathon.kernel.role_words import of_another_part
from hackathon.kernel.roles import Holding, Role, obstacles_among
from hackathon.models import Event
from teams.participants.models.participant import Participant
from teams.team.models.team import Team

A_PAGE = 24


def open_teams(event: Event) -> QuerySet[Team]:
    """Teams with a free seat that let people ask."""
    teams = event.teams.standing().filter(is_open=True)
    seated = teams.annotate(size=Count("members")).filter(size__lt=event.max_team_size, size__gt=0)
    return seated.select_related("challenge").order_by("name_key")


def looking_people(event: Event) -> QuerySet[Participant]:
    """People with a place and without a team who want to be found."""
    people = event.participants.filter(is_looking=True, status=Participant.Status.CONFIRMED)
    without = people.exclude(user__in=event.members.values("user"))
    return without.select_related("user", "challenge").order_by("user__name", "pk")


def other_parts(event: Event, people: QuerySet[Participant]) -> list[Holding]:
    """What they are in the event that excludes a seat in some team, or in any."""
    keys = list(people.order_by().values_list("user", flat=True))
    return obstacles_among(event, keys, Role.COMPETES)


def kept_from_teams(event: Event, parts: Iterable[Holding]) -> set[int]:
    """Who can be in no team: another part of theirs excludes every challenge."""
    kept: set[int] = set()
    coached: dict[int, set[int]] = defaultdict(set)
    for holding in parts:
        if holding.role == Role.COACHES and holding.challenges:
            coached[holding.person] |= holding.challenges
        else:
            kept.add(holding.person)
    if coached:
        every = set(event.challenges.values_list("pk", flat=True))
        kept |= {person for person, own in coached.items() if own >= every}
    return kept


def narrow_rows(rows: QuerySet, wanted: dict[str, Any], *, skills: str) -> QuerySet:
    """By challenge, skill and language; what is not asked for does not count."""
    if challenge := wanted.get("challenge"):
        rows = rows.filter(challenge=challenge)
    if skill := wanted.get("skill"):
        rows = rows.filter(**{f"{skills}__contains": [skill.strip().lower()]})
    if language := wanted.get("speaks"):
        rows = rows.filter(languages__contains=[language])
    return rows


def a_page(rows: QuerySet, number: str | None) -> Page:
    return Paginator(rows, A_PAGE).get_page(number)


def teams_page(event: Event, wanted: dict[str, Any], number: str | None) -> Page:
    return a_page(narrow_rows(open_teams(event), wanted, skills="wanted_skills"), number)


def people_page(
    event: Event, wanted: dict[str, Any], number: str | None, inviting: Team | None = None
) -> Page:
    """With what keeps each of them out of the team that would invite them, if there is one."""
    looking = looking_people(event)
    parts = other_parts(event, looking)
    people = looking.exclude(user__in=kept_from_teams(event, parts))
    page = a_page(narrow_rows(people, wanted, skills="skills"), number)
    own = frozenset({inviting.challenge_id}) if inviting else frozenset()
    kept = {holding.person for holding in parts if holding.meets(own)}
    for row in page:
        row.bar = of_another_part(row.user) if row.user_id in kept else ""
    return page
