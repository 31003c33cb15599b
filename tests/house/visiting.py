"""Somebody who goes through the site as one person, presses everything, and leaves no trace."""

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import Resolver404, resolve

from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.kernel.operations import Operation
from hackathon.web.unsent import REFUSED_AT
from tests.house import filling, pressing
from tests.house.rendered import Button, Form, Page, read

HOST = "http://testserver"
DEAD_ENDS = (400, 403, 404, 405)
LISTS = {"admin": 1}  # how many addresses of one view are looked at, by namespace
MOST_ADDRESSES, MOST_ALIKE = 4, 2
SAVES = {"_save", "_addanother", "_continue"}  # the same form, and then another page of Django's
# Pages of the workplace that are the same for every organiser of the event.
SAME_AT_THE_DESK = ("admin:challenges_", "admin:teams_")
SAME_FOR_ALL = ("account_", "mfa_", "usersessions_", "socialaccount_")


@dataclass
class Entered:
    """An operation that was begun, and what it refused."""

    verb: str
    target: Any
    refusal: Exception | None = None

    @property
    def was_knowable(self) -> bool:
        """Whether the page could have known: by who it is, by the time, or by the state."""
        by_constraint = isinstance(getattr(self.refusal, "__cause__", None), IntegrityError)
        knowable = PermissionDenied | PhaseClosed | StateConflict
        return by_constraint or isinstance(self.refusal, knowable)

    @property
    def is_certain(self) -> bool:
        """Whether it was refused for who it is, or for the time, which no form can change."""
        return isinstance(self.refusal, PermissionDenied | PhaseClosed)


@contextmanager
def watched() -> Iterator[list[Entered]]:
    """Every operation that is begun meanwhile; they run as they are."""
    seen: list[Entered] = []
    begin, require = Operation.begin, Operation.require

    @contextmanager
    def begin_seen(self, actor, target, **options):
        entry = Entered(self.verb, target)
        seen.append(entry)
        try:
            with begin(self, actor, target, **options) as record:
                yield record
        except Exception as refusal:
            entry.refusal = refusal
            raise

    def require_seen(self, actor, target):
        try:
            require(self, actor, target)
        except Exception as refusal:
            seen.append(Entered(self.verb, target, refusal))
            raise

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Operation, "begin", begin_seen)
        patch.setattr(Operation, "require", require_seen)
        yield seen


