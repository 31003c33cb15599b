"""Questions about a challenge: asked by anyone signed in, answered by its owner or an organiser."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from challenges.models import ChallengeOwner, Question
from challenges.services.questions import add_owner, answer_question, ask_question
from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.mail.services.queueing import relay_promises
from hackathon.mail.services.wording import word_mail
from hackathon.models import AuditEntry, EmailLog
from tests.factories import (
    ChallengeFactory,
    ChallengeOwnerFactory,
    EventFactory,
    OrganiserFactory,
    QuestionFactory,
    UserFactory,
)
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
STRANGE = ["<script>alert(1)</script>", "=cmd()", "{{7*7}}", "\u202eright", "x" * 300, "👩‍💻"]


@pytest.fixture
def ada():
    return UserFactory(name="Ada Asker", email="ada@example.org", language="nl")


@pytest.fixture
def owner(challenge):
    return ChallengeOwnerFactory(challenge=challenge, user__name="Olga Owner").user


@pytest.fixture
def question(challenge, ada):
    return ask_question(actor=ada, challenge=challenge, text="May we?", language="nl")


def answered(question, actor, publish=True, text="You may.", revision=0):
    return answer_question(
        actor=actor, question=question, answer=text, publish=publish, revision=revision
    )


def url(challenge, name="challenge", *more):
    return reverse(f"challenges:{name}", args=[challenge.event.slug, challenge.slug, *more])


def test_asked_on_the_page_answered_in_the_browser_and_read_by_all(client, challenge, ada, owner):
    client.force_login(ada)
    client.post(url(challenge, "ask"), {"text": "May we?"})
    question = Question.objects.get()
    assert "nog geen antwoord" in client.get(url(challenge)).text
    client.force_login(owner)
    prefix = f"q{question.pk}"
    client.post(
        url(challenge, "answer", question.pk),
        {f"{prefix}-answer": "You may.", f"{prefix}-publish": "on", f"{prefix}-revision": 0},
    )
    client.logout()

    page = client.get(url(challenge)).text

    assert "May we?" in page
    assert "You may." in page
    assert "Olga Owner" in page
    assert "<time datetime" in page


def test_the_public_never_learns_who_asked(client, challenge, ada, question, owner):
    answered(question, owner)
    for reader in (None, UserFactory()):
        if reader:
            client.force_login(reader)
        page = client.get(url(challenge)).text
        assert "May we?" in page
        for trace in ("Ada Asker", "ada@example.org", "question-", f'"{question.pk}"'):
            assert trace not in page, trace


def test_the_order_of_answers_follows_their_publication_not_who_asked_first(
    client, challenge, ada, owner
):
    first = QuestionFactory(challenge=challenge, text="Asked first")
    second = QuestionFactory(challenge=challenge, text="Asked second")
    for question in (second, first):
        answered(question, owner)

    page = client.get(url(challenge)).text

    assert page.index("Asked second") < page.index("Asked first")


def test_what_is_answered_in_private_only_the_asker_sees(client, challenge, ada, question, owner):
    answered(question, owner, publish=False)
    assert "You may." not in client.get(url(challenge)).text
    client.force_login(UserFactory())
    assert "You may." not in client.get(url(challenge)).text

    client.force_login(ada)

    assert "You may." in client.get(url(challenge)).text


def test_an_organiser_answers_too_and_nobody_else(challenge, ada, question):
    others = (ada, OrganiserFactory(event=EventFactory()).user)
    elsewhere = ChallengeOwnerFactory(challenge=ChallengeFactory(event=challenge.event)).user
    for who in (*others, elsewhere):
        with pytest.raises(PermissionDenied):
            answered(question, who)

    assert answered(question, OrganiserFactory(event=challenge.event).user).is_public


def test_the_list_of_questions_is_for_who_may_answer(client, challenge, ada, question, owner):
    boss = OrganiserFactory(event=challenge.event).user
    for who, status in ((ada, 404), (owner, 200), (boss, 200)):
        client.force_login(who)
        assert client.get(url(challenge, "questions")).status_code == status


def test_who_answers_is_not_asked_to_ask(client, challenge, ada, owner):
    for reader, is_asked in ((ada, True), (owner, False)):
        client.force_login(reader)
        assert (url(challenge, "ask") in client.get(url(challenge)).text) is is_asked


def test_page_form_and_mail_sign_alike_for_who_has_no_name(client, challenge):
    eve = UserFactory(language="en")
    question = ask_question(actor=eve, challenge=challenge, text="May we?", language="en")
    nameless = ChallengeOwnerFactory(challenge=challenge, user__name="").user
    client.force_login(nameless)
    form = client.get(url(challenge, "questions")).text
    assert "signed “the organisers”" in form
    assert "Plain text" in form
    answered(question, nameless)
    relay_promises()

    mail = EmailLog.objects.get(template="challenges/mail/answer")
    assert "The organisers answer:" in word_mail(mail)[1]
    assert "the organisers ·" in client.get(url(challenge)).text


def test_the_asker_is_mailed_in_their_language_when_the_words_are_new(question, owner):
    answered(question, owner, publish=False)
    answered(question, owner, publish=True, revision=1)
    relay_promises()

    mail = EmailLog.objects.get(template="challenges/mail/answer")
    assert (mail.recipient, mail.language) == ("ada@example.org", "nl")


def test_each_owner_gets_one_mail_for_a_question_and_it_does_not_name_the_asker(question, owner):
    relay_promises()

    mail = EmailLog.objects.get()
    assert mail.recipient == owner.email
    assert "Ada" not in "".join(word_mail(mail))


def test_two_who_answer_at_once_do_not_overwrite_each_other(challenge, question, owner):
    answered(question, owner)

    with pytest.raises(StateConflict, match="Somebody else has answered"):
        answered(question, OrganiserFactory(event=challenge.event).user, text="You may not.")

    question.refresh_from_db()
    assert question.answer == "You may."


def test_an_answer_is_changed_taken_back_and_every_step_is_on_record(question, owner):
    answered(question, owner)
    answered(question, owner, text="You may, on weekdays.", revision=1)
    answered(question, owner, text="You may, on weekdays.", publish=False, revision=2)

    question.refresh_from_db()
    assert not question.is_public
    steps = AuditEntry.objects.filter(verb="question.answer").order_by("id")
    assert [(step.data["new"], step.data["published"]) for step in steps] == [
        (True, True),
        (True, True),
        (False, False),
    ]
    assert len({step.data["sha256"] for step in steps}) == 2


def test_twenty_questions_may_wait_and_no_more(challenge, ada):
    for number in range(20):
        ask_question(actor=ada, challenge=challenge, text=f"{number}?", language="en")

    with pytest.raises(StateConflict, match="20 of your questions"):
        ask_question(actor=ada, challenge=challenge, text="More?", language="en")
    for slot in (1, 21):
        with pytest.raises(IntegrityError), transaction.atomic():
            QuestionFactory(challenge=challenge, asked_by=ada, slot=slot)


def test_nothing_is_asked_or_answered_when_teams_no_longer_work(ada):
    challenge = ChallengeFactory(event=EventFactory(during="judging"))
    question = QuestionFactory(challenge=challenge)
    with pytest.raises(PhaseClosed):
        ask_question(actor=ada, challenge=challenge, text="May we?", language="en")
    with pytest.raises(PhaseClosed):
        answered(question, OrganiserFactory(event=challenge.event).user)


def test_a_refused_question_or_answer_is_shown_again_with_what_was_typed(client, challenge, owner):
    question = QuestionFactory(challenge=challenge)
    client.force_login(owner)
    prefix = f"q{question.pk}"
    typed = {f"{prefix}-answer": "Typed long", f"{prefix}-revision": 7}

    refused = client.post(url(challenge, "answer", question.pk), typed)
    empty = client.post(url(challenge, "ask"), {"text": " \u202e "})

    assert (refused.status_code, empty.status_code) == (422, 422)
    assert "Typed long" in refused.text
    assert "Somebody else has answered" in refused.text


def test_owners_are_added_by_address_in_the_organisers_pages(client, challenge, ada):
    boss = OrganiserFactory(event=challenge.event).user
    client.force_login(boss)
    add = reverse("admin:challenges_challengeowner_add")

    client.post(add, {"challenge": challenge.pk, "email": "ADA@example.org"})
    refused = client.post(add, {"challenge": challenge.pk, "email": "nobody@example.org"})
    foreign = ChallengeFactory(event=EventFactory())
    client.post(add, {"challenge": foreign.pk, "email": "ada@example.org"})

    assert "Nobody has an account" in refused.text
    owner = ChallengeOwner.objects.get()
    assert (owner.user, owner.challenge) == (ada, challenge)
    delete = reverse("admin:challenges_challengeowner_delete", args=[owner.pk])
    client.post(delete, {"post": "yes"})
    assert not ChallengeOwner.objects.exists()
    with pytest.raises(ValidationError):
        add_owner(actor=boss, challenge=challenge, email="nobody@example.org")


@pytest.mark.parametrize("rows", [1, 3])
def test_each_list_asks_the_same_number_of_questions_for_any_number_of_rows(
    client, challenge, ada, owner, rows
):
    counts = []
    for slot in range(1, rows + 1):
        answered(QuestionFactory(challenge=challenge), owner)
        QuestionFactory(challenge=challenge, asked_by=ada, slot=slot)
    for who, name in ((None, "challenge"), (ada, "challenge"), (owner, "questions")):
        if who:
            client.force_login(who)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url(challenge, name)).status_code == 200
        counts.append(len(asked))
    assert counts == [4, 13, 11]


@pytest.mark.parametrize("typed", STRANGE)
def test_what_is_typed_comes_out_harmless_in_pages_and_mails(client, challenge, owner, ada, typed):
    from hackathon.mail.services.wording import word_mail

    client.force_login(ada)
    client.post(url(challenge, "ask"), {"text": typed})
    question = Question.objects.get()
    answered(question, owner, text=typed)
    relay_promises()

    page = client.get(url(challenge)).text
    for text in (page, *(part for mail in EmailLog.objects.all() for part in word_mail(mail)[::2])):
        assert "<script>alert" not in text
        assert "\u202e" not in text
        assert ">49<" not in squeezed(text)
    if typed == "{{7*7}}":
        assert page.count(typed) == 2
