"""Public pages beside a bare Django view that lists as many items: requests a second, signed out.

Those of the rehearsal edition, published, and a gallery with 1,000 projects. Gunicorn with 2
workers for each. The bars: 0.15 of the bare view's for a page that is made anew, 2.5 for one that
is kept; and that pages which change under load are never stale and never early (``freshness``).
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from hackathon.models import Event
from teams.models import Submission, Team, Version
from teams.team.models.team import name_key
from tests import factories
from tests.bench.freshness import stays_fresh
from tests.bench.stack import BenchStack, get

MADE_ANEW, KEPT = 0.15, 2.5
ROUNDS = 9
REQUESTS = 300
PROJECTS = 1000
ADDRESSES = {
    "home": "/e/rehearsal/",
    "challenges": "/e/rehearsal/challenges/",
    "gallery": "/e/rehearsal/gallery/",
    "results": "/e/rehearsal/results/",
    f"gallery of {PROJECTS}": "/e/crowded/gallery/",
}


@dataclass(frozen=True)
class Page:
    """A page, and how many items stand on it."""

    name: str
    path: str
    items: int

    @property
    def bare(self) -> str:
        """Where the bare view lists as many."""
        return f"/{self.items}/"


def main(stack: BenchStack) -> bool:
    from django.conf import settings

    stack.say("Loading the rehearsal edition, published, and a crowded event ...")
    settings.DEMO, settings.KEEPS_PAGES = True, False
    call_command("load_demo", phase="published", verbosity=0)
    fill_gallery(PROJECTS)
    pages = [describe(stack, name, path) for name, path in ADDRESSES.items()]
    with served(stack, "anew") as ours, served(stack, "bare") as theirs:
        is_quick = measure(stack, "made anew", MADE_ANEW, pages, ours, theirs)
    settings.KEEPS_PAGES = True
    with stack.web() as ours, served(stack, "bare") as theirs:
        is_quick = measure(stack, "kept", KEPT, pages, ours, theirs) and is_quick
        call_command("load_demo", phase="hacking", verbosity=0)  # most can still be changed
        event = Event.objects.get(slug="rehearsal")
        return stays_fresh(stack, ours, event) and is_quick


@contextmanager
def served(stack: BenchStack, settings: str) -> Iterator[int]:
    """The port where Gunicorn serves by other settings: ``anew`` or ``bare``."""
    beside = BenchStack(stack.folder / settings)
    (beside.folder / "log").mkdir(parents=True, exist_ok=True)
    beside.env["DJANGO_SETTINGS_MODULE"] = f"tests.bench.{settings}"
    if settings == "bare":
        beside.application = "tests.bench.bare_wsgi:application"
    with beside.web() as port:
        yield port


def measure(
    stack: BenchStack, how: str, bar: float, pages: list[Page], ours: int, theirs: int
) -> bool:
    """Whether each page reaches the bar."""
    ratios = [compare(stack, f"{page.name}, {how}", bar, page, ours, theirs) for page in pages]
    return all(ratio >= bar for ratio in ratios)


def fill_gallery(projects: int) -> None:
    """An event in deliberation whose gallery is open; each project has two versions."""
    event = factories.EventFactory(during="deliberation", slug="crowded", is_listed=True)
    challenges = factories.ChallengeFactory.create_batch(4, event=event)
    person, now = factories.UserFactory(), timezone.now()
    with unguarded("bench"):
        event.gallery_opened_at = now
        event.save()
        teams = Team.objects.bulk_create(
            Team(
                event=event,
                challenge=challenges[number % len(challenges)],
                name=f"Team {number}",
                name_key=name_key(f"Team {number}"),
                created_at=now,
            )
            for number in range(projects)
        )
        submissions = Submission.objects.bulk_create(
            Submission(team=team, status="submitted", saved_at=now, submitted_at=now)
            for team in teams
        )
        Version.objects.bulk_create(
            Version(
                submission=submission,
                number=number,
                title=f"Project {place * 7919 % projects} in version {number}",
                summary="What it does, for whom, and why nobody has done it before. " * 5,
                technologies=[f"technology {place % least}" for least in (7, 23, 61)],
                submitted_at=now,
                submitted_by=person,
            )
            for place, submission in enumerate(submissions)
            for number in (1, 2)
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # which the database's own clock would do within a minute


def describe(stack: BenchStack, name: str, path: str) -> Page:
    """Prints what the page asks of the database, and counts its items."""
    client = Client(headers={"host": "127.0.0.1"})
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(path).text
    items = len(re.findall(r"<li\b|<dt\b", page.split("<main")[1].split("</main")[0]))
    stack.say(f"{name}: {len(queries)} queries, {items} items, {len(page) // 1000} kB")
    return Page(name, path, items)


def compare(stack: BenchStack, title: str, bar: float, page: Page, ours: int, theirs: int) -> float:
    """The two by turns, so that a noisy machine disturbs both."""
    for port, path in ((ours, page.path), (theirs, page.bare)):
        stack.load(port, get(path), total=40)
    rounds = []
    for _ in range(ROUNDS):
        mine = stack.load(ours, get(page.path), total=REQUESTS)
        its = stack.load(theirs, get(page.bare), total=REQUESTS)
        if mine.failures or its.failures:
            raise RuntimeError(f"{title}: {mine.failures} and {its.failures} requests failed")
        rounds.append((mine.per_second, its.per_second))
    mine, its = (median(column) for column in zip(*rounds, strict=True))
    ratio = median(a / b for a, b in rounds)
    stack.say(f"{title}: {mine:.0f}/s, bare {its:.0f}/s, ratio {ratio:.2f} (bar {bar})")
    return ratio
