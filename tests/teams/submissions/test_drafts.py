"""What a team writes is merged field by field, and nobody writes over what they have not seen."""

import json

import pytest
from django.core.exceptions import ValidationError

from hackathon.kernel.errors import PhaseClosed, StateConflict
from teams.models import ProjectQuestion, Submission
from teams.submissions.forms import SubmissionForm
from teams.submissions.selectors.checklist import missing_in, questions_for
from teams.submissions.selectors.drafting import (
    State,
    decide_clash,
    digest_of,
    digests,
    find_clashes,
    written_fields,
)
from teams.submissions.services.drafts import save_draft
from teams.submissions.services.project_form import delete_question, save_question
from tests.factories import ChallengeFactory, EventFactory, MemberFactory, OrganiserFactory
from tests.teams.submissions.draft_page import ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return MemberFactory(team__event=EventFactory(during="hacking"), user__name="Ada")


@pytest.fixture
def bob(ada):
    return MemberFactory(team=ada.team, seat=2, is_captain=False, user__name="Bob")


def save(seat, revision=0, **content):
    return save_draft(actor=seat.user, team=seat.team, content=content, revision=revision)


def filled(questions=(), **data):
    form = SubmissionForm({"revision": "0", **data}, questions=questions)
    form.is_valid()
    return form


def test_two_in_different_fields_are_merged_and_both_are_told_whose_it_was(ada, bob):
    save(ada, title="Railbow")

    saved = save(bob, summary="Trains.")

    assert (saved.submission.title, saved.submission.summary) == ("Railbow", "Trains.")
    assert (saved.revision_before, saved.by_before) == (1, ada.user)
    assert saved.submission.changed_in == {"title": 1, "summary": 2}
    assert saved.submission.saved_by == bob.user


def test_the_same_text_from_two_is_no_clash(ada, bob):
    save(ada, title="Railbow")

    assert save(bob, title="Railbow").clashes == []
    assert Submission.objects.get().revision == 1


def test_who_has_seen_both_texts_decides(ada, bob):
    save(ada, title="Ada's")
    assert save(bob, title="Bob's").clashes == ["title"]

    assert save(bob, revision=1, title="Bob's").submission.title == "Bob's"


def test_who_decides_is_asked_again_if_the_text_has_changed_again(ada, bob):
    save(ada, title="Ada's")
    save(ada, revision=1, title="Ada's second")

    assert save(bob, revision=1, title="Bob's").clashes == ["title"]


def test_answers_are_merged_one_by_one(ada, bob):
    one, two = ask(ada.team.event), ask(ada.team.event, label="Data")
    save(ada, **{one.key: "EUPL"})

    saved = save(bob, **{one.key: "MIT", two.key: "Open"})

    assert saved.clashes == [one.key]
    assert saved.submission.answers == {str(one.pk): "EUPL", str(two.pk): "Open"}


def test_clashing_names_only_what_differs_and_is_newer(ada):
    submission = save(ada, title="Railbow", summary="Trains.").submission

    assert find_clashes(submission, {"title": "Other", "summary": "Trains."}, 0) == ["title"]
    assert find_clashes(submission, {"title": "Other"}, 1) == []


def test_a_field_that_is_none_is_a_mistake_of_ours(ada):
    with pytest.raises(ValueError, match="not a field"):
        save(ada, status="submitted")


def test_a_draft_is_not_written_before_hacking_starts():
    early = MemberFactory(team__event=EventFactory(during="registration"))

    with pytest.raises(PhaseClosed):
        save(early, title="Railbow")


