"""All submissions as one archive: whole, harmless, made once, whatever happens to the worker."""

import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from hackathon.files.storage import path_of
from hackathon.kernel import doorbell
from hackathon.kernel.guard import unguarded
from hackathon.models import AuditEntry
from teams.models import Attachment, Bundle, Submission, VersionFile
from teams.submissions.selectors.archive import safe_name
from teams.submissions.services import bundles
from teams.submissions.services.bundles import (
    ask_bundle,
    claim,
    drop_old,
    file_of,
    make,
    make_due,
)
from tests.factories import EventFactory, OrganiserFactory, submitted
from tests.post import wait_for

pytestmark = pytest.mark.django_db
STRANGE = [
    "<script>alert(1)</script>",
    "=cmd()",
    "\u202eright\u2066",
    "日本語",
    "../../etc/x",
    "CON",
]


@pytest.fixture
def event(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return EventFactory(during="judging", slug="show")


@pytest.fixture
def boss(event):
    return OrganiserFactory(event=event).user


def with_file(version, content=b"%PDF-1.4 x", name="report.pdf"):
    sha256 = hashlib.sha256(content).hexdigest()
    path_of(sha256).parent.mkdir(parents=True, exist_ok=True)
    path_of(sha256).write_bytes(content)
    with unguarded("test"):
        file = Attachment.objects.create(
            team=version.team,
            name=name,
            sha256=sha256,
            size=len(content),
            created_at=timezone.now(),
        )
        VersionFile.objects.create(version=version, attachment=file, position=1)
    return file


def made(event, boss):
    bundle = ask_bundle(actor=boss, event=event)
    assert make_due() == 1
    bundle.refresh_from_db()
    assert bundle.status == "ready"
    return bundle, zipfile.ZipFile(file_of(bundle))


def test_an_archive_holds_every_team_with_text_files_and_sums_that_are_right(event, boss):
    version = submitted(event)
    file = with_file(version)
    submitted(EventFactory(during="judging"))

    bundle, archive = made(event, boss)

    names = archive.namelist()
    manifest = json.loads(archive.read("manifest.json"))
    [entry] = manifest["submissions"]
    assert entry["files"][0]["sha256"] == file.sha256
    assert archive.read(entry["files"][0]["path"]) == b"%PDF-1.4 x"
    assert f"{entry['folder']}/project.md" in names
    assert json.loads(archive.read(f"{entry['folder']}/project.json"))["title"] == "Railbow"
    sums = dict(
        reversed(line.split("  ")) for line in archive.read("SHA256SUMS").decode().splitlines()
    )
    assert set(sums) == set(names) - {"SHA256SUMS"}
    for name, sha256 in sums.items():
        assert hashlib.sha256(archive.read(name)).hexdigest() == sha256
    assert bundle.sha256 == hashlib.sha256(file_of(bundle).read_bytes()).hexdigest()
    assert (bundle.done, bundle.total, bundle.size) == (1, 1, file_of(bundle).stat().st_size)
    assert all(part.compress_type == zipfile.ZIP_STORED for part in archive.infolist())


@pytest.mark.parametrize("typed", STRANGE)
def test_strange_names_become_plain_folders_and_harmless_text(event, boss, typed):
    version = submitted(event)
    with unguarded("test"):
        type(version.team).objects.filter(pk=version.team.pk).update(name=typed)
        Submission.objects.update(title=typed)
    with_file(version, name=typed)

    _bundle, archive = made(event, boss)

    for name in archive.namelist():
        assert name.isascii()
        assert not name.startswith("/")
        assert ".." not in name
        assert not set(name) & set('<>=()\\:*?"|')
    assert archive.read("manifest.json").isascii()
    text = next(archive.read(n) for n in archive.namelist() if n.endswith(".md")).decode()
    assert not set("\u202e\u2066") & set(text)


def test_names_of_one_team_differ_however_alike_they_are():
    assert safe_name("Ünïcode  Team!", "x") == "Unicode-Team"
    assert safe_name("日本語", "team") == "team"
    assert safe_name("...", "file") == "file"
    assert safe_name("a..b.pdf", "file") == "a.b.pdf"


def test_a_file_that_is_lost_is_named_and_stops_nothing(event, boss):
    version = submitted(event)
    path_of(with_file(version).sha256).unlink()

    bundle, archive = made(event, boss)

    assert "could not be read: 1" in bundle.error
    [entry] = json.loads(archive.read("manifest.json"))["submissions"]
    assert entry["files"][0]["state"] == "missing"


def test_only_an_organiser_asks_and_one_archive_is_made_at_a_time(event, boss):
    with pytest.raises(PermissionDenied):
        ask_bundle(actor=OrganiserFactory(event=EventFactory()).user, event=event)
    ask_bundle(actor=boss, event=event)
    with pytest.raises(ValidationError, match="being made already"):
        ask_bundle(actor=boss, event=event)
    assert claim(Bundle.objects.get()) is not None
    assert claim(Bundle.objects.get()) is None


def test_a_worker_that_was_held_up_too_long_spoils_nothing(event, boss):
    submitted(event)
    ask_bundle(actor=boss, event=event)
    slow = claim(Bundle.objects.get())
    with unguarded("test"):
        Bundle.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    quick = claim(Bundle.objects.get())

    assert make(slow) is False
    assert make(quick) is True
    assert Bundle.objects.get().status == "ready"
    assert [path.suffix for path in bundles.folder().iterdir()] == [".zip"]


def test_what_cannot_be_written_is_told_and_can_be_asked_for_again(event, boss):
    submitted(event)
    bundles.folder().parent.mkdir(parents=True)
    bundles.folder().write_text("in the way")
    ask_bundle(actor=boss, event=event)

    assert make_due() == 0
    assert (Bundle.objects.get().status, "Ask for it again" in Bundle.objects.get().error) == (
        "failed",
        True,
    )
    bundles.folder().unlink()
    made(event, boss)


def test_after_a_week_an_archive_is_gone(event, boss):
    submitted(event)
    made(event, boss)
    assert drop_old() == 0
    with unguarded("test"):
        Bundle.objects.update(finished_at=timezone.now() - timedelta(days=7, minutes=1))

    assert drop_old() == 1
    assert not Bundle.objects.exists()
    assert list(bundles.folder().iterdir()) == []
    assert AuditEntry.objects.filter(verb="bundle.drop").count() == 1


def test_organisers_of_this_event_alone_download_it(client, event, boss):
    submitted(event)
    bundle, _archive = made(event, boss)
    address = reverse("admin:teams_bundle_download", args=[bundle.pk])
    client.force_login(OrganiserFactory(event=EventFactory()).user)
    assert client.get(address).status_code == 404
    client.force_login(boss)
    answer = client.get(address)

    assert answer.headers["Content-Disposition"].startswith('attachment; filename="show-')
    assert zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).testzip() is None
    page = client.get(reverse("admin:teams_bundle_event", args=[event.pk])).text
    assert address in page


