from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from challenges.models import Challenge, Partner
from hackathon.models import Event


def challenges_of(event: Event) -> QuerySet[Challenge]:
    return event.challenges.all()


def challenges_with_prizes(event: Event) -> QuerySet[Challenge]:
    return challenges_of(event).prefetch_related("prizes")


def partners_of(event: Event) -> QuerySet[Partner]:
    return event.partners.all()


def challenge_or_404(event: Event, slug: str) -> Challenge:
    return get_object_or_404(event.challenges, slug=slug)


def facts_of(event: Event) -> dict[str, QuerySet]:
    """What the organiser tells on the event's public page."""
    return {
        "figures": event.figures.all(),
        "milestones": event.milestones.all(),
        "partners": event.partners.all(),
        "quotations": event.quotations.all(),
    }
