"""What teams, coaches and organisers see of the queue for help, and of who helped whom."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Lower
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from challenges.models import Challenge
from challenges.selectors import shown_challenges
from hackathon.kernel.columns import with_columns
from hackathon.kernel.obstacles import Obstacle
from hackathon.kernel.role_words import sentence_for
from hackathon.kernel.roles import (
    Role,
    obstacle_to,
)
from hackathon.kernel.tokens import hash_of
from hackathon.models import Event, User
from teams.help.models.coach import Coach
from teams.help.models.request import OPEN_AT_ONCE, HelpRequest, HelpStep
from teams.help.roles import coached_keys
from teams.team.models.team import Team

Kind, Status = HelpStep.Kind, HelpRequest.Status
STILL_TOLD = timedelta(minutes=30)  # a coach who was on the way
HELPED = frozenset({Kind.CLOSED, Kind.HANDED_ON})


def coach_of(event: Event, user: User) -> Coach | None:
    coach = event.coaches.filter(user=user).first()
    if coach:
        coach.event = event
    return coach


def coach_or_404(event: Event, user: User) -> Coach:
    coach = coach_of(event, user)
    if coach is None:
        raise Http404
    return coach


def coached_by(user: User) -> QuerySet[Coach]:
    """The events in which this person coaches, the newest first."""
    coaches = Coach.objects.filter(user=user).select_related("event")
    return coaches.order_by("-event__hacking_starts_at")


def coach_invitation_or_404(event: Event, reader: User, token: str) -> Coach:
    """The coach behind a mailed link, for the invited address alone."""
    offers = event.coaches.filter(email__iexact=reader.email, accepted_at=None)
    return get_object_or_404(offers, token_hash=hash_of(token))


def challenges_of_coach(coach: Coach) -> QuerySet[Challenge]:
    return Challenge.objects.filter(coached_by__coach=coach)


def other_coaches(coach: Coach) -> QuerySet[Coach]:
    """To whom this coach can hand a request."""
    return coach.event.coaches.filter(accepted_at__isnull=False).exclude(pk=coach.pk)


def is_coached(event: Event) -> bool:
    """Whether somebody has accepted to help teams of the event."""
    return event.coaches.filter(accepted_at__isnull=False).exists()


def listed_coaches() -> QuerySet[Coach]:
    """Those whom the public list of their event names."""
    return Coach.objects.filter(Q(is_listed=True) | Q(accepted_at__isnull=False))


def public_coaches(event: Event) -> list[tuple[Coach, list[str]]]:
    """Each coach who is listed, with the titles of their challenges in the event's order."""
    titles = {challenge.pk: challenge.title for challenge in shown_challenges(event)}
    coaches = listed_coaches().filter(event=event).order_by(Lower("name"), "pk")
    coaches = coaches.only("name", "organisation", "profile", "languages")
    found = []
    for coach in coaches.prefetch_related("fields"):
        own = {row.challenge_id for row in coach.fields.all()}
        found.append((coach, [title for number, title in titles.items() if number in own]))
    return found


def with_all(requests: QuerySet[HelpRequest]) -> QuerySet[HelpRequest]:
    return requests.select_related("team__event", "team__challenge", "claimed_by")


def help_or_404(event: Event, help_id: int) -> HelpRequest:
    return get_object_or_404(with_all(HelpRequest.objects.all()), team__event=event, pk=help_id)


def own_help_or_404(team: Team, help_id: int) -> HelpRequest:
    request = get_object_or_404(with_all(team.help_requests.all()), pk=help_id)
    request.team = team
    return request


def waiting_in(event: Event) -> QuerySet[HelpRequest]:
    return with_all(HelpRequest.objects.waiting().filter(team__event=event))


def queue_for(
    coach: Coach, *, language: str = "", challenge: int | None = None
) -> QuerySet[HelpRequest]:
    """Who waits, the longest first. Nobody reads what their own team's rivals ask."""
    own = coach.event.teams.filter(members__user=coach.user_id)
    waiting = waiting_in(coach.event).exclude(team__challenge__in=own.values("challenge"))
    if language == "mine":
        waiting = waiting.filter(language__in=coach.languages)
    elif language:
        waiting = waiting.filter(language=language)
    if challenge == 0:
        waiting = waiting.filter(team__challenge__coached_by__coach=coach)
    elif challenge:
        waiting = waiting.filter(team__challenge=challenge)
    return waiting


