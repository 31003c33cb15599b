"""What the workplace says of each of one's own events: what is missing, and how far it is.

Every floor tells its part in its ``overview.py``, of all the events at once, so that many events
cost as many queries as one. What is missing is asked by the rules that the doors ask.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db import models
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from hackathon.events import policy
from hackathon.kernel.models.event import Event
from hackathon.kernel.models.user import User
from hackathon.kernel.operations import seen_at
from hackathon.kernel.phases import Phase
from hackathon.mail.selectors import MailCounts, server_trouble


@dataclass(frozen=True)
class Lack:
    """Something that is missing, and the page on which it is mended."""

    sentence: str
    url: str
    is_needed: bool = True  # or it would only be better with it

    @property
    def way(self) -> str:
        """The address; a form leads back to the card when it is saved."""
        address, hash_mark, part = self.url.partition("#")
        path, _mark, asked = address.partition("?")
        if not path.endswith(("/add/", "/change/")):
            return self.url
        back = urlencode({REDIRECT_FIELD_NAME: reverse("admin:index")})
        return f"{path}?{asked + '&' if asked else ''}{back}{hash_mark}{part}"


@dataclass(frozen=True)
class Tally:
    """How many there are of something, and where they are listed."""

    label: str
    number: str
    url: str


@dataclass
class Overview:
    """Of one event."""

    lacks: list[Lack] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)

    @property
    def needed(self) -> list[Lack]:
        return [lack for lack in self.lacks if lack.is_needed]

    @property
    def better(self) -> list[Lack]:
        return [lack for lack in self.lacks if not lack.is_needed]


Told = Iterable[tuple[Event, Lack | Tally]]
Teller = Callable[[list[Event], User], Told]
_tellers: list[tuple[int, Teller]] = []


def overview(*, order: int) -> Callable[[Teller], Teller]:
    """Registers what a floor tells of these events to this organiser of all of them."""

    def register(tell: Teller) -> Teller:
        _tellers.append((order, tell))
        _tellers.sort(key=lambda entry: entry[0])
        return tell

    return register


def overviews(events: list[Event], reader: User) -> dict[int, Overview]:
    """By the event's number. The events carry ``seen_at``, ``sees_marks`` and ``mail_counts``."""
    found: dict[int, Overview] = defaultdict(Overview)
    for _order, tell in _tellers if events else ():
        for event, told in tell(events, reader):
            own = found[event.pk]
            if isinstance(told, Lack):
                own.lacks.append(told)
            else:
                own.tallies.append(told)
    return found


def phase_of(event: Event) -> Phase:
    return event.phase_at(seen_at(event))


def before_judging(events: Iterable[Event]) -> list[Event]:
    early = (Phase.DRAFT, Phase.REGISTRATION, Phase.HACKING)
    return [event for event in events if phase_of(event) in early]


def by_event(rows: Iterable[Any]) -> dict[int, list[Any]]:
    """Rows with an ``event_id``, in their order."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.event_id].append(row)
    return found


def languages_lacking(rows: Collection[models.Model], names: Collection[str]) -> list[str]:
    """The languages of the site in which a text is missing that is there in another one."""
    codes = [code for code, _name in settings.LANGUAGES]

    def is_written(row: models.Model, name: str, code: str) -> bool:
        return bool(getattr(row, f"{name}_{code}"))

    texts = [(row, name) for row in rows for name in names]
    written = [text for text in texts if any(is_written(*text, code) for code in codes)]
    return [code for code in codes if not all(is_written(*text, code) for text in written)]


def in_words(codes: Iterable[str]) -> str:
    """The names of languages, in the reader's own."""
    return ", ".join(str(get_language_info(code)["name_translated"]) for code in codes)


def lacks_languages(
    rows: Collection[models.Model], names: Collection[str], sentence: str, url: str
) -> Iterator[Lack]:
    """Who reads such a language is shown the text of another."""
    if codes := languages_lacking(rows, names):
        yield Lack(sentence % {"languages": in_words(codes)}, url, is_needed=False)


def settings_of(event: Event, field_name: str) -> str:
    """The form of the event, at this field."""
    return f"{reverse('admin:hackathon_event_change', args=[event.pk])}#id_{field_name}"


@overview(order=10)
def tell_of_event(events: list[Event], reader: User) -> Iterator[tuple[Event, Lack]]:
    """What nobody can take part without, and what a visitor would look for."""
    for event in events:
        if policy.EDIT_EVENT.open_now(event) and phase_of(event) != Phase.PUBLISHED:
            yield from ((event, lack) for lack in lacks_of_event(event))


def lacks_of_event(event: Event) -> Iterator[Lack]:
    if not event.is_listed:
        sentence = _("Nobody but its organisers sees the event: make it visible to everyone.")
        yield Lack(sentence, settings_of(event, "is_listed"))
    language = get_language() or settings.LANGUAGE_CODE
    texts = [name for name in ("name", "headline", "summary", "story") if getattr(event, name)]
    if not any(getattr(event, f"{name}_{event.language}") for name in texts):
        sentence = _(
            "Invitations are written in the first language, %(language)s, but no text of the event "
            "is: choose another first language, or write the texts in this one."
        )
        yield Lack(
            sentence % {"language": in_words([event.language])}, settings_of(event, "language")
        )
    if not event.summary:
        sentence = _("The public page has no summary: visitors do not learn what this is about.")
        yield Lack(sentence, settings_of(event, f"summary_{language}"))
    if not event.contact_email:
        sentence = _("There is no address for questions on the public page.")
        yield Lack(sentence, settings_of(event, "contact_email"), is_needed=False)
    sentence = _("Texts of the event are not written in: %(languages)s.")
    names = ("headline", "summary", "story", "place")
    yield from lacks_languages([event], names, sentence, settings_of(event, "headline_en"))


@overview(order=90)
def tell_of_mails(events: list[Event], reader: User) -> Iterator[tuple[Event, Lack | Tally]]:
    """Whether mails go out, and what has become of them."""
    server = server_trouble()
    for event in events:
        counts = getattr(event, "mail_counts", None) or MailCounts()
        url = f"{reverse('admin:hackathon_emaillog_changelist')}?event={event.pk}"
        if server and phase_of(event) != Phase.PUBLISHED:
            yield event, Lack(_("No mail goes out now: the mail server takes none."), url)
        elif counts.is_late:
            yield event, Lack(_("Mails wait for long: perhaps nothing sends them."), url)
        yield event, Tally(_("Mails"), mails_in_words(counts), url)


def mails_in_words(counts: MailCounts) -> str:
    """How many went out; and what did not, where there is any."""
    parts = [_("%(n)d sent") % {"n": counts.sent}]
    if counts.waiting:
        parts.append(_("%(n)d waiting") % {"n": counts.waiting})
    if counts.held:
        parts.append(_("%(n)d held") % {"n": counts.held})
    if counts.failed:
        parts.append(_("%(n)d failed") % {"n": counts.failed})
    return ", ".join(parts)
