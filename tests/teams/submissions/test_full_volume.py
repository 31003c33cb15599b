"""The media volume is full: a clear sentence, the text kept, and it recovers by itself."""

import resource
import subprocess

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from teams.models import Attachment, Submission, Upload, Version
from teams.submissions.services.drafts import save_draft
from tests.factories import EventFactory, MemberFactory, OrganiserFactory
from tests.teams.submissions.tus import PDF, Tus

pytestmark = pytest.mark.django_db

LARGE = PDF + bytes(3 * 1024 * 1024) + b"%%EOF"


class SmallVolume:
    """A file system of its own with 2 MB; where nobody may mount one, a limit on each file."""

    def __init__(self, place):
        self.place, self.limits = place, resource.getrlimit(resource.RLIMIT_FSIZE)
        place.mkdir()
        self.is_mounted = self.mount("size=2m")
        if not self.is_mounted:
            resource.setrlimit(resource.RLIMIT_FSIZE, (2 * 1024 * 1024, self.limits[1]))

    def mount(self, options):
        command = ["/bin/mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self.place)]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def make_room(self):
        if self.is_mounted:
            assert self.mount("remount,size=64m")
        else:
            resource.setrlimit(resource.RLIMIT_FSIZE, self.limits)

    def end(self):
        resource.setrlimit(resource.RLIMIT_FSIZE, self.limits)
        if self.is_mounted:
            subprocess.run(["/bin/umount", str(self.place)], check=True)


@pytest.fixture
def volume(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
    small = SmallVolume(settings.MEDIA_ROOT)
    yield small
    small.end()


@pytest.fixture
def ada():
    return MemberFactory(team__event=EventFactory(during="hacking"))


def test_an_upload_stops_with_a_sentence_and_goes_on_when_there_is_room(client, ada, volume):
    tus = Tus(client, ada, body=LARGE)

    answer = tus.send()

    assert answer.status_code == 507
    assert answer.text == (
        "The server has no room for files right now. Your text is kept. Try again later."
    )
    kept = tus.offset()
    assert 1024 * 1024 < kept < len(LARGE)
    assert tus.patch(kept, LARGE[kept:]).status_code == 507
    volume.make_room()
    kept = tus.offset()
    assert tus.patch(kept, LARGE[kept:]).status_code == 204
    assert Attachment.objects.get().size == len(LARGE)


def test_meanwhile_the_text_is_saved_as_ever(client, ada, volume):
    Tus(client, ada, body=LARGE).send()

    save_draft(actor=ada.user, team=ada.team, content={"title": "Railbow"}, revision=0)

    assert Submission.objects.get().title == "Railbow"


def test_a_file_that_comes_with_the_form_costs_itself_and_not_the_text(client, ada, volume):
    client.force_login(ada.user)
    page = reverse("teams:submission", args=[ada.team.event.slug, ada.team.pk])

    def send(revision):
        large = SimpleUploadedFile("plan.pdf", LARGE)
        written = {"title": "Railbow", "summary": "Trains.", "revision": revision, "do": "save"}
        return client.post(page, {**written, "file": large})

    answer = send(0)

    assert "plan.pdf: The server has no room for files right now." in answer.text
    assert Submission.objects.get().title == "Railbow"
    assert not Attachment.objects.exists()
    assert list((volume.place / "incoming").iterdir()) == []
    volume.make_room()
    send(1)
    assert Attachment.objects.get().name == "plan.pdf"


def test_nothing_is_left_in_the_way_when_an_upload_is_given_up(client, ada, volume):
    tus = Tus(client, ada, body=LARGE)
    tus.send()

    assert tus.delete().status_code == 204

    assert list((volume.place / "incoming").iterdir()) == []
    assert not Upload.objects.under_way().exists()
    assert Tus(client, ada).send().status_code == 204


def test_an_organisers_rescue_says_so_and_keeps_what_was_typed(client, ada, volume):
    client.force_login(OrganiserFactory(event=ada.team.event).user)
    page = reverse("admin:teams_submission_rescue", args=[ada.team.pk])
    written = {"title": "Railbow", "summary": "Trains.", "revision": 0, "reason": "A blackout."}
    written["marks"] = "keep"

    answer = client.post(page, {**written, "file": SimpleUploadedFile("plan.pdf", LARGE)})

    assert answer.status_code == 422
    assert "The server has no room for files right now." in answer.text
    assert 'value="Railbow"' in answer.text
    assert not Version.objects.exists()
