"""A press submits the version that its button named, and the page says what is submitted."""

import html
import re

import pytest
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from teams.models import Attempt, Submission, Version
from teams.submissions.services.drafts import save_draft
from teams.submissions.services.submissions import submit
from tests.factories import EventFactory, MemberFactory
from tests.reading import squeezed
from tests.teams.addresses import url
from tests.teams.submissions.draft_page import hear, send

pytestmark = pytest.mark.django_db

CONTENT = {"title": "Railbow", "summary": "Trains, found faster."}


@pytest.fixture
def ada():
    return MemberFactory(team__event=EventFactory(during="hacking"), user__name="Ada")


@pytest.fixture
def bob(ada, client):
    seat = MemberFactory(team=ada.team, seat=2, is_captain=False, user__name="Bob")
    client.force_login(seat.user)
    return seat


def hand_in(seat, key="ada"):
    return submit(actor=seat.user, team=seat.team, key=key, content=CONTENT, revision=99)


def words(page) -> str:
    """What is read: without tags, each space one."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def close(event):
    event.submissions_close_at = timezone.now()
    with unguarded("test"):
        event.save()


def test_a_page_from_before_version_1_submits_no_version_2_and_keeps_its_text(client, ada, bob):
    hand_in(ada)
    typed = {**CONTENT, "description": "Bob's own.", "revision": "0", "key": "bob", "do": "submit"}

    answer = client.post(url("submission", bob), {**typed, "promised": "1"})

    assert answer.status_code == 422
    assert "Version 1 was submitted meanwhile, by Ada, at" in answer.text
    assert 'name="promised" value="2"' in squeezed(answer.text)
    assert "Submit version 2" in answer.text
    assert "Bob's own." in html.unescape(answer.text)
    assert Version.objects.count() == 1
    assert Submission.objects.get().description == "Bob's own."
    assert [attempt.outcome for attempt in Attempt.objects.all()] == ["taken", "refused"]

    revision = Submission.objects.get().revision
    client.post(url("submission", bob), {**typed, "revision": revision, "promised": "2"})
    assert Version.objects.last().description == "Bob's own."


def test_a_preview_from_before_version_1_submits_no_version_2(client, ada, bob):
    save_draft(actor=bob.user, team=ada.team, content=CONTENT, revision=0)
    page = client.get(url("preview", bob)).text
    assert 'name="promised" value="1"' in squeezed(page)
    hand_in(ada)

    answer = client.post(url("preview", bob), {"revision": "1", "key": "bob", "promised": "1"})

    assert "Version 1 was submitted meanwhile, by Ada, at" in answer.text
    assert Version.objects.count() == 1


def test_a_retry_gets_its_receipt_though_the_next_version_has_another_number(client, ada, bob):
    typed = {**CONTENT, "revision": "0", "key": "bob", "do": "submit"}
    first = client.post(url("submission", bob), {**typed, "promised": "1"})

    again = client.post(url("submission", bob), {**typed, "promised": "2"})

    assert first.url == again.url == url("receipt", bob, 1)
    assert Version.objects.count() == 1


def test_an_open_page_hears_that_a_version_was_submitted(client, ada, bob):
    save_draft(actor=bob.user, team=ada.team, content=CONTENT, revision=0)
    before = hear(client, bob, 1).json()["stand"]
    assert (before["next"], before["tone"], before["news"]) == (1, "saved", "")
    assert "The jury sees nothing until you submit." in before["html"]
    hand_in(ada)

    after = hear(client, bob, 1).json()["stand"]

    assert (after["next"], after["tone"], after["number"]) == (2, "same", 1)
    assert after["news"].startswith("Version 1 was submitted meanwhile, by Ada, at")
    assert "The jury sees nothing until you submit." not in after["html"]
    assert after["mark"] != before["mark"]
    page = {"revision": 1, "stand": after["mark"]}
    assert "html" not in client.get(url("save_draft", bob), page).json()["stand"]
    newer = send(client, bob, 1, title="Railbow II").json()["stand"]
    assert newer["tone"] == "newer"
    assert "version 1 counts" in words(newer["versions"])


def test_what_is_saved_and_submitted_is_said_to_be_submitted(client, ada, bob):
    hand_in(ada)
    page = client.get(url("submission", bob)).text
    assert "Submitted as version 1 on" in words(page)
    assert re.search(r'class="button is-second"[^>]*value="submit"', page)

    save_draft(actor=ada.user, team=ada.team, content={"title": "Railbow II"}, revision=99)

    page = client.get(url("submission", bob)).text
    assert "Submitted as version 1 on" not in words(page)
    assert re.search(r'class="button"[^>]*value="submit"', page)


def test_after_the_deadline_a_draft_is_told_that_the_jury_does_not_judge_it(client, ada, bob):
    save_draft(actor=bob.user, team=ada.team, content=CONTENT, revision=0)
    close(ada.team.event)

    page = words(client.get(url("submission", bob)).text)

    assert "Your team has not submitted: the jury does not judge this project." in page
    assert "until you submit" not in page
    assert "Ask the organisers for a little more time" in page
    assert "No files." in page
    assert hear(client, bob, 1).json()["is_open"] is False
    assert "has not submitted" in hear(client, bob, 1).json()["stand"]["html"]


def test_where_the_last_draft_counts_it_is_not_said_to_be_left_out(client, ada, bob):
    event = ada.team.event
    save_draft(actor=bob.user, team=ada.team, content=CONTENT, revision=0)
    event.last_draft_counts = True
    close(event)

    page = words(client.get(url("submission", bob)).text)

    assert "has not submitted" not in page
    assert "Your last complete draft is being submitted for you." in page


def test_who_comes_too_late_reads_it_once(client, ada, bob):
    save_draft(actor=bob.user, team=ada.team, content=CONTENT, revision=0)
    close(ada.team.event)

    page = client.post(
        url("submission", bob), {**CONTENT, "revision": "1", "do": "submit", "promised": "1"}
    )

    assert page.text.count("The deadline has passed: nothing can be changed any more.") == 1
    assert ">Submit version" not in squeezed(page.text)