@pytest.mark.parametrize(
    ("name", "typed", "is_kept"),
    [
        ("title", "a" * 120, True),
        ("title", "a" * 121, False),
        ("summary", "a" * 601, False),
        ("description", "a" * 20_000, True),
        ("description", "a" * 20_001, False),
        ("technologies", ", ".join(f"word{n}" for n in range(11)), False),
        ("technologies", "a" * 31, False),
        ("demo_url", "https://example.org/" + "a" * 200, False),
    ],
)
def test_each_field_has_a_limit(name, typed, is_kept):
    assert (name in filled(**{name: typed}).content()) == is_kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("example.org/x", "https://example.org/x"),
        ("http://example.org", "http://example.org"),
        ("", ""),
        ("ftp://example.org", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("https://", None),
        ("not an address", None),
        ("https://example.org/\u202egpj.exe", "https://example.org/gpj.exe"),
    ],
)
def test_links_lead_to_the_web_and_nowhere_else(typed, kept):
    assert filled(repository_url=typed).content().get("repository_url") == kept


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("short", " EUPL ", "EUPL"),
        ("long", "one\r\ntwo", "one\ntwo"),
        ("choice", "2", "2"),
        ("choice", "3", None),
        ("choices", ["1", "2"], ["1", "2"]),
        ("yes_no", "yes", "yes"),
        ("number", "12.50", "12.5"),
        ("number", "", ""),
        ("number", "many", None),
        ("date", "2026-02-30", None),
        ("date", "2026-02-28", "2026-02-28"),
        ("date", "", ""),
    ],
)
def test_each_kind_of_question_keeps_its_kind_of_answer(ada, kind, typed, kept):
    question = ask(ada.team.event, kind=kind, options="Open\nOwn" if kind[:6] == "choice" else "")

    assert filled([question], **{question.key: typed}).content().get(question.key) == kept


def test_a_digest_names_the_text_that_the_page_showed(ada):
    draft = save(ada, title="Railbow", technologies=["python", "law"]).submission
    form = filled(title="Railbow", technologies="Python, law", summary="New.")
    seen = digests(draft, form.names)
    sent = {"title": "Railbow", "technologies": "Python, law", "summary": "New.", "revision": "1"}

    form = SubmissionForm({**sent, **{f"seen-{name}": seen[name] for name in seen}})
    form.is_valid()

    assert form.touched() == {"summary": "New."}
    assert digest_of([]) == digest_of("") == digest_of(None) != digest_of("x")


def test_a_form_shown_again_takes_from_the_draft_what_was_not_typed_here(ada, rf):
    save(ada, title="Ada's", summary="Ada's.")
    empty = {f"seen-{name}": digest_of("") for name in filled().names}
    form = SubmissionForm(rf.post("/", {"revision": "0", "summary": "Bob's.", **empty}).POST)
    form.is_valid()

    draft = Submission.objects.get()
    form.rebase(written_fields(draft, form.names), draft.revision)

    assert form["title"].value() == "Ada's"
    assert form["summary"].value() == "Bob's."
    assert form["revision"].value() == 1


@pytest.mark.parametrize(
    ("choice", "text"),
    [("mine", "Bob's."), ("theirs", "Ada's."), ("both", "Bob's.\n\nAda's."), ("x", "Bob's.")],
)
def test_one_clash_is_decided_and_the_others_stay_open(ada, rf, choice, text):
    draft = save(ada, summary="Ada's.", title="Ada's").submission
    sent = {"clash": ["title", "summary"], "summary": "Bob's.", "decide": f"summary:{choice}"}

    data, held = decide_clash(rf.post("/", sent).POST, draft)

    assert data["summary"] == text
    assert held == {"title"}


@pytest.mark.parametrize("pressed", ["", "status:theirs", "title", "summary:theirs", ":::"])
def test_a_button_that_no_page_has_decides_nothing(ada, rf, pressed):
    draft = save(ada, summary="Ada's.", title="Ada's").submission
    sent = {"clash": ["title"], "title": "Bob's", "summary": "Bob's.", "decide": pressed}

    data, held = decide_clash(rf.post("/", sent).POST, draft)

    assert data["summary"] == "Bob's."
    assert (held == {"title"}) == (pressed != "title")


def test_whose_text_it_is_is_said_when_it_is_known(ada, bob):
    state = State(5, ada.user)

    assert state.who(5, bob.user) == "Ada"
    assert state.who(4, bob.user) == "A team-mate"
    assert state.who(5, ada.user).startswith("You")


