"""The whole application as processes of its own, and a browser."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import global_settings, settings
from django.core.cache import cache
from playwright.sync_api import sync_playwright

from hackathon.embedded import places
from hackathon.embedded.programs import Web, Worker
from hackathon.embedded.sink import Sink

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
]


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
        context.set_default_timeout(20_000)
        contexts.append(context)
        return context.new_page()

    yield visitor
    for context in contexts:
        context.close()


class Site:
    """Gunicorn on the test's database; and where a test waits for mails, a worker and a sink."""

    def __init__(self, folder, database: str, **more: str) -> None:
        self.media, self.sink = folder / "media", None
        port = places.free_port()
        self.url = f"http://127.0.0.1:{port}"
        own = {"DATABASE_URL": database, "SITE_URL": self.url, "MEDIA_ROOT": str(self.media)}
        self.env = os.environ | own | more
        self.web = Web(folder, self.env, port, workers=1)

    def __enter__(self) -> "Site":
        self.web.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.web.child.stop(seconds=5)

    @contextmanager
    def mailing_to(self, sink: Sink) -> Iterator["Site"]:
        """With a worker, which is gone before the tables are emptied."""
        self.sink = sink
        worker = Worker(sink.folder, self.env | {"EMAIL_URL": sink.url}).start()
        try:
            yield self
        finally:
            worker.child.stop(seconds=5)
            self.sink = None


def database_of(settings) -> str:
    """The test's own database, for processes beside the test."""
    name = settings.DATABASES["default"]["NAME"]
    return os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"


@pytest.fixture(scope="session")
def pages(tmp_path_factory, django_db_setup):
    """The web process: it keeps no rows from one test to the next."""
    with Site(tmp_path_factory.mktemp("pages"), database_of(settings)) as site:
        yield site


@pytest.fixture(autouse=True)
def passwords_of_the_site(settings):
    """Made as the web process makes them: another kind is made anew when somebody proves theirs,
    and that ends the session."""
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS


@pytest.fixture(autouse=True)
def no_limits_reached(transactional_db):
    """Rate limits outlive the tables that a test empties."""
    cache.clear()


@pytest.fixture
def site(request, pages, transactional_db, settings):
    """A module says ``MAILS = False`` where nobody waits for one."""
    settings.MEDIA_ROOT = pages.media
    if not getattr(request.module, "MAILS", True):
        yield pages
        return
    with pages.mailing_to(request.getfixturevalue("post")):
        yield pages
