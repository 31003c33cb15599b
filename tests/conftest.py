import gc
import os
from pathlib import Path

import pytest
from django.core.management.commands import flush
from django.db import connection
from django.test import override_settings
from django.utils import translation

from hackathon.embedded.programs import Worker
from hackathon.embedded.sink import Sink
from judging.scoring import calibrate
from judging.scoring.calibrate import calibrate_reviews, planned_sweeps
from tests import factories
from tests.calibrations import remembered
from tests.plain import looking_only, rendering_plainly
from tests.remembering import remembering
from tests.sharing import run_shared

SWEEPS = 200  # of a calibration, where a test asks for no more
WRITTEN_BY_MIGRATING = {"django_content_type", "auth_permission"}


def pytest_collection_finish():
    """What is there before the first test stays: the collector of garbage need not look at it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    """Beside other processes, where bin/test runs all tests; otherwise as pytest does."""
    if "SHARED_TESTS" not in os.environ or session.testsfailed:
        return None
    run_shared(session, Path(os.environ["SHARED_TESTS"]))
    return True


@pytest.fixture(scope="session", autouse=True)
def quick_settings():
    """Every test's client starts the application anew, which lists all static files unless it
    looks for each when it is asked for; and passwords are made to be slow to guess."""
    hashers = ["tests.hashing.QuickHasher"]
    with override_settings(WHITENOISE_AUTOREFRESH=True, PASSWORD_HASHERS=hashers):
        yield


@pytest.fixture(autouse=True)
def pages_made_anew(request, settings):
    """Most tests write rows past the operations, or count what a page asks of the database."""
    is_browsing = "journeys" in request.path.parts
    settings.KEEPS_PAGES = is_browsing or request.node.get_closest_marker("keeps_pages") is not None


@pytest.fixture(scope="session", autouse=True)
def quick_calibrations():
    """Shorter ones, and one for the same marks: it is arithmetic, the same to the last digit
    (tests/judging/scoring, with all sweeps and each time anew), and most scenes give the same few
    marks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calibrate, "planned_sweeps", lambda reviews: SWEEPS)
        calculate = remembered(calibrate.calibrate_reviews)
        patch.setattr(calibrate, "calibrate_reviews", calculate)
        yield


@pytest.fixture
def full_calibrations(monkeypatch):
    """As the product makes them, each time anew."""
    monkeypatch.setattr(calibrate, "planned_sweeps", planned_sweeps)
    monkeypatch.setattr(calibrate, "calibrate_reviews", calibrate_reviews)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """The test database is copied from a migrated one, where there is one."""
    if template := os.environ.get("TEST_TEMPLATE"):
        connection.settings_dict["TEST"]["TEMPLATE"] = template


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Transactional tests empty the tables between them, and only those that hold something:
    truncating a hundred tables with their indexes takes half a second, each time. What migrating
    has written into them stays."""
    type(connection.ops).sql_flush = emptied  # of every connection: the browser brings another
    flush.emit_post_migrate_signal = lambda *args: None


def emptied(operations, style, tables, **options):
    """The statements; no trigger sees them, as the log refuses to be emptied everywhere else."""
    tables = set(tables) - WRITTEN_BY_MIGRATING
    asked = (f"(SELECT '{name}' FROM \"{name}\" LIMIT 1)" for name in tables)  # noqa: S608 - tables
    with operations.connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        full = [table for (table,) in cursor.fetchall()]
    role = "SET LOCAL session_replication_role"
    deletes = [f'DELETE FROM "{name}"' for name in full]  # noqa: S608 - tables
    # An operation holds its event's lock: one that is on its way in a real web process ends first.
    events = "SELECT id::int AS id FROM hackathon_event ORDER BY id"
    alone = f"SELECT pg_advisory_xact_lock(1, id) FROM ({events}) AS event"  # noqa: S608 - constant
    return [alone, f"{role} = replica", *deletes, f"{role} = DEFAULT"]


@pytest.fixture(autouse=True)
def language_of_its_own():
    """A page that a test asked for in another language leaves it to no other test."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def nobody_rings(monkeypatch, request):
    """Tests look at the outbox themselves, unless they bring a worker."""
    if "worker" not in request.fixturenames:
        monkeypatch.setattr("hackathon.kernel.doorbell.ring", lambda *args: False)


@pytest.fixture
def plain():
    """For tests that ask for thousands of pages, and for their bytes alone."""
    with rendering_plainly(), looking_only(), remembering():
        yield


@pytest.fixture
def event(db):
    return factories.EventFactory(during="registration")


@pytest.fixture
def challenge(event):
    return factories.ChallengeFactory(event=event)


@pytest.fixture
def post(settings, tmp_path):
    """A mail sink of the test's own."""
    settings.EMAIL_BACKEND = "hackathon.mail.smtp.Backend"
    sink = Sink(tmp_path).start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    yield sink
    sink.stop()


@pytest.fixture
def worker(tmp_path, transactional_db, settings):
    """A way to start real workers on the test's database and sink."""
    name = settings.DATABASES["default"]["NAME"]
    url = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"
    started = []

    def start(sink, lease=60):
        env = os.environ | {
            "DATABASE_URL": url,
            "EMAIL_URL": sink.url,
            "MAIL_LEASE_SECONDS": str(lease),
        }
        folder = tmp_path / f"worker{len(started)}"
        started.append(Worker(folder, env).start())
        return started[-1]

    yield start
    for one in started:
        one.child.stop(seconds=3)
