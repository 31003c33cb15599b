from django.db.models import DateTimeField, Func, Q, QuerySet
from django.shortcuts import get_object_or_404

from hackathon.models import Event, User


class ClockTimestamp(Func):
    """The database's wall clock, so that a page and the rule read the same one."""

    function = "clock_timestamp"
    output_field = DateTimeField()


def events_seen_by(user: User) -> QuerySet[Event]:
    listed = Q(is_listed=True)
    if user.is_authenticated:
        listed |= Q(pk__in=user.organises.values("event"))
    return Event.objects.filter(listed).annotate(seen_at=ClockTimestamp())


def event_or_404(slug: str, user: User) -> Event:
    """The event, if this person may know of it; ``seen_at`` is when the database read it."""
    return get_object_or_404(events_seen_by(user), slug=slug)


def organised_by(user: User) -> QuerySet[Event]:
    return Event.objects.filter(organisers__user=user)