@dataclass
class Visit:
    """One person's way through the site."""

    role: str
    client: Client
    known: dict[str, str]
    entered: list[Entered]
    changed: dict[str, list[dict[str, str]]]
    always: Collection[str]  # addresses that are looked at, however many of their kind there are
    content_decides: Collection[str]  # verbs that may refuse for what was typed or ticked
    sends_empty: Callable[[str], bool] = lambda view: True  # whether forms are sent empty, too
    pages: dict[str, Page] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    refused: list[tuple[str, Entered]] = field(default_factory=list)
    reached: dict[str, str] = field(default_factory=dict)  # verb: from which page
    forms: int = 0
    sent: int = 0
    calls: int = 0
    pressed: int = 0  # buttons that did something, pressed twice
    is_second_step: bool = False
    seen_forms: Counter = field(default_factory=Counter)
    seen_addresses: set = field(default_factory=set)
    seen_views: Counter = field(default_factory=Counter)
    alike: set = field(default_factory=set)  # pages that are the same for everybody, seen by one
    empty: dict = field(default_factory=dict)  # forms sent empty by one, with what they reached
    at_the_desk: set[str] = field(default_factory=set)  # verbs reached on those pages, by anybody
    others_at_the_desk: bool = False  # whether another organiser has been through them
    followed: set = field(default_factory=set)  # from which view to which a redirect has led
    is_typing_over: bool = False
    types_over: bool = False  # whether forms are sent with other values, too
    look_after: Callable[[str, list[Entered]], None] = lambda what, entered: None

    def go(self, starts: list[str]) -> "Visit":
        """Look at every page that can be reached from ``starts``, and press what stands there."""
        ways = deque((address, "") for address in starts)
        while ways:
            address, source = ways.popleft()
            page = self.look_at(address, source)
            if page is None:
                continue
            for form in page.forms:
                self.try_form(form)
            for call in dict.fromkeys(page.calls):
                self.try_call(call, page)
            ways.extend((link, page.address) for link in [*page.links, *page.sources])
        return self

    def look_at(self, address: str, source: str) -> Page | None:
        """The page, if it is one of ours and new; a link of ours has to lead somewhere."""
        address = urljoin(f"{HOST}/", address).partition("#")[0]
        if address in self.seen_addresses or not is_ours(address) or not self.is_new(address):
            return None
        self.seen_addresses.add(address)
        with undone(self.client, but=settings.CSRF_COOKIE_NAME):
            response, last = self.follow("GET", address, {})
        self.judge(response, f"link {address} on {source}" if source else address, is_link=source)
        if response.status_code not in (200, 422) or not is_html(response):
            return None
        if last in self.pages:
            return None
        self.pages[last] = self.read(response.text, last, last)
        return self.pages[last]

    def read(self, html: str, address: str, what: str) -> Page:
        page = read(html, address)
        if page.repeated_ids:
            names = ", ".join(page.repeated_ids)
            self.faults.append(f"{self.role}: two elements have the same id ({names}) on {what}")
        return page

    def is_new(self, address: str) -> bool:
        parts = urlsplit(address)
        names = tuple(sorted(name for name, _value in parse_qsl(parts.query, True)))
        view = view_of(address)
        if parts.path in self.always and not self.others_at_the_desk:
            return True
        if view.startswith("admin:") and names and not view.endswith("_add"):
            return False  # lists and their filters are another wall's
        if view.startswith(SAME_FOR_ALL) and self.role != "anonymous":
            if view in self.alike:
                return False
            self.alike.add(view)
        if view.startswith(SAME_AT_THE_DESK) and self.others_at_the_desk:
            return False
        self.seen_views[view, names] += 1
        return self.seen_views[view, names] <= LISTS.get(view.split(":")[0], MOST_ADDRESSES)

    def judge(self, response, what: str, *, is_link: Any = True) -> None:
        status = response.status_code
        if response.streaming:
            response.getvalue()  # to its end, so that the file is closed
        if status >= 500 or (is_link and status in DEAD_ENDS):
            why = (getattr(response, "exc_info", None) or [None, ""])[1]
            self.faults.append(f"{self.role}: {status} {why!r} for {what}")

    def try_form(self, form: Form) -> None:
        """Once as it stands, once filled in for each of its buttons."""
        if not is_ours(form.target_of(None)[1]) or not form.can_be_sent:
            return
        if form.method == "get" and "language" in form.names:
            self.faults.append(f"{self.role}: a filter takes over the page's language: {form.page}")
        buttons = presses_of(form)
        views = tuple(view_of(form.target_of(button)[1]) for button in buttons)
        shape = (views, form.names, form.marks, tuple(b and (b.name, b.value) for b in buttons))
        self.seen_forms[shape] += 1
        is_once = form.method == "get" or self.is_second_step
        if self.seen_forms[shape] > (1 if is_once else MOST_ALIKE):
            return
        self.forms += 1
        if self.seen_forms[shape] == 1 and self.sends_empty(views[0]):
            self.submit_empty(form, buttons[0], shape)
        for button, view in zip(buttons, views, strict=True):
            for changed in self.changed.get(view, [{}]):
                sent = filling.filled(form, button, self.known, changed)
                self.submit(form, button, sent, "filled")
            if self.types_over and form.method != "get":
                self.type_over(form, button)

    def type_over(self, form: Form, button: Button | None) -> None:
        """With everything changed at once; if that is refused, with one change after another."""
        others = filling.other_values(form)
        filled = filling.filled(form, button, self.known, {})
        self.is_typing_over = True
        is_done = bool(others) and self.submit(form, button, filled | others, "filled")
        for name in others if len(others) > 1 and not is_done else ():
            self.submit(form, button, filled | {name: others[name]}, "filled")
        self.is_typing_over = False

    def submit_empty(self, form: Form, button: Button | None, shape: tuple) -> None:
        """Once for everybody who is shown the same form: what is missing is missing for all."""
        if shape not in self.empty:
            before = len(self.entered)
            self.submit(form, button, filling.untouched(form, button), "empty")
            self.empty[shape] = self.entered[before:]
            return
        for entry in self.empty[shape]:
            self.note(entry, f"empty form like that on {form.page}", form.page)

    def submit(self, form: Form, button: Button | None, sent: dict, how: str) -> bool:
        """Sends it, and says whether something was carried out by that."""
        method, address = form.target_of(button)
        what = f"{how} form on {form.page}: {method} {address} {button or ''}"
        before = len(self.entered)
        is_button = how == "filled" and pressing.is_button(form)
        with undone(self.client):
            as_it_was = pressing.rows_now() if is_button else {}
            jury = self.jury_before(method, address, sent)
            response, last = self.follow(method, address, sent, shown_on(form))
            if jury and (said := pressing.done_unannounced(jury, pressing.jury_now())):
                self.faults.append(f"{self.role}: {said}, and nobody had been told: {what}")
            if is_button:
                self.press_again(method, address, sent, as_it_was, what)
            self.sent += 1
            self.judge(response, what)
            if response.wsgi_request.method == "POST" and response.status_code in (200, 422):
                self.judge_answer(what, response)
            for entry in self.entered[before:]:
                self.note(entry, what, form.page)
            self.look_after(what, self.entered[before:])
            is_done = any(entry.refusal is None for entry in self.entered[before:])
            if how == "filled" and not self.is_second_step and is_html(response):
                self.go_on(self.read(response.text, last, what))
        return is_done

    def judge_answer(self, what: str, response) -> None:
        """A page that a form was answered with is sent again by whoever loads it again."""
        if self.role != "anonymous" and is_html(response):
            self.faults.append(f"{self.role}: shown as the answer to what was sent: {what}")

    def jury_before(self, method: str, address: str, sent: dict) -> tuple | None:
        """The jury's work, where the form is sent without having shown what it does to it."""
        is_theirs = self.role in pressing.WHO_RUNS_IT and "shown" not in sent
        if method != "POST" or not is_theirs or view_of(address) in pressing.ABOUT_ONE_CARD:
            return None
        return pressing.jury_now()

    def press_again(self, method: str, address: str, sent: dict, before: dict, what: str) -> None:
        """The same press once more, by somebody whose page had not moved yet."""
        if view_of(address) in pressing.AGAIN:
            return
        once, known = pressing.rows_now(), len(self.entered)
        if once == before:
            return
        with undone(self.client):
            response = getattr(self.client, method.lower())(address, sent)
            if response.streaming:
                response.getvalue()
            said = pressing.changed_by_again(before, once, pressing.rows_now())
        del self.entered[known:]
        self.pressed += 1
        if said:
            self.faults.append(f"{self.role}: a second press {said}, by {what}")

    def note(self, entry: Entered, what: str, page: str) -> None:
        """Carried out, or refused: for the content, or for what the page could have known."""
        is_content = entry.verb in self.content_decides and not entry.is_certain
        if entry.refusal is None or is_content or not entry.was_knowable:
            self.reached.setdefault(entry.verb, page)
            if view_of(page).startswith(SAME_AT_THE_DESK):
                self.at_the_desk.add(entry.verb)
        elif not self.is_typing_over:  # what is typed at random may be refused
            self.refused.append((what, entry))

    def go_on(self, page: Page) -> None:
        """What a page asks only after a first form was sent: a second look, the next step."""
        self.is_second_step = True
        for form in page.forms:
            self.try_form(form)
        self.is_second_step = False

    def try_call(self, call: tuple[str, str], page: Page) -> None:
        """An address that a script asks: it has to be there, and to take some method."""
        method, address = call
        view = view_of(address)
        if (
            not is_ours(address)
            or "__fk__" in address
            or self.seen_forms["call", view, method] >= 1
        ):
            return
        self.seen_forms["call", view, method] += 1
        token = next(
            (c.value for f in page.forms for c in f.controls if c.name == "csrfmiddlewaretoken"), ""
        )
        answers = []
        for each in [method] if method else ["GET", "POST"]:
            with undone(self.client):
                response, _last = self.follow(each, address, {}, {"X-CSRFToken": token})
            answers.append(response)
        self.calls += 1
        best = min(answers, key=lambda answer: answer.status_code in (404, 405, 403))
        if best.status_code in (403, 404, 405) or any(a.status_code >= 500 for a in answers):
            statuses = [answer.status_code for answer in answers]
            self.faults.append(f"{self.role}: {statuses} for a script on {page.address}: {address}")

    def leads_on(self, source: str, address: str) -> bool:
        """Whether a form of this view has not led there yet; the page is read once."""
        way = (source, view_of(address))
        is_new = way not in self.followed
        self.followed.add(way)
        return is_new

    def follow(self, method: str, address: str, sent: dict, headers=None) -> tuple[Any, str]:
        """The answer at the end of all redirects, and its address."""
        if method == "GET":
            where = urlsplit(address)
            if sent:
                where = where._replace(query="")
            response = self.client.get(where.geturl(), sent or None, headers=headers)
            address = HOST + response.wsgi_request.get_full_path()
        else:
            send = getattr(self.client, method.lower())
            response = send(address, sent, headers=headers)
        source = view_of(address)
        for _step in range(8):
            if response.status_code not in (301, 302, 303, 307, 308):
                return response, address
            address = urljoin(address, response["Location"])
            is_answer = f"{REFUSED_AT}=" in address  # the page that a form is answered with
            leads_on = method == "GET" or is_answer or self.leads_on(source, address)
            if not is_ours(address) or not leads_on:
                return response, address
            response = self.client.get(address)
        self.faults.append(f"{self.role}: redirects without an end at {address}")
        return response, address


