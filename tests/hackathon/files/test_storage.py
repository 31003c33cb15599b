"""Stored files: on the volume, in a bucket, on their way out, and swept when nobody needs them."""

import os
import time

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hackathon import environment
from hackathon.files import incoming, janitor, storage
from hackathon.files.serving import as_download
from hackathon.kernel.guard import unguarded
from teams.models import Attachment, Bundle, EntryAnswer, EntryQuestion, Participant
from tests.factories import EventFactory, JudgeFactory, MemberFactory, UserFactory
from tests.s3 import Server
from tests.teams.submissions.tus import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def stored(content=PDF, name="plan.pdf"):
    return storage.store(SimpleUploadedFile(name, content))


def aged(sha256, days):
    then = time.time() - days * 86400
    os.utime(storage.path_of(sha256), (then, then))


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path).start()
    yield server
    server.stop()


def named(server, monkeypatch, **how):
    """The storage as a start with this environment would have it."""
    monkeypatch.setenv("MEDIA_STORAGE", server.address(**how))
    return environment.media_storage("MEDIA_STORAGE")


@pytest.fixture
def bucket(server, settings, monkeypatch):
    settings.STORAGES = settings.STORAGES | named(server, monkeypatch)
    return server


def body_of(response):
    return b"".join(response.streaming_content)


def test_a_bucket_holds_files_under_their_hash_and_gives_them_back(bucket, media):
    file = stored()

    assert (bucket.held / storage.place_of(file.sha256)).read_bytes() == PDF
    with storage.open_stored(file.sha256) as back:
        assert back.read() == PDF
    assert [name for name, _at in storage.stored_files()] == [file.sha256]
    assert list(incoming.folder().iterdir()) == []
    assert not storage.path_of(file.sha256).exists()


def test_a_large_file_goes_to_the_bucket_in_parts(bucket):
    content = os.urandom(20 * 1024 * 1024)

    file = stored(content)

    with storage.open_stored(file.sha256) as back:
        assert back.read() == content


def test_a_download_comes_from_the_bucket(bucket):
    response = as_download(stored().sha256, "plan.pdf", "application/pdf")

    assert body_of(response) == PDF
    response.close()
    assert response["Content-Disposition"] == 'attachment; filename="plan.pdf"'


def test_what_the_bucket_does_not_hold_is_missing(bucket):
    assert not storage.is_stored("0" * 64)
    with pytest.raises(FileNotFoundError):
        storage.open_stored("0" * 64)


def test_a_bucket_that_keeps_something_else_than_it_was_given_is_caught(bucket, monkeypatch):
    """The file is changed between being put and being read back."""
    real = storage.bucket.read_file

    def spoilt(place):
        (bucket.held / place).write_bytes(PDF + b"!")
        return real(place)

    monkeypatch.setattr("hackathon.files.bucket.read_file", spoilt)

    with pytest.raises(storage.StorageDown):
        stored()


def test_a_bucket_that_does_not_answer_is_told_in_a_sentence(bucket):
    file = stored()
    bucket.stop()

    with pytest.raises(storage.StorageDown, match="does not answer"):
        stored()
    response = as_download(file.sha256, "plan.pdf", "application/pdf")
    assert response.status_code == 503
    assert "does not answer" in response.text


def test_wrong_keys_are_no_way_in(server, settings, monkeypatch):
    settings.STORAGES = settings.STORAGES | named(server, monkeypatch, secret="wrong")

    with pytest.raises(storage.StorageDown):
        stored()


def test_the_bucket_is_swept_like_the_volume(bucket):
    orphan = stored()

    assert janitor.sweep_stored() == 0
    assert janitor.sweep_stored(older_than=-60) == 1
    assert not storage.is_stored(orphan.sha256)


@pytest.mark.parametrize(
    "value",
    ["gs://bucket", "s3://", "bucket", "s3://b?endpoint=ftp://x", "s3://b?zone=eu", "s3://key@b"],
)
def test_a_storage_that_nobody_knows_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("MEDIA_STORAGE", value)

    with pytest.raises(ImproperlyConfigured, match="MEDIA_STORAGE"):
        environment.media_storage("MEDIA_STORAGE")


def test_without_a_bucket_files_stay_on_the_volume(monkeypatch):
    monkeypatch.delenv("MEDIA_STORAGE", raising=False)
    assert environment.media_storage("MEDIA_STORAGE") == {}


