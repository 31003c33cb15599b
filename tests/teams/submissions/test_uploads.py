import hashlib
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hackathon.files import incoming
from hackathon.files.storage import path_of
from hackathon.kernel.guard import unguarded
from teams.models import Attachment, Submission, Upload
from teams.submissions.services import uploads
from tests.factories import EventFactory, MemberFactory, UserFactory
from tests.teams.submissions.tus import PDF, PIECE, TUS, Tus

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def ada():
    return MemberFactory(team__event=EventFactory(during="hacking"))


def settle(event, **changes):
    for name, value in changes.items():
        setattr(event, name, value)
    with unguarded("test"):
        event.save()


def parts(media):
    return list((media / "incoming").iterdir())


def test_a_file_goes_up_in_pieces_and_is_in_the_draft_with_the_last(client, ada, media):
    tus = Tus(client, ada)
    assert tus.created.status_code == 201

    first = tus.patch(0, PDF[:100])
    assert (first.status_code, first["Upload-Offset"], tus.offset()) == (204, "100", 100)
    assert not Attachment.objects.exists()
    last = tus.patch(100, PDF[100:])

    file = Attachment.objects.get()
    assert (last.status_code, last["Upload-Offset"]) == (204, str(len(PDF)))
    assert (file.name, file.kind, file.size) == ("plan.pdf", "pdf", len(PDF))
    assert path_of(file.sha256).read_bytes() == PDF
    assert hashlib.sha256(PDF).hexdigest() == file.sha256
    assert Submission.objects.get().changed_in == {"files": 1}
    assert parts(media) == []


def test_the_server_says_what_it_can_do(client, ada):
    tus = Tus(client, ada)

    answer = client.options(tus.folder)

    assert (answer.status_code, answer["Tus-Version"]) == (204, "1.0.0")
    assert answer["Tus-Extension"] == "creation,termination,expiration"
    assert answer["Tus-Max-Size"] == str(200 * 1024 * 1024)
    assert tus.created["Upload-Expires"].endswith("GMT")
    assert "no-store" in tus.head()["Cache-Control"]


@pytest.mark.parametrize("version", ["", "0.2.2"])
def test_another_version_of_the_protocol_is_told_so(client, ada, version):
    tus = Tus(client, ada)

    answer = tus.patch(0, PDF, **{"Tus-Resumable": version})

    assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0")
    assert tus.create("x.pdf", 9, **{"Tus-Resumable": version}).status_code == 412


def test_a_piece_that_does_not_follow_is_refused_and_changes_nothing(client, ada):
    tus = Tus(client, ada)
    tus.patch(0, PDF[:50])

    assert tus.patch(0, PDF[:50]).status_code == 409
    assert tus.patch(60, PDF[60:]).status_code == 409
    assert tus.offset() == 50


def test_more_bytes_than_were_announced_are_refused(client, ada):
    tus = Tus(client, ada)

    assert tus.patch(0, PDF + b"x").status_code == 413
    assert not Attachment.objects.exists()


def test_a_piece_of_another_type_or_without_offset_is_refused(client, ada):
    tus = Tus(client, ada)

    wrong = client.patch(tus.url, PDF, content_type="text/plain", headers={**TUS})
    assert wrong.status_code == 415
    bare = client.patch(tus.url, PDF, content_type=PIECE, headers={**TUS})
    assert bare.status_code == 400
    assert tus.create("plan.pdf", "many").status_code == 400


def test_whoever_finds_the_file_being_written_waits(client, ada):
    tus = Tus(client, ada)
    key = Upload.objects.get().key

    with incoming.hold_file(key):
        assert tus.patch(0, PDF).status_code == 423
        assert tus.delete().status_code == 423
    assert tus.patch(0, PDF).status_code == 204


def test_after_a_crash_before_the_row_the_last_byte_is_asked_for_again(client, ada):
    """Everything is on disk, but nobody was told so: the file is not in the draft."""
    tus = Tus(client, ada)
    incoming.part_of(Upload.objects.get().key).write_bytes(PDF)

    assert tus.offset() == len(PDF) - 1
    assert tus.patch(len(PDF) - 1, b"?").status_code == 204

    assert path_of(Attachment.objects.get().sha256).read_bytes() == PDF


def test_after_a_crash_behind_the_row_the_upload_is_known_to_be_whole(client, ada):
    tus = Tus(client, ada)
    tus.send()

    assert tus.offset() == len(PDF)
    assert tus.patch(len(PDF) - 1, b"?").status_code == 410
    assert Attachment.objects.count() == 1


def test_a_connection_that_breaks_in_the_middle_keeps_what_came(ada):
    upload = uploads.begin_upload(actor=ada.user, team=ada.team, name="a.pdf", size=len(PDF))

    class Broken:
        sent = False

        def read(self, size):
            if self.sent:
                raise OSError("gone")
            self.sent = True
            return PDF[:30]

    offset = uploads.receive(
        actor=ada.user, upload=upload, offset=0, body=Broken(), length=len(PDF)
    )

    assert offset == incoming.size_of(upload.key) == 30


