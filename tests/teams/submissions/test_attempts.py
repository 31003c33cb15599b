"""A try to submit counts once, however often it is sent; and every refusal is on record."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.guard import unguarded
from teams.models import Attachment, Attempt, Version
from teams.submissions.services.drafts import save_draft
from teams.submissions.services.submissions import submit
from tests.factories import EventFactory, MemberFactory, OrganiserFactory
from tests.teams.team.test_races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)

PDF = b"%PDF-1.4 a small document\n%%EOF"
CONTENT = {"title": "Railbow", "summary": "Trains, found faster."}
WRITTEN = {**CONTENT, "revision": "0", "do": "submit", "key": "one"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ada():
    return MemberFactory(team__event=EventFactory(during="hacking"))


def page(seat, name="submission"):
    return reverse(f"teams:{name}", args=[seat.team.event.slug, seat.team.pk])


def post(seat, client=None, file=PDF, **changes):
    if client is None:
        client = Client()
        client.force_login(seat.user)
    said = {**WRITTEN, **changes}
    if file:
        said["file"] = SimpleUploadedFile("plan.pdf", file, "application/pdf")
    return client.post(page(seat), said)


def outcomes():
    return sorted(Attempt.objects.values_list("outcome", flat=True))


def close(seat, minutes=1):
    event = seat.team.event
    event.submissions_close_at = timezone.now() - timedelta(minutes=minutes)
    with unguarded("test"):
        event.save()


def test_forty_tries_with_one_key_are_one_version_and_forty_equal_receipts(ada):
    got = []

    def job():
        what = {"key": "one", "revision": 0, "content": CONTENT}
        got.append(submit(actor=ada.user, team=ada.team, **what))

    assert all_at_once([job] * 40) == [None] * 40
    assert {(version.pk, version.sha256) for version in got} == {
        (Version.objects.get().pk, Version.objects.get().sha256)
    }
    assert outcomes() == ["taken"]


def test_forty_posts_with_one_key_are_one_version_one_file_and_one_receipt(ada):
    clients = [Client() for _ in range(40)]
    for client in clients:
        client.force_login(ada.user)
    answers = []

    def job(client):
        answers.append(post(ada, client).url)
        connection.close()

    assert all_at_once([lambda c=c: job(c) for c in clients]) == [None] * 40
    assert set(answers) == {Version.objects.get().get_absolute_url()}
    assert Attachment.objects.count() == Version.objects.get().version_files.count() == 1
    assert outcomes() == ["taken"]


@pytest.mark.parametrize("change", [{"summary": "Other."}, {"file": PDF + b"!"}, {"file": None}])
def test_one_key_with_another_body_is_refused_and_both_are_on_record(ada, change):
    assert post(ada).status_code == 302

    answer = post(ada, **change)

    assert answer.status_code == 422
    assert "submitted something else before" in answer.text
    assert Version.objects.count() == Attachment.objects.count() == 1
    assert outcomes() == ["other", "taken"]


def test_a_lost_answer_can_be_had_again_after_the_deadline(ada):
    first = post(ada)
    close(ada)

    assert post(ada).url == first.url
    late = post(ada, key="two")
    assert "The deadline has passed" in late.text
    assert outcomes() == ["late", "taken"]


def test_a_preview_sent_twice_gives_the_same_receipt_even_when_the_draft_went_on(ada):
    save_draft(actor=ada.user, team=ada.team, content=CONTENT, revision=0)
    client = Client()
    client.force_login(ada.user)
    sent = {"key": "one", "revision": "1"}
    first = client.post(page(ada, "preview"), sent)
    save_draft(actor=ada.user, team=ada.team, content={"title": "Railbow II"}, revision=1)

    assert client.post(page(ada, "preview"), sent).url == first.url
    assert client.post(page(ada, "preview"), {**sent, "revision": "2"}).status_code == 200
    assert outcomes() == ["other", "taken"]


def test_a_key_of_one_team_means_nothing_to_another(ada):
    bob = MemberFactory(team__event=ada.team.event)

    assert post(ada).url != post(bob).url
    assert Version.objects.count() == 2


def test_what_the_form_refuses_is_on_record_with_its_reason(ada):
    assert post(ada, summary="").status_code == 422

    attempt = Attempt.objects.get()
    assert (attempt.outcome, attempt.made_by) == ("refused", ada.user)
    assert "summary" in attempt.reason
    assert post(ada, revision="1").status_code == 302  # the key is free: nothing was taken
    assert outcomes() == ["refused", "taken"]


def test_saving_a_draft_is_no_attempt(ada):
    post(ada, do="save")

    assert not Attempt.objects.exists()


def test_a_refusal_keeps_the_instant_that_decided_it(ada):
    close(ada)
    before = timezone.now()
    post(ada)

    attempt = Attempt.objects.get()
    assert attempt.outcome == "late"
    assert before <= attempt.made_at <= timezone.now()


def test_a_team_mates_change_refuses_a_submit_once_and_says_so(ada):
    save_draft(actor=ada.user, team=ada.team, content=CONTENT, revision=0)

    with pytest.raises(StateConflict, match="team-mate"):
        submit(actor=ada.user, team=ada.team, key="x", revision=0, content={"title": "Mine"})

    assert outcomes() == ["refused"]


def test_organisers_see_their_own_events_attempts_with_seconds(ada, client):
    post(ada)
    post(MemberFactory(team__event=EventFactory(during="hacking"), team__name="Canary"))
    client.force_login(OrganiserFactory(event=ada.team.event).user)
    there = reverse("admin:teams_attempt_changelist")

    shown = client.get(there).text
    local = Attempt.objects.get(team=ada.team).made_at.astimezone(ada.team.event.zone)
    assert f"{local:%H:%M:%S}" in shown
    assert "Canary" not in shown
    assert ada.team.name in client.get(f"{there}?team={ada.team.pk}").text
    attempt = Attempt.objects.get(team=ada.team)
    change = reverse("admin:teams_attempt_change", args=[attempt.pk])
    assert client.post(change, {"outcome": "late"}).status_code == 403


def test_a_key_that_nothing_can_write_down_is_replaced(client, ada):
    save_draft(actor=ada.user, team=ada.team, content=CONTENT, revision=0)
    client.force_login(ada.user)

    answer = client.post(page(ada, "preview"), {"revision": "1", "key": "\x00"})

    assert answer.status_code == 302
    assert len(Attempt.objects.get().key) == 32
