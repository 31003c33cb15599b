from functools import cache

from django.db import connection
from django.db.models import DateTimeField, F, Func, Q, QuerySet
from django.http import Http404

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


@cache
def event_statement() -> tuple[list[str], str]:
    """Every page asks for its event: the statement is written once, not once a page."""
    fields = Event._meta.concrete_fields
    columns = ", ".join(f"e.{field.column}" for field in fields)
    statement = f"""
        SELECT {columns}, clock_timestamp() FROM hackathon_event e
        WHERE slug = %s AND (is_listed OR EXISTS (
            SELECT 1 FROM hackathon_organiser o WHERE o.event_id = e.id AND o.user_id = %s))"""  # noqa: S608 - our own names
    return [field.attname for field in fields], statement


def event_or_404(slug: str, user: User) -> Event:
    """The event, if this person may know of it; ``seen_at`` is when the database read it."""
    names, statement = event_statement()
    with connection.cursor() as cursor:
        cursor.execute(statement, [slug, user.pk])
        row = cursor.fetchone()
    if row is None:
        raise Http404
    event = Event.from_db(connection.alias, names, row[:-1])
    event.seen_at = row[-1]
    return event


def organised_by(user: User) -> QuerySet[Event]:
    """One's own events, each with ``sees_marks``: whether one may know its marks."""
    events = Event.objects.filter(organisers__user=user)
    return events.annotate(sees_marks=F("organisers__sees_marks"))


def photo_or_404(person_id: int, reader: User) -> str:
    """The stored photo's SHA-256, for its owner and, if they show it, for others."""
    person = User.objects.filter(pk=person_id).exclude(photo="").first()
    if person is None or (person != reader and not person.shows("photo")):
        raise Http404
    return person.photo
