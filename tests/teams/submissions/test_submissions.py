import hashlib
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from hackathon.files.storage import path_of, store
from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.kernel.guard import unguarded
from hackathon.models import AuditEntry
from teams.models import Attempt, Version
from teams.submissions.services.drafts import save_draft
from teams.submissions.services.files import add_file, remove_file
from teams.submissions.services.submissions import submit, withdraw
from tests.factories import EventFactory, MemberFactory, UserFactory

pytestmark = pytest.mark.django_db

CONTENT = {"title": "Railbow", "summary": "Trains, found faster."}


@pytest.fixture
def captain():
    return MemberFactory(team__event=EventFactory(during="hacking"))


def hand_in(seat, revision=0, key="one", **changes):
    content = {**CONTENT, **changes}
    return submit(actor=seat.user, team=seat.team, key=key, revision=revision, content=content)


def save(seat, revision=0, **content):
    return save_draft(actor=seat.user, team=seat.team, content=content, revision=revision)


def test_a_submitted_version_is_a_frozen_copy_with_its_fingerprint(captain):
    first = hand_in(captain)
    second = hand_in(captain, revision=1, key="two", title="Railbow II")

    first.refresh_from_db()
    assert [(v.number, v.title) for v in (first, second)] == [(1, "Railbow"), (2, "Railbow II")]
    assert first.sha256 == first.fingerprint != second.sha256
    assert AuditEntry.objects.first().data["sha256"] == first.sha256


def test_a_version_never_changes_not_even_by_raw_sql(captain):
    version = hand_in(captain)

    refused = pytest.raises(DatabaseError, match="never changes")
    with unguarded("test"), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE teams_version SET title = 'x' WHERE id = %s", [version.pk])


def test_a_retry_of_the_same_attempt_gives_the_first_version(captain):
    first, again = hand_in(captain), hand_in(captain)

    assert first == again
    assert Version.objects.count() == AuditEntry.objects.filter(verb="submission.submit").count()
    assert list(Attempt.objects.values_list("outcome", flat=True)) == ["taken"]


def test_the_same_attempt_with_another_text_is_refused_and_both_are_on_record(captain):
    hand_in(captain)

    with pytest.raises(StateConflict, match="something else"):
        hand_in(captain, title="Other")

    assert Version.objects.count() == 1
    assert list(Attempt.objects.values_list("outcome", flat=True)) == ["taken", "other"]


def test_team_mates_in_different_fields_are_merged(captain):
    save(captain, title="Railbow")
    save(captain, revision=0, summary="Trains.")

    submission = save(captain, revision=2, summary="Trains, faster.").submission

    assert (submission.title, submission.summary) == ("Railbow", "Trains, faster.")


def test_nobody_overwrites_what_they_have_not_seen(captain):
    save(captain, title="Theirs")

    saved = save(captain, revision=0, title="Mine", summary="Kept.")

    assert saved.clashes == ["title"]
    assert (saved.submission.title, saved.submission.summary) == ("Theirs", "Kept.")


def test_a_stranger_cannot_submit_for_a_team(captain):
    with pytest.raises(PermissionDenied):
        submit(actor=UserFactory(), team=captain.team, key="x", revision=0, content=CONTENT)


@pytest.mark.parametrize("phase", ["registration", "judging", "deliberation"])
def test_submissions_are_taken_in_hacking_alone_and_refusals_kept(phase):
    captain = MemberFactory(team__event=EventFactory(during=phase))

    with pytest.raises(PhaseClosed):
        hand_in(captain)

    attempt = Attempt.objects.get()
    assert (attempt.outcome, attempt.made_by) == ("late", captain.user)


def late_by(captain, minutes, **event):
    """The deadline was ``minutes`` ago."""
    for name, value in event.items():
        setattr(captain.team.event, name, value)
    captain.team.event.submissions_close_at = timezone.now() - timedelta(minutes=minutes)
    with unguarded("test"):
        captain.team.event.save()


def test_what_comes_in_the_minutes_of_grace_is_taken_and_marked(captain):
    late_by(captain, 5, grace_minutes=10)
    assert hand_in(captain).in_grace

    late_by(captain, 11, grace_minutes=10)
    with pytest.raises(PhaseClosed):
        hand_in(captain, revision=1, key="two")


def test_a_challenge_may_close_earlier_or_later_than_the_event(captain):
    challenge = captain.team.challenge
    with unguarded("test"):
        challenge.submissions_close_at = timezone.now() - timedelta(minutes=1)
        challenge.save()
    with pytest.raises(PhaseClosed):
        hand_in(captain)

    late_by(captain, 30)
    with unguarded("test"):
        challenge.submissions_close_at = timezone.now() + timedelta(minutes=1)
        challenge.save()
    assert hand_in(captain, key="two").number == 1


def test_a_teams_own_extension_reaches_into_judging(captain):
    late_by(captain, 30)
    with unguarded("test"):
        captain.team.extended_until = timezone.now() + timedelta(minutes=1)
        captain.team.save()

    assert not hand_in(captain).in_grace


def test_a_withdrawn_submission_can_come_back(captain):
    version = hand_in(captain)

    withdraw(actor=captain.user, submission=version.submission)
    back = hand_in(captain, revision=1, key="two")

    assert (back.number, back.submission.status) == (2, "submitted")


def test_a_version_keeps_its_files_when_the_draft_loses_them(captain, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    stored = store(SimpleUploadedFile("plan.pdf", b"%PDF-1.7"))
    plan = add_file(actor=captain.user, team=captain.team, file=stored)
    version = hand_in(captain, revision=1)

    remove_file(actor=captain.user, attachment=plan)

    assert version.files == [plan]
    assert list(version.submission.files) == []
    assert version.sha256 == version.fingerprint


def test_a_file_is_kept_under_the_hash_of_what_it_holds(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    body = b"%PDF-1.7 a project"

    stored = store(SimpleUploadedFile("../../plan.pdf", body))

    assert (stored.name, stored.size) == ("plan.pdf", len(body))
    assert stored.sha256 == hashlib.sha256(body).hexdigest()
    assert path_of(stored.sha256).read_bytes() == body
    held = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != ".lock"]
    assert held == [path_of(stored.sha256)]