def claims_of(coach: Coach) -> QuerySet[HelpRequest]:
    return with_all(coach.claims.filter(status=Status.CLAIMED)).order_by("claimed_at")


def cancelled_on(coach: Coach, now: datetime) -> QuerySet[HelpRequest]:
    """What ended a short while ago though this coach was on the way."""
    lately = coach.claims.filter(status=Status.CANCELLED, closed_at__gt=now - STILL_TOLD)
    return with_all(lately).order_by("-closed_at")


def closed_by(coach: Coach, last: int = 20) -> QuerySet[HelpRequest]:
    return with_all(coach.claims.filter(status=Status.CLOSED)).order_by("-closed_at")[:last]


def requests_of(team: Team) -> list[tuple[HelpRequest, int | None]]:
    """The team's requests, the newest first; those that wait with their place in the queue."""
    keys = list(waiting_in(team.event).values_list("pk", flat=True))
    places = {key: place for place, key in enumerate(keys, 1)}
    return [(row, places.get(row.pk)) for row in team.help_requests.select_related("claimed_by")]


def coaches_of(team: Team) -> dict[Coach, set[str]]:
    """Everybody who had a request of this team in hand, with what they did: kinds of HelpStep."""
    found: dict[Coach, set[str]] = {}
    for step in HelpStep.objects.filter(request__team=team).select_related("coach"):
        found.setdefault(step.coach, set()).add(step.kind)
    return found


def coaches_who_helped(team: Team) -> set[Coach]:
    """Who closed a request of this team, or handed one on after having had it."""
    return {coach for coach, kinds in coaches_of(team).items() if kinds & HELPED}


@dataclass(frozen=True)
class Load:
    """How busy the coaches are, for organisers."""

    waiting: int
    longest: timedelta | None
    median: timedelta | None
    coaches: list[Coach] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)


def load_of(event: Event, now: datetime) -> Load:
    waiting = list(waiting_in(event).values_list("asked_at", flat=True))
    first = HelpRequest.objects.filter(team__event=event).annotate(first=Min("steps__at"))
    pairs = first.exclude(first=None).order_by().values_list("asked_at", "first")
    waits = [claimed - asked for asked, claimed in pairs]
    return Load(
        waiting=len(waiting),
        longest=now - waiting[0] if waiting else None,
        median=median(waits) if waits else None,
        coaches=list(busy_coaches(event)),
        teams=list(helped_teams(event)),
    )


def busy_coaches(event: Event) -> QuerySet[Coach]:
    coaches = event.coaches.filter(Q(accepted_at__isnull=False) | Q(steps__isnull=False))
    busy: QuerySet[Any] = with_load(coaches)
    return busy.order_by("-in_hand", "-closed", "name")


def with_load(coaches: QuerySet[Coach]) -> QuerySet[Coach]:
    """Each with the requests they took, have in hand and closed, and the teams they helped."""
    held = "steps__request"
    mine = Q(claims__status=Status.CLAIMED)
    return with_columns(
        coaches,
        taken=Count(held, distinct=True),
        in_hand=Count("claims", filter=mine, distinct=True),
        closed=Count(held, filter=Q(steps__kind=Kind.CLOSED), distinct=True),
        helped=Count(f"{held}__team", filter=Q(steps__kind__in=HELPED), distinct=True),
    )


def helped_teams(event: Event) -> QuerySet[Team]:
    asked, held = "help_requests", "help_requests__status"
    asking = event.teams.filter(help_requests__isnull=False).order_by("name_key")
    return asking.annotate(
        asked=Count(asked),
        open=Count(asked, filter=Q(**{f"{held}__in": HelpRequest.OPEN})),
        closed=Count(asked, filter=Q(**{held: Status.CLOSED})),
    )


def to_coaching(coach: Coach, user: User) -> Obstacle | None:
    """Nobody coaches a challenge for which they compete."""
    found = obstacle_to(coach.event, user, Role.COACHES, coached_keys(coach))
    if found is None or coach.accepted_at:
        return None
    words = sentence_for(user, coach.event, Role.COACHES, found)
    return Obstacle(words, found.url, _("Open the team"))


def to_asking_for_help(team: Team) -> Obstacle | None:
    """A team has a few requests open at once."""
    if team.help_requests.open().count() < OPEN_AT_ONCE:
        return None
    sentence = _("Your team has %(n)d open requests. Wait for a coach, or cancel one.")
    return Obstacle(sentence % {"n": OPEN_AT_ONCE})