def test_the_checklist_names_each_field_that_is_needed_and_empty(ada):
    event = ada.team.event
    licence, _optional = ask(event, is_required=True), ask(event, label="Data")
    ask(event, challenge=ChallengeFactory(event=event), label="Elsewhere", is_required=True)
    draft = save(ada, title="Railbow").submission
    questions = questions_for(ada.team)

    assert [part.field for part in missing_in(draft, questions)] == ["summary", licence.key]

    draft = save(ada, revision=1, summary="Trains.", **{licence.key: "EUPL"}).submission
    assert missing_in(draft, questions) == []


def test_a_question_that_teams_have_answered_keeps_its_kind_and_stays(ada):
    event = ada.team.event
    boss = OrganiserFactory(event=event).user
    question = ask(event)
    save(ada, **{question.key: "EUPL"})
    question.kind = "number"
    with pytest.raises(StateConflict, match="answered"):
        save_question(actor=boss, question=question)
    with pytest.raises(StateConflict, match="answered"):
        delete_question(actor=boss, question=question)

    question.refresh_from_db()
    question.label = "Under which licence?"
    save_question(actor=boss, question=question)
    assert ProjectQuestion.objects.get().label == "Under which licence?"


def test_a_question_is_about_a_challenge_of_its_own_event_and_never_a_file(ada):
    event = ada.team.event
    boss = OrganiserFactory(event=event).user
    strange = ChallengeFactory(event=EventFactory())
    with pytest.raises(ValidationError, match="this event"):
        save_question(
            actor=boss, question=ProjectQuestion(event=event, label="x", challenge=strange)
        )
    with pytest.raises(ValidationError, match="place of their own"):
        save_question(actor=boss, question=ProjectQuestion(event=event, label="x", kind="file"))
    assert not ProjectQuestion.objects.exists()


def test_a_question_that_nobody_answered_can_go_and_choices_can_be_added(ada):
    event = ada.team.event
    boss = OrganiserFactory(event=event).user
    question = ask(event, kind="choice", options="Open\nOwn")
    save(ada, **{question.key: "2"})
    question.options = "Open\nOwn\nBought"
    save_question(actor=boss, question=question)
    question.options = "Own\nOpen\nBought"
    with pytest.raises(StateConflict, match="answered"):
        save_question(actor=boss, question=question)

    delete_question(actor=boss, question=ask(event, label="Nobody's"))
    assert list(ProjectQuestion.objects.all()) == [question]


def test_answers_become_public_only_where_the_teams_could_read_that_before(ada):
    event = ada.team.event
    boss = OrganiserFactory(event=event).user
    for_few, for_all = ask(event), ask(event, label="What is new?", is_public=True)
    save(ada, **{for_few.key: "EUPL", for_all.key: "It runs."})
    for_few.is_public = True
    with pytest.raises(StateConflict, match="answered"):
        save_question(actor=boss, question=for_few)
    for_all.is_public = False
    save_question(actor=boss, question=for_all)

    assert not ProjectQuestion.objects.filter(is_public=True).exists()


def test_each_question_says_who_reads_its_answer(ada):
    ask(ada.team.event, help="One word.")
    ask(ada.team.event, is_public=True)
    form = filled(questions_for(ada.team))

    few, everyone = [str(form.fields[question.key].help_text) for question in form.questions]
    assert few == "One word. Only your team, the organisers and the jury read your answer."
    assert everyone == "Everyone reads your answer once the projects are public."


def test_what_is_shown_is_what_the_form_reads_back(ada):
    question = ask(ada.team.event, kind="choices", options="Open\nOwn")
    content = {"technologies": ["python", "law"], question.key: ["2"], "title": "Railbow"}
    draft = save(ada, **content).submission
    names = [*content]

    shown = written_fields(draft, names)

    assert shown == {"technologies": "python, law", question.key: ["2"], "title": "Railbow"}
    json.dumps(shown)
    form = filled([question], **shown)
    assert {name: form.content()[name] for name in names} == content