def test_the_page_tells_how_far_it_is_without_any_script(client, event, boss):
    submitted(event)
    client.force_login(boss)
    address = reverse("admin:teams_bundle_event", args=[event.pk])
    client.post(address)
    with unguarded("test"):
        Bundle.objects.update(status="making", done=3, total=7)

    page = client.get(address).text
    assert "3 / 7" in page
    assert "Look again" in page
    assert "Make a" not in page
    assert "<html" not in client.get(address, headers={"HX-Request": "true"}).text


@pytest.mark.django_db(transaction=True)
def test_an_archive_is_made_although_its_worker_was_killed(worker, post, settings, tmp_path):
    media = Path(os.environ.get("MEDIA_ROOT") or settings.MEDIA_ROOT)
    settings.MEDIA_ROOT = media
    event = EventFactory(during="judging")
    boss = OrganiserFactory(event=event).user
    files = [with_file(submitted(event), os.urandom(30_000_000)) for _ in range(6)]
    first = worker(post)
    bundle = ask_bundle(actor=boss, event=event)
    being_made = Bundle.objects.filter(status="making", done__gte=1)
    wait_for(being_made.exists, "the first worker has begun")
    os.killpg(first.child.process.pid, signal.SIGKILL)
    bundle.refresh_from_db()
    assert bundle.status == "making"

    with unguarded("test"):  # a minute later
        Bundle.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    worker(post)
    doorbell.ring(bundles.TASK)  # as beat does
    wait_for(Bundle.objects.filter(status="ready").exists, "another worker has made it", 120)

    bundle.refresh_from_db()
    archive = zipfile.ZipFile(file_of(bundle))
    assert archive.testzip() is None
    assert len([name for name in archive.namelist() if name.endswith(".pdf")]) == 6
    assert list(bundles.folder().glob(f"{bundle.pk}-*.part")) == []
    for path in (file_of(bundle), *(path_of(file.sha256) for file in files)):
        path.unlink()


MEASURE = """
import re, django
django.setup()
from teams.submissions.services.bundles import make_due
def peak():  # of this process alone; what getrusage tells it has from its parent as well
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
before = peak()
assert make_due() == 1
print(peak() - before)
"""


@pytest.mark.django_db(transaction=True)
def test_200_mb_take_no_more_memory_than_a_few_chunks(event, boss, settings):
    for _ in range(10):
        with_file(submitted(event), os.urandom(20_000_000))
    bundle = ask_bundle(actor=boss, event=event)
    url = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{settings.DATABASES['default']['NAME']}"
    env = os.environ | {"DATABASE_URL": url, "MEDIA_ROOT": str(settings.MEDIA_ROOT)}

    began = time.monotonic()
    grown = int(subprocess.check_output([sys.executable, "-c", MEASURE], env=env, text=True))
    print(f"grown by {grown} kB in {time.monotonic() - began:.1f} s")

    bundle.refresh_from_db()
    assert bundle.size > 200_000_000
    assert grown < 40_000
