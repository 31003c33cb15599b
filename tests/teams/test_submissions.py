import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from hackathon.errors import PhaseClosed, StateConflict
from hackathon.models import AuditEntry
from hackathon.storage import path_of, store
from teams.services.submissions import save_submission, submit, withdraw
from tests.factories import EventFactory, MemberFactory, UserFactory

pytestmark = pytest.mark.django_db

CONTENT = {"title": "Railbow", "summary": "Trains, found faster."}


@pytest.fixture
def captain():
    return MemberFactory(team__event=EventFactory(during="hacking"))


def test_a_submitted_version_is_a_frozen_copy_with_its_fingerprint(captain):
    first = submit(actor=captain.user, team=captain.team, content=CONTENT, revision=0)
    second = submit(
        actor=captain.user, team=captain.team, content={"title": "Railbow II"}, revision=1
    )

    first.refresh_from_db()
    assert [(v.number, v.title) for v in (first, second)] == [(1, "Railbow"), (2, "Railbow II")]
    assert first.sha256 == first.fingerprint != second.sha256
    assert AuditEntry.objects.first().data["sha256"] == first.sha256


def test_a_window_that_has_not_seen_the_newest_draft_is_told(captain):
    save_submission(actor=captain.user, team=captain.team, content=CONTENT, revision=0)

    with pytest.raises(StateConflict, match="team-mate"):
        save_submission(actor=captain.user, team=captain.team, content={"title": "x"}, revision=0)


def test_a_stranger_cannot_submit_for_a_team(captain):
    with pytest.raises(PermissionDenied):
        submit(actor=UserFactory(), team=captain.team, content=CONTENT, revision=0)


@pytest.mark.parametrize("phase", ["registration", "judging", "deliberation"])
def test_submissions_are_taken_in_hacking_alone(phase):
    captain = MemberFactory(team__event=EventFactory(during=phase))

    with pytest.raises(PhaseClosed):
        submit(actor=captain.user, team=captain.team, content=CONTENT, revision=0)


def test_a_withdrawn_submission_can_come_back(captain):
    version = submit(actor=captain.user, team=captain.team, content=CONTENT, revision=0)

    withdraw(actor=captain.user, submission=version.submission)
    back = submit(actor=captain.user, team=captain.team, content=CONTENT, revision=1)

    assert (back.number, back.submission.status) == (2, "submitted")


def test_a_file_is_kept_under_the_hash_of_what_it_holds(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    body = b"%PDF-1.7 a project"

    stored = store(SimpleUploadedFile("../../plan.pdf", body))

    assert (stored.name, stored.size) == ("plan.pdf", len(body))
    assert stored.sha256 == hashlib.sha256(body).hexdigest()
    assert path_of(stored.sha256).read_bytes() == body
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [path_of(stored.sha256)]
