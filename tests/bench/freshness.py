"""Public things change under load: who sees what, before and after each commit.

Each change writes its number into the page. A reader who asked after its commit and got an earlier
number read something stale; one who had the answer before its writing began read it early.
"""

import http.client
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import override

from challenges.models import Prize
from challenges.policy import EDIT_PRIZE
from challenges.services.offer import edit_challenge
from hackathon.events.services import edit_event, save_row
from hackathon.kernel.public_revision import sum_up_changes
from hackathon.models import Event
from tests.bench.stack import BenchStack

CHANGES = 500
READERS = 4
Write = Callable[[str], object]


@dataclass
class Watched:
    """One page, what changes it, and when each number was written and could be read."""

    what: str
    path: str
    write: Write
    begun: dict[int, float] = field(default_factory=dict)
    committed: dict[int, float] = field(default_factory=dict)
    seen: list[tuple[float, float, int]] = field(default_factory=list)  # sent, received, number

    def words(self, number: int) -> str:
        return f"Change {number} of the {self.what}."

    def newest_on(self, page: str) -> int:
        """The newest of its changes that a page shows; 0 before the first."""
        return max(map(int, re.findall(rf"Change (\d+) of the {self.what}\.", page)), default=0)

    def judge(self) -> tuple[int, int]:
        """How many answers were stale, and how many early."""
        stale = early = 0
        for sent, received, number in self.seen:
            due = [n for n, at in self.committed.items() if at <= sent]
            stale += bool(due) and number < max(due)
            early += number > 0 and self.begun[number] > received
        return stale, early


def stays_fresh(stack: BenchStack, port: int, event: Event) -> bool:
    """Changes public things while others read; prints how many answers were not as they were."""
    pages = watched_pages(event)
    over = threading.Event()
    readers = [
        threading.Thread(target=read_on, args=(port, pages, number, over))
        for number in range(READERS)
    ]
    for reader in readers:
        reader.start()
    missed = write_all(port, pages)
    over.set()
    for reader in readers:
        reader.join()
    judged = [page.judge() for page in pages]
    stale, early = (sum(column) for column in zip(*judged, strict=True))
    read = sum(len(page.seen) for page in pages)
    stack.say(
        f"freshness: {CHANGES} changes, {read} pages read meanwhile: {missed} not in the first "
        f"request after the commit, {stale} stale, {early} early (bar 0)"
    )
    return missed + stale + early == 0


def watched_pages(event: Event) -> list[Watched]:
    boss = event.organisers.first().user
    challenge = event.challenges.first()
    prize = Prize.objects.filter(challenge=challenge).first()

    def headline(words: str) -> object:
        return edit_event(actor=boss, event=event, changes={"headline_en": words})

    def question(words: str) -> object:
        return edit_challenge(actor=boss, challenge=challenge, changes={"question_en": words})

    def reward(words: str) -> object:
        prize.reward_en = words
        return save_row(actor=boss, operation=EDIT_PRIZE, row=prize, fields=["reward_en"])

    home = event.get_absolute_url()
    return [
        Watched("event", home, headline),
        Watched("challenge", f"{home}challenges/", question),
        Watched("prize", challenge.get_absolute_url(), reward),
    ]


def write_all(port: int, pages: list[Watched]) -> int:
    """Each change, and the first request after it; gives how many of those did not show it."""
    connection, missed = http.client.HTTPConnection("127.0.0.1", port), 0
    for number in range(1, CHANGES + 1):
        page = pages[number % len(pages)]
        page.begun[number] = time.monotonic()
        with override("en"):
            page.write(page.words(number))
        page.committed[number] = time.monotonic()
        missed += number_on(connection, page) != number
        if number % 50 == 0:
            sum_up_changes()
    return missed


def read_on(port: int, pages: list[Watched], first: int, over: threading.Event) -> None:
    connection, turn = http.client.HTTPConnection("127.0.0.1", port), first
    while not over.is_set():
        page = pages[turn % len(pages)]
        sent = time.monotonic()
        number = number_on(connection, page)
        page.seen.append((sent, time.monotonic(), number))
        turn += 1


def number_on(connection: http.client.HTTPConnection, page: Watched) -> int:
    connection.request("GET", page.path, headers={"Accept-Language": "en"})
    return page.newest_on(connection.getresponse().read().decode())
