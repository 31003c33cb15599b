"""What the page saves while a team writes, and the news that it hears."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from hackathon.models import AuditEntry
from teams.models import Submission
from teams.submissions.selectors.drafting import State, digests, news
from teams.submissions.services.drafts import save_draft
from tests.factories import EventFactory, MemberFactory, OrganiserFactory, UserFactory
from tests.teams.addresses import url
from tests.teams.submissions.draft_page import ask, hear, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    seat = MemberFactory(team__event=EventFactory(during="hacking"), user__name="Ada")
    client.force_login(seat.user)
    return seat


@pytest.fixture
def bob(ada):
    return MemberFactory(team=ada.team, seat=2, is_captain=False, user__name="Bob")


def test_fields_are_saved_and_the_answer_says_what_the_page_has_to_know(client, ada):
    answer = send(client, ada, title="Railbow").json()

    assert (answer["revision"], answer["clashes"], answer["problems"]) == (1, [], {})
    assert answer["theirs"] == {}
    assert answer["is_open"]
    assert answer["person"] == ada.user.pk
    assert [part["anchor"] for part in answer["missing"]] == ["id_summary"]
    assert answer["digests"]["title"] == digests(Submission.objects.get(), ["title"])["title"]
    assert Submission.objects.get().saved_by == ada.user


def test_the_answer_brings_what_others_wrote_since(client, ada, bob):
    save_draft(actor=bob.user, team=ada.team, content={"title": "Bob's"}, revision=0)

    answer = send(client, ada, summary="Trains.").json()

    assert answer["revision"] == 2
    assert answer["theirs"] == {"title": {"value": "Bob's", "words": "Bob's", "by": "Bob"}}


def test_who_writes_the_same_field_while_a_save_is_answered_is_told_of(ada, bob):
    """Between the end of the save and the reading of what its answer tells."""
    own = save_draft(actor=ada.user, team=ada.team, content={"title": "Ada's"}, revision=0)
    save_draft(actor=bob.user, team=ada.team, content={"title": "Bob's"}, revision=1)
    state = State(own.revision_before, own.by_before)

    told = news(
        Submission.objects.get(),
        [],
        seen=0,
        reader=ada.user,
        state=state,
        mine=own.written,
        mine_in=own.submission.revision,
    )

    assert told["theirs"]["title"]["value"] == "Bob's"


def test_a_field_that_both_changed_is_left_and_comes_back_with_the_other_text(client, ada, bob):
    save_draft(actor=bob.user, team=ada.team, content={"title": "Bob's"}, revision=0)

    answer = send(client, ada, title="Ada's", summary="Trains.").json()

    assert answer["clashes"] == ["title"]
    assert answer["theirs"]["title"]["value"] == "Bob's"
    draft = Submission.objects.get()
    assert (draft.title, draft.summary) == ("Bob's", "Trains.")
    assert send(client, ada, answer["revision"], title="Ada's").json()["clashes"] == []


def test_asking_for_news_writes_nothing_and_tells_of_texts_and_files(client, ada, bob):
    question = ask(ada.team.event, kind="choice", options="Open\nOwn")
    save_draft(actor=bob.user, team=ada.team, content={question.key: "2"}, revision=0)
    entries = AuditEntry.objects.count()

    news = hear(client, ada, 0).json()

    assert news["theirs"][question.key] == {"value": "2", "words": "Own", "by": "Bob"}
    assert news["by"] == "Bob"
    assert hear(client, ada, 1).json()["theirs"] == {}
    with unguarded("test"):
        Submission.objects.update(changed_in={"files": 7}, revision=7)
    assert hear(client, ada, 1).json()["files"]
    assert AuditEntry.objects.count() == entries


def test_a_mistake_keeps_its_own_field_from_being_saved_and_no_other(client, ada):
    question = ask(ada.team.event, kind="number")
    fields = {"title": "Railbow", "demo_url": "ftp://x.example", question.key: "many", "q999": "x"}
    answer = send(client, ada, **fields).json()

    assert answer["problems"].keys() == {"demo_url", question.key, "q999"}
    draft = Submission.objects.get()
    assert (draft.title, draft.demo_url, draft.answers) == ("Railbow", "", {})


def test_fields_that_nobody_offers_are_not_written(client, ada):
    answer = send(client, ada, status="submitted", triage="eligible", team="1", key="x")

    assert answer.json()["problems"].keys() == {"status", "triage", "team", "key"}
    assert not Submission.objects.exists()


def test_too_late_is_said_and_nothing_is_written(client, ada):
    with unguarded("test"):
        ada.team.event.submissions_close_at = timezone.now()
        ada.team.event.save()

    answer = send(client, ada, title="Railbow")

    assert answer.status_code == 409
    assert answer.json()["is_open"] is False
    assert "until" in answer.json()["said"]
    assert not Submission.objects.exists()


def test_more_time_opens_the_page_again(client, ada):
    with unguarded("test"):
        ada.team.event.submissions_close_at = timezone.now()
        ada.team.event.save()
        assert hear(client, ada, 0).json()["is_open"] is False
        ada.team.extended_until = timezone.now() + timedelta(minutes=5)
        ada.team.save()

    assert hear(client, ada, 0).json()["is_open"]
    assert send(client, ada, title="Railbow").status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        "",
        "x",
        "[]",
        "null",
        '"x"',
        "{}",
        '{"revision": 0}',
        '{"fields": {}}',
        '{"revision": 0, "fields": []}',
        '{"revision": "0", "fields": {}}',
        '{"revision": true, "fields": {}}',
        '{"revision": -1, "fields": {}}',
        '{"revision": 99999999999999999999, "fields": {}}',
        '{"revision": 0, "fields": {"title": 1}}',
        '{"revision": 0, "fields": {"title": null}}',
        '{"revision": 0, "fields": {"title": {"a": 1}}}',
        '{"revision": 0, "fields": {"title": [["a"]]}}',
        '{"revision": 0, "fields": {"title": "\\ud800"}}',
        '{"revision": 0, "fields": {"title": ' + json.dumps(["x"] * 101) + "}}",
        "[" * 100_000,
    ],
)
def test_what_no_page_sends_is_refused_and_changes_nothing(client, ada, body):
    answer = client.post(url("save_draft", ada), body, "application/json")

    assert answer.status_code == 400
    assert answer.json()["said"]
    assert not Submission.objects.exists()


def test_bytes_that_are_no_text_are_refused(client, ada):
    answer = client.post(url("save_draft", ada), b'{"revision": 0, "fields": "\xff"}', "a/b")

    assert answer.status_code == 400


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 30])
def test_news_since_no_revision_are_refused(client, ada, revision):
    assert hear(client, ada, revision).status_code == 400


def test_another_teams_draft_does_not_exist(client, ada):
    save_draft(actor=ada.user, team=ada.team, content={"title": "Railbow"}, revision=0)
    rival = MemberFactory(team__event=ada.team.event)
    boss = OrganiserFactory(event=ada.team.event).user
    for user in (rival.user, boss, UserFactory()):
        client.force_login(user)
        for answer in (
            send(client, ada, 1, title="Mine"),
            hear(client, ada, 0),
            client.post(url("look", ada), {}),
        ):
            assert answer.status_code == 404
            assert "Railbow" not in answer.text
    assert Submission.objects.get().title == "Railbow"


def test_whoever_is_signed_out_is_sent_to_sign_in(client, ada):
    client.logout()

    assert send(client, ada, title="Railbow").status_code == 302
    assert hear(client, ada, 0).status_code == 302
    assert not Submission.objects.exists()


def test_a_request_from_another_site_is_refused_and_the_answers_token_is_good(ada):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ada.user)
    assert send(strict, ada, title="Railbow").status_code == 403

    token = hear(strict, ada, 0).json()["token"]
    body = json.dumps({"revision": 0, "fields": {"title": "Railbow"}})
    answer = strict.post(
        url("save_draft", ada), body, "application/json", headers={"X-CSRFToken": token}
    )

    assert answer.status_code == 200