def shown_on(form: Form) -> dict[str, str]:
    """What a browser says when a form of a page is sent from it."""
    return {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "same-origin", "Referer": form.page}


def presses_of(form: Form) -> list[Button | None]:
    """Each button once; of a list of the workplace, each of its actions."""
    action = next((c for c in form.controls if c.name == "action" and c.kind == "select"), None)
    if action:
        return [Button("action", choice) for choice in action.choices if choice]
    saves = [button for button in form.buttons if button.name in SAVES]
    return [button for button in form.buttons if button not in saves[1:]] or [None]


@contextmanager
def undone(client: Client, but: str = "") -> Iterator[None]:
    """Whatever is done inside is not: rows, sessions and cookies are as before, but for one."""
    cookies = SimpleCookie({name: morsel.value for name, morsel in client.cookies.items()})
    savepoint = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(savepoint)
        transaction.savepoint_commit(savepoint)  # or it would stay, and the next ones lie inside
        if but in client.cookies:
            cookies[but] = client.cookies[but].value
        client.cookies = cookies


def is_ours(address: str) -> bool:
    parts = urlsplit(address)
    if parts.netloc not in ("", "testserver") or parts.scheme not in ("", "http", "https"):
        return False
    return not parts.path.startswith(settings.STATIC_URL) and "language=" not in parts.query


def view_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return address


def is_html(response) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")
