from functools import cache

from django.db import connection
from django.db.models import DateTimeField, F, Func, Q, QuerySet
from django.http import Http404

from hackathon.kernel.columns import with_columns
from hackathon.kernel.models.event import Event
from hackathon.kernel.models.user import User, Visitor


class ClockTimestamp(Func):
    """The database's wall clock, so that a page and the rule read the same one."""

    function = "clock_timestamp"
    output_field = DateTimeField()


def events_seen_by(user: Visitor) -> QuerySet[Event]:
    listed = Q(is_listed=True)
    if user.is_authenticated:
        listed |= Q(pk__in=user.organises.values("event"))
    return with_columns(Event.objects.filter(listed), seen_at=ClockTimestamp())


# What else a page's frame wants to know of its event: an attribute, and SQL that finds a row of
# the event ``e`` if it is so.
_told_with_event: dict[str, str] = {}


def tell_with_event(attribute: str, rows: str) -> None:
    """Registers something that each page of an event says differently; it costs no query."""
    _told_with_event[attribute] = rows


def told_of(event: Event, attribute: str) -> bool:
    """The same for an event that was read in another way."""
    if not hasattr(event, attribute):
        rows = _told_with_event[attribute]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT EXISTS ({rows}) FROM hackathon_event e WHERE e.id = %s",  # noqa: S608
                [event.pk],
            )
            setattr(event, attribute, cursor.fetchone()[0])
    return getattr(event, attribute)


@cache
def event_statement() -> tuple[list[str], str]:
    """Every page asks for its event: the statement is written once, not once a page."""
    fields = Event._meta.concrete_fields
    columns = ", ".join(f"e.{field.column}" for field in fields)
    told = "".join(f"EXISTS ({rows}), " for rows in _told_with_event.values())
    statement = f"""
        SELECT {columns}, {told}own.is_own, clock_timestamp() FROM hackathon_event e
        CROSS JOIN LATERAL (SELECT EXISTS (
            SELECT 1 FROM hackathon_organiser o WHERE o.event_id = e.id AND o.user_id = %s
        ) AS is_own) own
        WHERE slug = %s AND (is_listed OR own.is_own)"""  # noqa: S608 - our own names
    return [field.attname for field in fields], statement


def event_or_404(slug: str, user: Visitor) -> Event:
    """The event, if this person may know of it; ``seen_at`` is when the database read it, and
    ``is_own`` whether they organise it."""
    if "\0" in slug:  # which the database does not take in a text
        raise Http404
    names, statement = event_statement()
    with connection.cursor() as cursor:
        cursor.execute(statement, [user.pk, slug])
        row = cursor.fetchone()
    if row is None:
        raise Http404
    event = Event.from_db(connection.alias, names, row[: len(names)])
    *told, event.is_own, event.seen_at = row[len(names) :]
    for attribute, is_so in zip(_told_with_event, told, strict=True):
        setattr(event, attribute, is_so)
    return event


def organised_by(user: User) -> QuerySet[Event]:
    """One's own events, each with ``sees_marks``: whether one may know its marks."""
    events = Event.objects.filter(organisers__user=user)
    return with_columns(events, sees_marks=F("organisers__sees_marks"))


def photo_of_or_404(person_id: int, reader: Visitor) -> str:
    """The stored photo's SHA-256, for its owner and, if they show it, for others."""
    person = User.objects.filter(pk=person_id).exclude(photo="").first()
    if person is None or (person != reader and not person.shows("photo")):
        raise Http404
    return person.photo
