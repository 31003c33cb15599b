"""Every address of the site, who stands before it, and how a door is tried."""

import re
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from judging.models import Conflict
from tests import factories
from tests.house import test_pages

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
FLOORS = test_pages.FLOORS
SIGN_IN = "/account/login/"


@dataclass(frozen=True)
class Address:
    """One pattern of the URLconf: how it is written, its name, and whose it is."""

    route: str
    name: str
    space: str

    @property
    def wanted(self):
        return [first or second for first, second in ARGUMENT.findall(self.route)]

    def filled(self, known):
        """As a browser asks for it, with what ``known`` says about each argument."""
        path = ARGUMENT.sub(lambda found: str(known[found[1] or found[2]]), self.route)
        return "/" + path.replace("^", "").replace("$", "")


def addresses():
    return list(dict.fromkeys(walk(get_resolver().url_patterns)))


def walk(patterns, prefix="", space=""):
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from walk(pattern.url_patterns, route, pattern.namespace or space)
        else:
            yield Address(route, pattern.name or "", space)


def scene():
    """An event with a row behind every address, and one person for each role."""
    event_scene = test_pages.scene_of("one")
    event, challenge = event_scene["event"], event_scene["challenge"]
    recused, president = factories.JudgeFactory(event=event), factories.JudgeFactory(event=event)
    factories.PanelSeatFactory(judge=recused, challenge=challenge)
    factories.PanelSeatFactory(judge=president, challenge=challenge, role="president")
    with unguarded("scene"):
        Conflict.objects.create(
            judge=recused, team=event_scene["team"], declared_at=timezone.now(), reason="Family"
        )
    mate = factories.MemberFactory(team=event_scene["team"], seat=3, is_captain=False)
    elsewhere = factories.EventFactory(slug="elsewhere")
    people = {
        "anonymous": None,
        "newcomer": event_scene["newcomer"],
        "participant": mate.user,
        "captain": event_scene["captain"],
        "coach": event_scene["coach"].user,
        "judge": event_scene["judge"].user,
        "recused judge": recused.user,
        "president": president.user,
        "challenge owner": event_scene["owner"].user,
        "organiser": factories.OrganiserFactory(event=event).user,
        "organiser without marks": factories.OrganiserFactory(event=event, sees_marks=False).user,
        "organiser of another event": factories.OrganiserFactory(event=elsewhere).user,
        "superuser": factories.UserFactory(is_staff=True, is_superuser=True),
    }
    return event_scene, people


def arguments(address, known):
    """What the address asks for: a row of its own page in the workplace, else by its name."""
    given = {
        **known,
        "url": "nowhere",
        "app_label": "teams",
        "uidb36": "1",
        "key": known["key"],
        "provider_id": "nowhere",
        "pk": 1,
    }
    if address.space == "admin":
        given |= rows_for(address)
    return {word: given[word] for word in address.wanted}


def rows_for(address):
    """The newest row of the page's own model, and of each model that the address names."""
    names = {model._meta.model_name: model for model in apps.get_models()}
    own = re.match(r"admin/(\w+)/(\w+)/", address.route)
    rows = {}
    for word in address.wanted:
        model = names.get(word.removesuffix("_id")) or (own and apps.get_model(*own.groups()))
        if model:
            rows[word] = newest(model)
    return rows


def newest(model):
    return model._base_manager.order_by("pk").values_list("pk", flat=True).last() or 0


def lists():
    """The address of every list of the workplace."""
    return [
        f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for model in admin.site._registry
    ]


class Links(HTMLParser):
    """Where a page leads, and what it asks in its address."""

    def __init__(self, page):
        super().__init__()
        self.to, self.asked, self.sent = [], set(), []
        self.gets = False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "a" and found.get("href"):
            self.to.append(found["href"])
            query = urlsplit(found["href"]).query
            self.asked |= {part.split("=")[0] for part in query.split("&") if part}
        elif tag == "form":
            self.gets = found.get("method", "get").lower() == "get"
        elif tag in ("input", "select") and self.gets and found.get("name"):
            self.asked.add(found["name"])


def links_of(page, path):
    """The addresses on this site to which a page leads, without those that leave it."""
    for link in Links(page).to:
        whole = urljoin(path, unescape(link))
        if whole.startswith("/") and not whole.startswith(("/static/", "/media/")):
            yield whole.split("#")[0]


class Visitor:
    """Somebody who follows every redirect to its end, and says what was wrong there.

    What was asked once is known: pages that are only looked at do not change.
    """

    def __init__(self, role, person):
        self.role = role
        self.client = Client(raise_request_exception=False)
        if person:
            self.client.force_login(person)
        self.ends = {}

    def ask(self, path):
        """The last answer of the way that starts at ``path``."""
        answer, way = self.look(path), [path]
        while answer.status_code in (301, 302, 303, 307, 308):
            target = urljoin(way[-1], answer.headers["Location"])
            assert target not in way, f"{self.role}: {path} leads in a ring: {way}"
            if target.startswith("//") or urlsplit(target).netloc not in ("", "testserver"):
                return answer
            way.append(target)
            answer = self.look(target)
        return answer

    def look(self, path):
        # where one signs in looks the same whatever comes after it
        known = SIGN_IN if path.startswith(f"{SIGN_IN}?") else path
        if known not in self.ends:
            self.ends[known] = self.client.get(path)
        return self.ends[known]

    def faults(self, path, *, is_linked=False):
        """What is wrong at the end of this way, as sentences."""
        answer = self.ask(path)
        where = f"{answer.status_code} for {self.role} at {path[:200]}"
        if answer.status_code >= (400 if is_linked else 500):
            yield where
        elif answer.status_code >= 400 and not has_way_on(answer):
            yield f"{where}: nothing but the browser's own error page"


class Tour:
    """Every address of one scene, and a visitor for each role."""

    def __init__(self):
        known, people = scene()
        known = test_pages.arguments(known)
        self.paths = [address.filled(arguments(address, known)) for address in addresses()]
        self.visitors = {role: Visitor(role, person) for role, person in people.items()}
        self.lists = lists()


def remembered(opens):
    """Asked for many addresses of one page, it answers once for each person."""
    known = {}

    def asked(request, path):
        key = request.user.pk, path
        if key not in known:
            known[key] = opens(request, path)
        return known[key]

    return asked


def has_way_on(answer):
    """Whether an error is told on a page of ours, with a link that leads on, or to a script."""
    if answer.streaming:
        return False
    if answer.headers["Content-Type"] == "application/json":
        return bool(answer.content)
    found = re.search(r"<main\b.*?<h1.*?<a\b[^>]*href=\"/.*?</main>", answer.text, re.S)
    return bool(found)
