"""The whole application as processes of its own, and a browser."""

import os
import shutil

import pytest
from django.core.cache import cache
from playwright.sync_api import sync_playwright

from hackathon.embedded import places
from hackathon.embedded.programs import Web, Worker

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip


def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    # The browser's library runs a loop of its own in this thread; the tests ask the database too.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium, site):  # a module may have a site of its own
    """A new visitor with a browser of their own: ``browse()`` gives a page."""
    contexts = []

    def visitor(**options):
        options = {"locale": "en-GB", "viewport": {"width": 1280, "height": 900}, **options}
        context = chromium.new_context(base_url=site.url, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context.new_page()

    yield visitor
    for context in contexts:
        context.close()


class Site:
    """Gunicorn and, where mails matter, a worker on the test's database and mail sink."""

    def __init__(self, folder, sink, database: str, mails: bool = True, **more: str) -> None:
        self.sink = sink
        port = places.free_port()
        self.url = f"http://127.0.0.1:{port}"
        env = os.environ | {
            "DATABASE_URL": database, "EMAIL_URL": sink.url, "SITE_URL": self.url,
            "MEDIA_ROOT": str(folder / "media"), **more,
        }  # fmt: skip
        self.web = Web(folder, env, port, workers=1)
        self.worker = Worker(folder, env)
        self.programs = [self.web, self.worker] if mails else [self.web]

    def __enter__(self) -> "Site":
        cache.clear()  # rate limits outlive the tables that a test empties
        for program in self.programs:
            program.launch()
        for program in self.programs:
            program.await_ready()
        return self

    def __exit__(self, *exc: object) -> None:
        for program in self.programs:
            program.child.ask_to_stop()
        for program in self.programs:
            program.child.stop(seconds=5)


def database_of(settings) -> str:
    """The test's own database, for processes beside the test."""
    name = settings.DATABASES["default"]["NAME"]
    return os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"


@pytest.fixture
def site(request, tmp_path, transactional_db, post, settings):
    """A module says ``MAILS = False`` where nobody waits for one."""
    settings.MEDIA_ROOT = tmp_path / "media"
    mails = getattr(request.module, "MAILS", True)
    with Site(tmp_path, post, database_of(settings), mails) as site:
        yield site