@pytest.mark.parametrize("value", ["protected", "/protected", "/"])
def test_a_prefix_that_is_no_folder_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("MEDIA_ACCEL_PREFIX", value)
    with pytest.raises(ImproperlyConfigured, match="/protected/"):
        environment.address_prefix("MEDIA_ACCEL_PREFIX")


def test_a_download_is_saved_and_never_run_here():
    response = as_download(stored().sha256, 'pl"an é.pdf', "application/pdf")

    assert response["Content-Disposition"] == "attachment; filename*=utf-8''pl%22an%20%C3%A9.pdf"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(PDF))
    assert body_of(response) == PDF
    response.close()


def test_the_web_server_hands_files_out_where_it_is_told_to(settings):
    settings.MEDIA_ACCEL_PREFIX = "/protected/"
    file = stored()

    response = as_download(file.sha256, "plan.pdf", "application/pdf")

    assert response["X-Accel-Redirect"] == f"/protected/{storage.place_of(file.sha256)}"
    assert response["Content-Disposition"].startswith("attachment")
    assert response.content == b""


def test_the_same_file_is_kept_once(media):
    assert stored().sha256 == stored(name="copy.pdf").sha256

    files = [path for path in media.rglob("*") if path.is_file() and path.name != ".lock"]
    assert len(files) == 1


def test_what_no_row_names_goes_after_a_day_and_comes_back_to_life_if_it_comes_again(media):
    old, fresh = stored(b"old"), stored(b"fresh")
    aged(old.sha256, 2)

    again = stored(b"old")
    assert janitor.sweep_stored() == 0
    aged(again.sha256, 2)

    assert janitor.sweep_stored() == 1
    assert not storage.is_stored(old.sha256)
    assert storage.is_stored(fresh.sha256)


def test_a_temporary_file_is_swept_after_an_hour_unless_its_upload_goes_on():
    folder = incoming.folder()
    for name in ("tmpold", "known.part", "unknown.part", "tmpnew"):
        (folder / name).write_bytes(b"x")
        if name != "tmpnew":
            os.utime(folder / name, (time.time() - 7200,) * 2)

    assert janitor.sweep_incoming({"known"}) == 2

    assert sorted(path.name for path in folder.iterdir()) == ["known.part", "tmpnew"]


def test_every_column_that_names_a_file_is_known_to_the_janitor():
    """By their type, so that a new one is known before anybody thinks of it."""
    known = {f"{column.model._meta.label}.{column.name}" for column in janitor.hash_columns()}

    assert known >= {
        "hackathon.User.photo",
        "judging.Judge.photo",
        "teams.Attachment.sha256",
        "teams.EntryAnswer.file_sha256",
        "teams.Bundle.sha256",
    }
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if "sha256" in field.name or "photo" in field.name:
                assert f"{model._meta.label}.{field.name}" in known


def test_no_file_that_a_row_names_is_ever_swept():
    """One file for each place that can name one; all are old."""
    makers = {
        "Attachment": lambda sha256: Attachment(
            team=MemberFactory().team,
            name="a.pdf",
            sha256=sha256,
            size=1,
            created_at=timezone.now(),
            removed_at=timezone.now(),
        ),
        "Person": lambda sha256: UserFactory.build(photo=sha256),
        "Judge": lambda sha256: JudgeFactory.build(
            event=EventFactory(), user=UserFactory(), photo=sha256
        ),
        "Bundle": lambda sha256: Bundle(
            event=EventFactory(), asked_by=UserFactory(), asked_at=timezone.now(), sha256=sha256
        ),
        "Answer": lambda sha256: answer(sha256),
    }
    kept = {name: stored(name.encode()).sha256 for name in makers}
    orphan = stored(b"nobody's").sha256
    for name, sha256 in kept.items():
        with unguarded("test"):
            makers[name](sha256).save()
    for sha256 in (*kept.values(), orphan):
        aged(sha256, 30)

    assert janitor.sweep_stored() == 1

    assert not storage.is_stored(orphan)
    assert [name for name, sha256 in kept.items() if not storage.is_stored(sha256)] == []


def answer(sha256):
    event = EventFactory()
    question = EntryQuestion.objects.create(event=event, label="CV", kind="file")
    participant = Participant.objects.create(
        event=event, user=UserFactory(), status="started", started_at=timezone.now()
    )
    return EntryAnswer(participant=participant, question=question, file_sha256=sha256)
