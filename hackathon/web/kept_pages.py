"""Pages for visitors who are not signed in are kept, and given again as long as they are true.

A page is kept under its address, language and the event's public revision, which every operation
moves that changes what visitors may see. Each request asks the database for it, in one question:
the first request after a commit sees the change. Each process keeps its own pages, so that nothing
but the database is needed.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language_from_request

from hackathon.kernel.instants import instants
from hackathon.kernel.models.event import Event
from hackathon.kernel.public_revision import Revision, read_revision, read_revision_of
from hackathon.kernel.sockets import Socket

MOST_BYTES = 64 * 1024 * 1024  # in each process
LONGEST_PAGE = 1024 * 1024
EVENTS = "/e/"
IS_ASKED = "hackathon.kept_pages_asked"  # in the request's environment
Application = Callable[[dict[str, Any], Callable], Iterable[bytes]]
View = Callable[..., HttpResponse]
Key = tuple[str, str, str, str]  # scheme, host, address and language


@dataclass(frozen=True)
class Kept:
    """A page between its clocks: each of its ``parts`` but the last is followed by the time."""

    number: tuple[int, int, int]
    until: datetime | None
    parts: tuple[bytes, ...]
    headers: tuple[tuple[str, str], ...]

    def is_true(self, revision: Revision) -> bool:
        return self.number == revision.number and (self.until is None or revision.at < self.until)

    @property
    def size(self) -> int:
        return sum(map(len, self.parts))


class Shelf:
    """Pages by their key, up to a number of bytes; what was not asked for longest goes first."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes, self.bytes = most_bytes, 0
        self.pages: OrderedDict[Key, Kept] = OrderedDict()
        self.lock = Lock()

    def find(self, key: Key) -> Kept | None:
        with self.lock:
            page = self.pages.get(key)
            if page:
                self.pages.move_to_end(key)
            return page

    def put(self, key: Key, page: Kept) -> None:
        with self.lock:
            self.take(key)
            self.pages[key] = page
            self.bytes += page.size
            while self.bytes > self.most_bytes:
                self.take(next(iter(self.pages)))

    def take(self, key: Key) -> None:
        if gone := self.pages.pop(key, None):
            self.bytes -= gone.size


shelf = Shelf(MOST_BYTES)
given: Socket[[]] = Socket()  # called when a page was given that was kept


@dataclass
class Visit:
    """What comes to be known, while it is made, of a page that may be kept."""

    is_marked: bool = False  # by its view
    until: datetime | None = None
    clock: bytes = b""  # empty while nobody has said how long the page stays true


_visit: ContextVar[Visit | None] = ContextVar("visit", default=None)


def keep_for_visitors(view: View) -> View:
    """Marks a view whose page depends on its address, its language and what is public alone."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if visit := _visit.get():
            visit.is_marked = True
        return view(request, *args, **kwargs)

    KEPT_VIEWS.add(marked)
    return marked


KEPT_VIEWS: set[View] = set()


def bound_life(event: Event, now: datetime, ends_at: datetime | None) -> None:
    """Until when the page stays true by itself: an instant of the event, or the next minute where
    it counts down to one. Asked only where the page may be kept."""
    visit = _visit.get()
    if visit is None or not visit.is_marked:
        return
    ends = [instants.next_after(event, now)]
    if ends_at:
        ends.append(now + (ends_at - now) % timedelta(minutes=1))
    visit.until = min(filter(None, ends), default=None)
    visit.clock = clock(timezone.localtime(now, event.zone))


def clock(now: datetime) -> bytes:
    """By which the page's script counts down: it stands in the page wherever something ends."""
    return f'data-now="{now.isoformat()}"'.encode()


class KeptPages:
    """Stands before the application, and gives the pages that were kept without it."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        try:
            found = find_true_page(WSGIRequest(environ))
        except Error:
            found = None  # the application says what is wrong
        environ[IS_ASKED] = True
        if found is None:
            return self.application(environ, start_response)
        page, content = found
        start_response("200 OK", [*page.headers, ("Content-Length", str(len(content)))])
        return [content]


class KeptPagesMiddleware:
    """Keeps the page that was made; gives one that was kept where nobody stands before it."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        slug = event_of_visitor(request)
        if not slug:
            return self.respond(request)
        if IS_ASKED not in request.META and (found := find_true_page(request)):
            page, content = found
            length = {"Content-Length": str(len(content))}
            return HttpResponse(content, headers=dict(page.headers) | length)
        revision = read_revision(slug)
        if revision is None:
            return self.respond(request)
        return self.make(request, key_of(request), revision)

    def make(self, request: HttpRequest, key: Key, revision: Revision) -> HttpResponse:
        """The page made anew; ``revision`` was read before anything that stands on it."""
        visit = Visit()
        token = _visit.set(visit)
        try:
            response = self.respond(request)
        finally:
            _visit.reset(token)
        if visit.clock and is_keepable(request, response):
            shelf.put(key, kept_from(visit, response, revision))
        return response


def find_true_page(request: HttpRequest) -> tuple[Kept, bytes] | None:
    """The page that was kept for this visit and what it says now; nothing if it is true no more."""
    if not event_of_visitor(request):
        return None
    page = shelf.find(key_of(request))
    if page is None:
        return None
    revision = read_revision_of(page.number[0])
    if not page.is_true(revision):
        return None
    given()
    return page, clock(revision.at).join(page.parts)


# What a visitor's browser may send and a page still be anybody's.
HARMLESS = {settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME}


def event_of_visitor(request: HttpRequest) -> str:
    """The event's short name in the address; empty for whatever is not a visitor's plain visit."""
    path = request.path_info
    if request.method != "GET" or not path.startswith(EVENTS) or not settings.KEEPS_PAGES:
        return ""
    is_plain = request.COOKIES.keys() <= HARMLESS and "HTTP_HX_REQUEST" not in request.META
    return path[len(EVENTS) :].partition("/")[0] if is_plain else ""


def key_of(request: HttpRequest) -> Key:
    host = request.META.get("HTTP_HOST", "")
    scheme = "https" if request.is_secure() else "http"
    return scheme, host, request.get_full_path(), get_language_from_request(request)


def is_keepable(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the view said so, and nothing of this one visitor is in the response."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not getattr(request.session, "modified", True)
        and len(response.content) <= LONGEST_PAGE
    )


OF_ONE_ANSWER = {"Content-Length", "Date"}  # headers


def kept_from(visit: Visit, response: HttpResponse, revision: Revision) -> Kept:
    headers = tuple((name, value) for name, value in response.items() if name not in OF_ONE_ANSWER)
    return Kept(
        number=revision.number,
        until=visit.until,
        parts=tuple(response.content.split(visit.clock)),
        headers=headers,
    )
