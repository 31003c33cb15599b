"""What becomes of uploads: when teams merge, when nobody goes on, and over real connections."""

import hashlib
import os
import time
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from hackathon.embedded import places
from hackathon.embedded.programs import Web
from hackathon.files import incoming
from hackathon.files.storage import path_of
from hackathon.kernel.guard import unguarded
from hackathon.models import AuditEntry
from teams.mergers.services import answer_merge
from teams.models import Attachment, MergeOffer, Upload
from teams.submissions.services import uploads
from tests.factories import EventFactory, MemberFactory, UserFactory
from tests.journeys.conftest import database_of
from tests.post import wait_for
from tests.sender import Sender, session_of
from tests.teams.submissions.tus import PDF, TUS, Tus, packed

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


def test_files_and_open_uploads_go_along_when_teams_merge(client, ada):
    bob = MemberFactory(team__event=ada.team.event, team__challenge=ada.team.challenge)
    tus = Tus(client, ada)
    tus.patch(0, PDF[:50])
    done = Tus(client, ada, name="done.pdf")
    done.send()
    with unguarded("test"):
        offer = MergeOffer.objects.create(
            source=ada.team,
            target=bob.team,
            asked_team=bob.team,
            offered_by=ada.user,
            asked_at=timezone.now(),
        )

    answer_merge(actor=bob.user, offer=offer, accepted=True)

    assert tus.patch(50, PDF[50:]).status_code == 204
    names = Attachment.objects.filter(team=bob.team).values_list("name", flat=True)
    assert sorted(names) == ["done.pdf", "plan.pdf"]
    assert not ada.team.uploads.exists()


def grown_old(path, hours):
    then = time.time() - hours * 3600
    os.utime(path, (then, then))


def begun(upload, hours):
    with unguarded("test"):
        upload.began_at = timezone.now() - timedelta(hours=hours)
        upload.save()


def test_what_rests_for_a_day_is_swept_and_what_moves_is_not(client, ada, media):
    tus, resting = Tus(client, ada), Tus(client, ada)
    tus.patch(0, PDF[:50])
    resting.patch(0, PDF[:50])
    moving, old = Upload.objects.order_by("pk")
    for upload in (moving, old):
        begun(upload, 48)
    grown_old(incoming.part_of(old.key), 25)

    assert uploads.sweep_uploads() == 1

    assert Upload.objects.get() == moving
    assert [path.stem for path in parts(media)] == [moving.key]
    assert resting.head().status_code == 404


def test_an_upload_that_is_being_written_is_not_swept(client, ada):
    Tus(client, ada).patch(0, PDF[:50])
    upload = Upload.objects.get()
    begun(upload, 48)
    grown_old(incoming.part_of(upload.key), 25)

    with incoming.hold_file(upload.key):
        assert uploads.sweep_uploads() == 0
    assert uploads.sweep_uploads() == 1


def test_the_row_of_a_finished_upload_goes_after_a_day_and_the_file_stays(client, ada):
    Tus(client, ada).send()
    begun(Upload.objects.get(), 25)

    uploads.sweep_uploads()

    assert not Upload.objects.exists()
    assert Attachment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_real_server_takes_pieces_over_real_connections(ada, tmp_path, settings, post):
    """Ten pieces, the connection closed in the middle of one, and the rest after asking."""
    body = packed(("noise", os.urandom(1024 * 1024)), method=zipfile.ZIP_STORED)
    env = {"DATABASE_URL": database_of(settings), "MEDIA_ROOT": str(tmp_path)}
    web = Web(tmp_path, os.environ | env | {"EMAIL_URL": post.url}, places.free_port(), workers=2)
    web.start()
    try:
        sender = Sender(web.port, session_of(ada.user))
        url = sender.create(ada.team, "noise.zip", len(body))
        sender.patch(url, 0, body[:1000])
        sender.break_off(url, 1000, body[1000:200_000], announced=500_000)
        wait_for(lambda: sender.offset(url) == 200_000, "what came before the break is kept")
        sender.go_on(url, body, piece=100_000)
        sender.close()
    finally:
        web.stop()

    assert Attachment.objects.get().sha256 == hashlib.sha256(body).hexdigest()
    assert path_of(Attachment.objects.get().sha256).read_bytes() == body


def test_a_stranger_cannot_begin_receive_or_end(ada):
    upload = uploads.begin_upload(actor=ada.user, team=ada.team, name="a.pdf", size=9)
    eve = UserFactory()

    with pytest.raises(PermissionDenied):
        uploads.begin_upload(actor=eve, team=ada.team, name="a.pdf", size=9)
    with pytest.raises(PermissionDenied):
        uploads.end_upload(actor=eve, upload=upload)


def test_uploads_leave_their_trace(client, ada):
    Tus(client, ada).send()

    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["upload.begin", "file.add"]


@pytest.mark.parametrize("said", ["filename \xe9\xe9", "filename ====", "filename", ""])
def test_a_name_that_cannot_be_read_is_no_reason_to_fail(client, ada, said):
    tus = Tus(client, ada)

    assert tus.create("", len(PDF), **{"Upload-Metadata": said}).status_code == 201


def test_a_key_that_no_upload_can_have_is_not_found(client, ada):
    address = Tus(client, ada).url.rsplit("/", 2)[0]

    for key in ("%00", "a%00b", "%0a"):
        assert client.head(f"{address}/{key}/", headers=TUS).status_code == 404