def test_an_upload_can_be_given_up(client, ada, media):
    tus = Tus(client, ada)
    tus.patch(0, PDF[:50])

    assert tus.delete().status_code == 204
    assert tus.head().status_code == 410
    assert tus.patch(50, PDF[50:]).status_code == 410
    assert parts(media) == []


def test_a_file_in_the_draft_is_not_removed_by_its_upload(client, ada):
    tus = Tus(client, ada)
    tus.send()

    assert tus.delete().status_code == 410
    assert Attachment.objects.get().removed_at is None


def test_an_upload_is_given_up_with_a_button_too(client, ada):
    Tus(client, ada)
    key = Upload.objects.get().key
    page = client.get(reverse("teams:submission", args=[ada.team.event.slug, ada.team.pk])).text
    assert f"/uploads/{key}/end/" in page

    client.post(reverse("teams:end_upload", args=[ada.team.event.slug, key]))

    assert not Upload.objects.under_way().exists()


@pytest.mark.parametrize("stranger", ["nobody", "other team", "other event"])
def test_another_teams_upload_does_not_exist(client, ada, stranger):
    tus = Tus(client, ada)
    tus.patch(0, PDF[:50])
    event = ada.team.event if stranger == "other team" else EventFactory(during="hacking")
    seat = MemberFactory(team__event=event)
    eve = Client()
    eve.force_login(UserFactory() if stranger == "nobody" else seat.user)
    tus.client = eve

    assert tus.head().status_code == 404
    assert tus.patch(50, PDF[50:]).status_code == 404
    assert tus.delete().status_code == 404
    assert tus.create("x.pdf", 9).status_code == 404
    assert incoming.size_of(Upload.objects.get().key) == 50


def test_a_piece_without_the_page_s_token_is_refused(ada):
    strict = Client(enforce_csrf_checks=True)

    tus = Tus(strict, ada)

    assert tus.created.status_code == 403
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("limits", "status", "words"),
    [
        ({"max_file_mb": 1}, 413, "larger than 1 MB"),
        ({"max_total_mb": 1}, 413, "Together"),
        ({"file_kinds": []}, 422, "takes no files"),
    ],
)
def test_what_would_not_fit_is_refused_before_it_is_sent(client, ada, limits, status, words):
    tus = Tus(client, ada)
    settle(ada.team.event, **limits)

    answer = tus.create("big.pdf", 1024 * 1024 + 1)

    assert answer.status_code == status
    assert words in answer.text


def test_an_empty_file_is_refused(client, ada):
    assert Tus(client, ada, body=b"").created.status_code == 422


def test_open_uploads_count_as_files(client, ada, monkeypatch):
    monkeypatch.setattr("teams.submissions.services.files.MOST_FILES", 2)
    first = Tus(client, ada)
    Tus(client, ada)

    third = Tus(client, ada)
    assert "at most 2 files" in third.created.text
    first.delete()
    assert first.create("plan.pdf", 9).status_code == 201


def test_limits_that_shrink_meanwhile_are_looked_at_again_at_the_end(client, ada, media):
    tus = Tus(client, ada)
    settle(ada.team.event, file_kinds=["image"])

    answer = tus.send()

    assert answer.status_code == 422
    assert "does not take this kind of file (PDF). It takes: Pictures." in answer.text
    assert (tus.head().status_code, parts(media)) == (410, [])
    assert not Attachment.objects.exists()


def test_what_comes_after_the_deadline_ends_the_upload_with_a_sentence(client, ada, media):
    tus = Tus(client, ada)
    tus.patch(0, PDF[:50])
    settle(ada.team.event, submissions_close_at=timezone.now() - timedelta(seconds=1))

    answer = tus.patch(50, PDF[50:])

    assert answer.status_code == 403
    assert "possible until" in answer.text
    assert (tus.head().status_code, parts(media)) == (410, [])
    assert "possible until" in Upload.objects.get().refusal
    assert tus.create("late.pdf", 9).status_code == 403


def test_the_deadline_counts_where_the_file_is_taken_not_where_the_piece_began(
    client, ada, monkeypatch
):
    """The last byte comes in time; the event closes while the file is looked into."""
    tus = Tus(client, ada)
    real = uploads.stored_as_it_is

    def slow(*what):
        settle(ada.team.event, submissions_close_at=timezone.now() - timedelta(seconds=1))
        return real(*what)

    monkeypatch.setattr("teams.submissions.services.uploads.stored_as_it_is", slow)

    assert tus.send().status_code == 403
    assert not Attachment.objects.exists()


def test_minutes_of_grace_count_for_files_as_well(client, ada):
    tus = Tus(client, ada)
    close = timezone.now() - timedelta(minutes=1)
    settle(ada.team.event, submissions_close_at=close, grace_minutes=5)

    assert tus.send().status_code == 204
