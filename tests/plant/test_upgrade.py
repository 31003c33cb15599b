"""An upgrade in the documented order, on the real pieces, while people go on."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from hackathon.embedded import places
from tests.house.test_migrations import migrate, migrated  # noqa: F401
from tests.plant import front

TOKEN = "u" * 40
BEFORE = ("hackathon", "0006_mail_that_waits")


@contextmanager
def table_in_use(database):
    with closing(psycopg2.connect(database)) as holder, holder.cursor() as cursor:
        cursor.execute("LOCK TABLE hackathon_emaillog IN ACCESS SHARE MODE")
        yield
        holder.rollback()


def start_migrating(database, *options):
    return subprocess.Popen(
        [places.ROOT / "deploy" / "run", "migrate", *options],
        text=True,
        env=os.environ | {"DATABASE_URL": database, "PYTHON": sys.executable},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def columns(database):
    with closing(psycopg2.connect(database)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM information_schema.columns WHERE column_name = 'request_id' "
            "AND table_name IN ('hackathon_emaillog', 'hackathon_outboxmessage')"
        )
        return cursor.fetchone()[0]


def test_a_migration_holds_readers_up_for_seconds_and_is_done_when_the_table_is_free(migrated):  # noqa: F811
    migrate(migrated, *BEFORE)
    with table_in_use(migrated):
        running = start_migrating(migrated, "--lock-seconds", "1")
        longest = longest_read(migrated, lambda: running.poll() is None, seconds=8)
        assert running.poll() is None
        assert columns(migrated) == 0

    said = running.communicate(timeout=60)[0]
    assert running.returncode == 0, said
    assert "A table is in use" in said
    assert columns(migrated) == 2
    assert longest < 2


def longest_read(database, goes_on, *, seconds):
    longest, give_up_at = 0, time.monotonic() + seconds
    with closing(psycopg2.connect(database)) as reader, reader.cursor() as cursor:
        reader.autocommit = True
        while goes_on() and time.monotonic() < give_up_at:
            began = time.monotonic()
            cursor.execute("SELECT count(*) FROM hackathon_emaillog")
            longest = max(longest, time.monotonic() - began)
            time.sleep(0.05)
    return longest


def test_a_table_that_stays_in_use_is_said_and_nothing_is_half_done(migrated):  # noqa: F811
    migrate(migrated, *BEFORE)
    with table_in_use(migrated):
        running = start_migrating(migrated, "--lock-seconds", "1", "--tries", "1")
        said = running.communicate(timeout=60)[0]

    assert running.returncode == 1
    assert "pg_stat_activity" in said
    assert "Traceback" not in said
    assert columns(migrated) == 0


def test_operators_are_given_the_order_that_is_tried_here():
    order = (places.ROOT / "deploy" / "debian" / "upgrade").read_text()
    unit = (places.ROOT / "deploy" / "systemd" / "hackathon-web.service").read_text()

    steps = [
        "set_up requirements",
        " backup ",
        "collectstatic",
        "deploy/run migrate",
        "reload hackathon-web",
    ]
    places_in_order = [order.index(step) for step in steps]
    assert places_in_order == sorted(places_in_order)
    assert "ExecReload=/bin/kill -HUP $MAINPID" in unit


class Load:
    """People who ask for pages again and again, each over a connection that is kept."""

    PATHS = ("/", "/account/login/")

    def __init__(self, site, people=2):
        self.site, self.answers, self.over = site, [], threading.Event()
        self.threads = [threading.Thread(target=self.ask_on) for _ in range(people)]

    def ask_on(self):
        trusted = f"{self.site.folder}/fullchain.pem"
        with requests.Session() as session:
            while not self.over.is_set():
                for path in self.PATHS:
                    try:
                        answer = session.get(self.site.url + path, timeout=20, verify=trusted)
                        self.answers.append((path, answer.status_code))
                    except requests.RequestException as error:
                        self.answers.append((path, type(error).__name__))

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error):
        self.over.set()
        for thread in self.threads:
            thread.join()


@pytest.fixture
def site(migrated, tmp_path):  # noqa: F811
    if not front.is_installed():
        pytest.skip("needs nginx")
    migrate(migrated, *BEFORE)
    more = {"WEB_WORKERS": "2", "LOG_FORMAT": "json", "HEALTH_TOKEN": TOKEN}
    with front.running(tmp_path, migrated, **more) as site:
        yield site


def workers_of(master):
    return set(Path(f"/proc/{master}/task/{master}/children").read_text().split())


def test_an_upgrade_in_the_documented_order_costs_no_request(site, migrated):  # noqa: F811
    master = site.application.process.pid
    before = workers_of(master)
    with Load(site) as load:
        time.sleep(1)
        running = start_migrating(migrated)
        said = running.communicate(timeout=120)[0]
        assert running.returncode == 0, said
        os.kill(master, signal.SIGHUP)
        give_up_at = time.monotonic() + 60
        while workers_of(master) & before or len(workers_of(master)) < 2:
            assert time.monotonic() < give_up_at
            time.sleep(0.2)
        time.sleep(1)

    assert columns(migrated) == 2
    assert len(load.answers) > 100
    assert [answer for answer in load.answers if answer[1] != 200] == []
    the_numbers_are_those_of_all_processes(site, len(load.answers))
    every_line_is_json_and_has_the_id_that_nginx_gave(site)


def the_numbers_are_those_of_all_processes(site, asked):
    assert site.ask("/health/metrics/").status_code == 403
    page = site.ask("/health/metrics/", authorization=f"Bearer {TOKEN}").text
    counted = sum(
        sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
        if sample.name == "hackathon_request_seconds_count"
        and sample.labels["view"] in ("hackathon:events", "account_login")
    )
    assert counted == asked


def every_line_is_json_and_has_the_id_that_nginx_gave(site):
    lines = (site.folder / "web.log").read_text().splitlines()
    rows = [json.loads(line) for line in lines if not line.startswith("System check")]
    ids = {row["request_id"] for row in rows if row["logger"] == "hackathon.requests"}
    assert len(ids) > 100
    given = set(re.findall(r" ([0-9a-f]{32})$", site.log, re.MULTILINE))
    assert ids <= given
    assert "127.0.0.1" not in json.dumps([row for row in rows if "request_id" in row])
