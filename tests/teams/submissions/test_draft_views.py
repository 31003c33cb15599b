"""The page on which a team writes, as it is shown, sent whole and looked at."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from teams.models import Attempt, ProjectQuestion, Submission, Version
from teams.submissions.forms import SubmissionForm
from teams.submissions.selectors.drafting import digests
from teams.submissions.services.drafts import save_draft
from tests.factories import EventFactory, MemberFactory, OrganiserFactory
from tests.reading import squeezed
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
        actor=ada.user,
        team=ada.team,
        revision=0,
        content={"title": "Railbow", "technologies": ["law"]},
    )

    client.post(url("submission", ada), sent_by(ada.team, title="", technologies=""))

    draft = Submission.objects.get()
    assert (draft.title, draft.technologies) == ("", [])


def test_two_texts_are_shown_and_saving_again_does_not_decide(client, ada, bob):
    page = sent_by(ada.team, title="Ada's", summary="Ada's.")
    theirs = {"title": "Bob's", "summary": "Bob's."}
    save_draft(actor=bob.user, team=ada.team, content=theirs, revision=0)
    answer = client.post(url("submission", ada), {**page, "do": "save"})
    assert answer.status_code == 422
    assert (
        squeezed(answer.text).count("Keep mine</button>") == 3
    )  # one of them is the script's template

    again = sent_by(ada.team, title="Ada's", summary="Ada's.", clash=["title", "summary"])
    for do in ("save", "submit"):
        assert client.post(url("submission", ada), {**again, "do": do}).status_code == 422
    assert Submission.objects.get().title == "Bob's"
    assert not Version.objects.exists()

    answer = client.post(url("submission", ada), {**again, "decide": "title:mine"})
    assert squeezed(answer.text).count("Keep mine</button>") == 2
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
        "title": "Railbow",
        "description": "# Why\n<script>x</script>",
        question.key: "2",
        "demo_url": "javascript:alert(1)",
        "repository_url": "https://git.example.org/",
    }
    shown = client.post(url("look", ada), typed).text

    assert "<h3>Why</h3>" in squeezed(shown)
    assert "<script>" not in shown
    assert "javascript:" not in shown
    assert "<dd>Own</dd>" in squeezed(shown)
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
        "event": event.pk,
        "challenge": ada.team.challenge_id,
        "position": 1,
        "kind": "choice",
        "label_en": "Licence",
        "help_en": "Of the code.",
        "is_required": "on",
    }

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


@pytest.mark.parametrize("name", ["team", "save", "nothing", "status", "q\u0661"])
def test_a_clash_about_what_is_no_field_is_no_clash(client, ada, name):
    save_draft(actor=ada.user, team=ada.team, content={"title": "Railbow"}, revision=0)
    sent = {**sent_by(ada.team), "clash": name, "decide": f"{name}:theirs", "do": "save"}

    assert client.post(url("submission", ada), sent).status_code == 302
