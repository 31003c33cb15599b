"""Teams that look for people, and people who look for a team: only those who chose to be seen."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet

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


def narrowed(rows: QuerySet, wanted: dict[str, Any], *, skills: str) -> QuerySet:
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
    return a_page(narrowed(open_teams(event), wanted, skills="wanted_skills"), number)


def people_page(event: Event, wanted: dict[str, Any], number: str | None) -> Page:
    return a_page(narrowed(looking_people(event), wanted, skills="skills"), number)
