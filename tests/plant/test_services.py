"""The private services: what they hold survives a crash, and root opens nothing to others."""

import os
import signal
import smtplib
import stat
from contextlib import closing

import pytest

from hackathon.embedded import places
from hackathon.embedded.postgres import Postgres
from hackathon.embedded.sink import Sink
from hackathon.embedded.valkey import Valkey

needs_root = pytest.mark.skipif(os.getuid() != 0, reason="only root lends a user")


def run(postgres, statement):
    with closing(postgres.connect("hackathon")) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else None


def test_what_postgres_acknowledged_survives_kill_9(tmp_path):
    postgres = Postgres(tmp_path).start()
    try:
        run(postgres, "CREATE TABLE kept AS SELECT 42 AS answer")
        os.kill(postgres.child.process.pid, signal.SIGKILL)
        postgres.child.process.wait()
        postgres = Postgres(tmp_path).start()
        assert run(postgres, "SELECT answer FROM kept") == [(42,)]
    finally:
        postgres.stop()
        places.forget_elsewhere(tmp_path / "postgres")


def test_a_cluster_half_made_is_made_again(tmp_path):
    postgres = Postgres(tmp_path)
    postgres.prepare()
    making = postgres.data.with_name("postgres-making")
    making.mkdir()
    (making / "PG_VERSION").write_text("18\n")
    try:
        assert run(postgres.start(), "SELECT 1") == [(1,)]
    finally:
        postgres.stop()
        places.forget_elsewhere(tmp_path / "postgres")


@needs_root
def test_root_opens_no_folder_to_reach_its_data(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    before = [part.stat().st_mode for part in (closed, *closed.parents)]
    postgres = Postgres(closed / "var")
    try:
        postgres.start()
        owner = os.stat(postgres.data)
        assert run(postgres, "SELECT 1") == [(1,)]
    finally:
        postgres.stop()

    assert [part.stat().st_mode for part in (closed, *closed.parents)] == before
    assert stat.S_IMODE(owner.st_mode) == 0o700
    assert owner.st_uid == places.runner().uid != 0
    assert not postgres.data.is_relative_to(closed)
    places.forget_elsewhere(closed / "var" / "postgres")
    assert not postgres.data.parent.exists()


def test_valkey_keeps_its_data_and_its_port(tmp_path):
    import redis

    valkey = Valkey(tmp_path).start()
    with closing(redis.Redis.from_url(valkey.url)) as client:
        client.set("kept", "42")
    valkey.stop()
    again = Valkey(tmp_path).start()
    try:
        with closing(redis.Redis.from_url(again.url)) as client:
            assert client.get("kept") == b"42"
        assert again.url == valkey.url
    finally:
        again.stop()


def test_the_sink_keeps_each_mail_with_its_envelope(tmp_path):
    sink = Sink(tmp_path).start()
    try:
        with smtplib.SMTP("127.0.0.1", sink.port) as server:
            server.sendmail(
                "a@example.org", ["b@example.org", "c@example.org"], "Subject: Hé\n\n?".encode()
            )
    finally:
        sink.stop()

    (kept,) = sink.mail.glob("*.eml")
    assert kept.read_bytes().startswith(
        b"X-Envelope-To: b@example.org\r\nX-Envelope-To: c@example.org\r\nSubject: H"
    )
