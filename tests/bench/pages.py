"""Public pages of the rehearsal edition beside a bare Django view that lists as many items.

Gunicorn with 2 workers for each, signed out, nothing cached. The bar: 0.4 of its requests a second.
"""

import re
from statistics import median

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.stack import BenchStack, get

BAR = 0.4
ROUNDS = 9
REQUESTS = 300
PAGES = {
    "home": "/e/rehearsal/",
    "challenges": "/e/rehearsal/challenges/",
    "gallery": "/e/rehearsal/gallery/",
}


def main(stack: BenchStack) -> bool:
    from django.conf import settings

    stack.say("Loading the rehearsal edition, published ...")
    settings.DEMO = True
    call_command("load_demo", phase="published", verbosity=0)
    items = {name: describe(stack, name, path) for name, path in PAGES.items()}
    bare = BenchStack(stack.folder / "bare")
    (bare.folder / "log").mkdir(parents=True, exist_ok=True)
    bare.env["DJANGO_SETTINGS_MODULE"] = "tests.bench.bare"
    with stack.web() as ours, bare.web() as theirs:
        ratios = {name: compare(stack, name, ours, theirs, items[name]) for name in PAGES}
    return all(ratio >= BAR for ratio in ratios.values())


def describe(stack: BenchStack, name: str, path: str) -> int:
    """Prints what the page asks of the database; gives the number of items that it lists."""
    client = Client(headers={"host": "127.0.0.1"})
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = client.get(path).text
    items = len(re.findall(r"<li\b|<dt\b", page.split("<main")[1].split("</main")[0]))
    stack.say(f"{name}: {len(queries)} queries, {items} items, {len(page) // 1000} kB")
    return items


def compare(stack: BenchStack, name: str, ours: int, theirs: int, items: int) -> float:
    """The two by turns, so that a noisy machine disturbs both."""
    path, bare = PAGES[name], f"/{items}/"
    for port, warm in ((ours, path), (theirs, bare)):
        stack.load(port, get(warm), total=40)
    rounds = []
    for _ in range(ROUNDS):
        mine = stack.load(ours, get(path), total=REQUESTS)
        its = stack.load(theirs, get(bare), total=REQUESTS)
        if mine.failures or its.failures:
            raise RuntimeError(f"{name}: {mine.failures} and {its.failures} requests failed")
        rounds.append((mine.per_second, its.per_second))
    mine, its = (median(column) for column in zip(*rounds, strict=True))
    ratio = median(a / b for a, b in rounds)
    stack.say(f"{name}: {mine:.0f}/s, bare {its:.0f}/s, ratio {ratio:.2f} (bar {BAR})")
    return ratio
