from django.db.models import DateTimeField, Exists, F, Func, Model, OuterRef, Q, QuerySet
from django.http import Http404

from hackathon.kernel.columns import with_columns
from hackathon.kernel.models.event import Event, Organiser
from hackathon.kernel.models.user import User, Visitor
from hackathon.kernel.prepared import Given, Prepared


class ClockTimestamp(Func):
    """The database's wall clock, so that a page and the rule read the same one."""

    function = "clock_timestamp"
    output_field = DateTimeField()


def events_seen_by(user: Visitor) -> QuerySet[Event]:
    """Each event that this person may know of; ``seen_at`` is when the database read it, and
    ``is_own`` whether they organise it."""
    return seen_by(user.pk)


def seen_by(user: int | Given | None) -> QuerySet[Event]:
    own = Exists(Organiser.objects.filter(event=OuterRef("pk"), user=user))
    events = with_columns(Event.objects.all(), seen_at=ClockTimestamp(), is_own=own)
    return events.filter(Q(is_listed=True) | Q(is_own=True))


# What else a page's frame wants to know of its event: an attribute, and the rows of all events of
# which one has to be the event's.
_told_with_event: dict[str, QuerySet[Model]] = {}


def tell_with_event(attribute: str, rows: QuerySet[Model]) -> None:
    """Registers something that each page of an event says differently; it costs no query."""
    _told_with_event[attribute] = rows


def told_of(event: Event, attribute: str) -> bool:
    """The same for an event that was read in another way."""
    if not hasattr(event, attribute):
        setattr(event, attribute, _told_with_event[attribute].filter(event=event).exists())
    return getattr(event, attribute)


@Prepared
def event_of_page() -> QuerySet[Event]:
    told = {
        attribute: Exists(rows.filter(event=OuterRef("pk")))
        for attribute, rows in _told_with_event.items()
    }
    return with_columns(seen_by(Given("user")), **told).filter(slug=Given("slug"))


def event_or_404(slug: str, user: Visitor) -> Event:
    """The event, if this person may know of it, with what ``events_seen_by`` and
    ``tell_with_event`` tell of it."""
    if "\0" in slug:  # which the database does not take in a text
        raise Http404
    found: list[Event] = event_of_page.instances(user=user.pk, slug=slug)
    if not found:
        raise Http404
    return found[0]


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
