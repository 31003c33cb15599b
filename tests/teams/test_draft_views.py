"""The page on which a team writes, and what it says to the server."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hackathon.guard import unguarded
from hackathon.models import AuditEntry
from teams.drafting import digests
from teams.forms import SubmissionForm
from teams.models import Attempt, ProjectQuestion, Submission, Version
from teams.services.drafts import save_draft
from tests.factories import EventFactory, MemberFactory, OrganiserFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    seat = MemberFactory(team__event=EventFactory(during="hacking"), user__name="Ada")
    client.force_login(seat.user)
    return seat


@pytest.fixture
def bob(ada):
    return MemberFactory(team=ada.team, seat=2, is_captain=False, user__name="Bob")


def url(name, seat, *args):
    return reverse(f"teams:{name}", args=[seat.team.event.slug, seat.team.pk, *args])


def send(client, seat, revision=0, **fields):
    body = {"revision": revision, "fields": fields}
    return client.post(url("save_draft", seat), json.dumps(body), "application/json")


def hear(client, seat, revision):
    return client.get(url("save_draft", seat), {"revision": revision})


def ask(event, **about):
    with unguarded("test"):
        return ProjectQuestion.objects.create(event=event, **{"label": "Licence", **about})


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
        "", "x", "[]", "null", '"x"', "{}", '{"revision": 0}', '{"fields": {}}',
        '{"revision": 0, "fields": []}', '{"revision": "0", "fields": {}}',
        '{"revision": true, "fields": {}}', '{"revision": -1, "fields": {}}',
        '{"revision": 99999999999999999999, "fields": {}}',
        '{"revision": 0, "fields": {"title": 1}}', '{"revision": 0, "fields": {"title": null}}',
        '{"revision": 0, "fields": {"title": {"a": 1}}}',
        '{"revision": 0, "fields": {"title": [["a"]]}}',
        '{"revision": 0, "fields": {"title": "\\ud800"}}',
        '{"revision": 0, "fields": {"title": ' + json.dumps(["x"] * 101) + "}}",
        "[" * 100_000,
    ],
)  # fmt: skip
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
            send(client, ada, 1, title="Mine"), hear(client, ada, 0),
            client.post(url("look", ada), {}),
        ):  # fmt: skip
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


def test_before_hacking_the_page_says_when_it_opens(client):
    early = MemberFactory(team__event=EventFactory(during="registration"))
    client.force_login(early.user)

    page = client.get(url("submission", early)).text

    assert "It opens when hacking starts" in page
    assert str(early.team.event.hacking_starts_at.year) in page
    assert "data-draft=" not in page


def sent_by(page_of, **typed):
    """What a browser without JavaScript sends: every field, with the digests of the page."""
    draft = Submission.objects.filter(team=page_of).first()
    names = SubmissionForm().names
    shown = {name: getattr(draft, name) if draft else "" for name in names}
    shown["technologies"] = ", ".join(shown["technologies"])
    seen = {f"seen-{name}": digest for name, digest in digests(draft, names).items()}
    return {**shown, **seen, "revision": draft.revision if draft else 0, **typed}


def test_untouched_fields_are_not_sent_back_over_a_team_mates(client, ada, bob):
    page = sent_by(ada.team, summary="Trains.")
    save_draft(actor=bob.user, team=ada.team, content={"title": "Bob's"}, revision=0)

    answer = client.post(url("submission", ada), {**page, "do": "save"})

    assert answer.status_code == 302
    draft = Submission.objects.get()
    assert (draft.title, draft.summary) == ("Bob's", "Trains.")


def test_a_field_can_be_emptied(client, ada):
    save_draft(
        actor=ada.user, team=ada.team, revision=0,
        content={"title": "Railbow", "technologies": ["law"]},
    )  # fmt: skip

    client.post(url("submission", ada), sent_by(ada.team, title="", technologies=""))

    draft = Submission.objects.get()
    assert (draft.title, draft.technologies) == ("", [])


def test_two_texts_are_shown_and_saving_again_does_not_decide(client, ada, bob):
    page = sent_by(ada.team, title="Ada's", summary="Ada's.")
    theirs = {"title": "Bob's", "summary": "Bob's."}
    save_draft(actor=bob.user, team=ada.team, content=theirs, revision=0)
    answer = client.post(url("submission", ada), {**page, "do": "save"})
    assert answer.status_code == 422
    assert answer.text.count("Keep mine</button>") == 3  # one of them is the script's template

    again = sent_by(ada.team, title="Ada's", summary="Ada's.", clash=["title", "summary"])
    for do in ("save", "submit"):
        assert client.post(url("submission", ada), {**again, "do": do}).status_code == 422
    assert Submission.objects.get().title == "Bob's"
    assert not Version.objects.exists()

    answer = client.post(url("submission", ada), {**again, "decide": "title:mine"})
    assert answer.text.count("Keep mine</button>") == 2
    draft = Submission.objects.get()
    assert (draft.title, draft.summary) == ("Ada's", "Bob's.")


def test_a_submit_takes_a_team_mates_fields_along(client, ada, bob):
    page = sent_by(ada.team, title="Railbow")
    save_draft(actor=bob.user, team=ada.team, content={"summary": "Bob's."}, revision=0)

    answer = client.post(url("submission", ada), {**page, "do": "submit", "key": "one"})

    assert answer.url == url("receipt", ada, 1)
    assert Version.objects.get().summary == "Bob's."


def test_the_same_submit_twice_is_one_version(client, ada):
    page = {**sent_by(ada.team, title="Railbow", summary="T."), "do": "submit", "key": "one"}

    first, again = (client.post(url("submission", ada), page) for _ in range(2))

    assert first.url == again.url
    assert Version.objects.count() == Attempt.objects.count() == 1


def test_the_look_shows_what_is_typed_as_the_jury_would_see_it(client, ada):
    question = ask(ada.team.event, kind="choice", options="Open\nOwn")
    typed = {
        "title": "Railbow", "description": "# Why\n<script>x</script>", question.key: "2",
        "demo_url": "javascript:alert(1)", "repository_url": "https://git.example.org/",
    }  # fmt: skip
    shown = client.post(url("look", ada), typed).text

    assert "<h3>Why</h3>" in shown
    assert "<script>" not in shown
    assert "javascript:" not in shown
    assert "<dd>Own</dd>" in shown
    assert 'href="https://git.example.org/"' in shown
    assert not Submission.objects.exists()


def test_organisers_write_the_questions_of_their_own_events(client, ada):
    event = ada.team.event
    client.force_login(OrganiserFactory(event=event).user)
    add = reverse("admin:teams_projectquestion_add")
    page = client.get(add).text
    assert 'value="long"' in page
    assert 'value="file"' not in page
    said = {
        "event": event.pk, "challenge": ada.team.challenge_id, "position": 1, "kind": "choice",
        "label_en": "Licence", "help_en": "Of the code.", "is_required": "on",
    }  # fmt: skip

    assert "Write the choices" in client.post(add, said).text
    client.post(add, {**said, "options_en": "Open\nOwn"})
    question = ProjectQuestion.objects.get()
    assert question.choices == [("1", "Open"), ("2", "Own")]

    client.force_login(ada.user)
    page = client.get(url("submission", ada)).text
    assert "Of the code." in page
    assert "Answer “Licence”." in page


def test_each_answer_asks_the_same_number_of_questions_of_the_database(client, ada, bob):
    def asked(call):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            call()
        return len(queries)

    def counts():
        save_draft(actor=bob.user, team=ada.team, content={"title": "x"}, revision=99)
        fields = {question.key: "x" for question in ProjectQuestion.objects.all()}
        return [
            asked(lambda: client.get(url("submission", ada))),
            asked(lambda: hear(client, ada, 0)),
            asked(lambda: client.post(url("look", ada), fields)),
            asked(lambda: send(client, ada, 99, **fields)),
        ]

    ask(ada.team.event, is_required=True)
    client.get(url("submission", ada))
    one = counts()
    ask(ada.team.event, is_required=True)
    ask(ada.team.event, kind="long")
    three = counts()

    assert one == three
    print("\nqueries of page, news, look, save:", one)
