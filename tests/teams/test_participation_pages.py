"""The page on which a person says what an event asks of whoever takes part."""

import pytest

from hackathon.guard import unguarded
from teams.models import ConsentText, EntryQuestion, Participant
from teams.services.admission import publish_consent
from tests.factories import OrganiserFactory, UserFactory
from tests.teams.addresses import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    ada = UserFactory(email="ada@example.org", name="Ada")
    client.force_login(ada)
    return ada


def test_an_event_with_rules_leads_there_and_back_before_a_team(client, event, ada):
    text = publish_consent(
        actor=OrganiserFactory(event=event).user, event=event,
        text=ConsentText(kind="rules", sentence="I keep to the rules.", text="**Be kind.**"),
    )  # fmt: skip
    sent = client.get(at(event, "register"))
    assert sent.url == at(event, "taking_part") + "?next=" + at(event, "register").replace(
        "/", "%2F"
    )

    page = client.get(sent.url)
    assert "<strong>Be kind.</strong>" in page.text
    refused = client.post(sent.url, {})
    assert "This is needed to take part." in refused.text
    done = client.post(sent.url, {text.key: "on", "next": at(event, "register")})

    assert done.url == at(event, "register")
    assert client.get(done.url).status_code == 200


def test_no_address_of_another_site_is_gone_back_to(client, event, ada):
    with unguarded("test"):
        EntryQuestion.objects.create(event=event, label="Diet", is_required=True)
    where = at(event, "taking_part")
    question = EntryQuestion.objects.get()

    done = client.post(where, {question.key: "vegan", "next": "https://evil.example/"})

    assert done.url == where


def test_every_kind_of_question_is_asked_kept_and_shown(client, event, ada):
    with unguarded("test"):
        made = [
            EntryQuestion.objects.create(
                event=event, label=f"About {kind}", kind=kind, position=n, is_required=True,
                options="Red\nBlue" if kind.startswith("choice") else "",
            )
            for n, kind in enumerate(EntryQuestion.Kind.values)
        ]  # fmt: skip
    by = {q.kind: q.key for q in made}
    where = at(event, "taking_part")
    refused = client.post(where, {by["short"]: "Only this"})
    assert refused.text.count("Answer this to take part.") >= 7
    assert 'value="Only this"' in refused.text
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = {
        by["short"]: "a", by["long"]: "b", by["choice"]: "2", by["choices"]: ["1", "2"],
        by["yes_no"]: "yes", by["number"]: "3.50", by["date"]: "2026-12-09",
        by["file"]: SimpleUploadedFile("cv.pdf", b"%PDF-1.4"),
    }  # fmt: skip
    client.post(where, sent)

    page = client.get(where)
    for shown in ("Blue", "Red, Blue", "3.5", "2026-12-09", "cv.pdf", "yes"):
        assert shown in page.text, shown
    file = client.get(at(event, "answer_file", EntryQuestion.objects.get(kind="file").pk))
    assert "attachment" in file["Content-Disposition"]
    file.close()


def test_a_question_that_no_answer_leads_to_is_not_required(client, event, ada):
    with unguarded("test"):
        first = EntryQuestion.objects.create(event=event, label="Driving?", kind="yes_no")
        EntryQuestion.objects.create(
            event=event, label="Plate", position=2, is_required=True, shown_if=first,
            shown_if_answer="yes",
        )  # fmt: skip
    where = at(event, "taking_part")

    assert "Answer this" in client.post(where, {first.key: "yes"}).text
    client.post(where, {first.key: "no"})

    assert Participant.objects.get().has_place


def test_what_is_typed_is_kept_before_it_is_sent(client, event, ada):
    with unguarded("test"):
        question = EntryQuestion.objects.create(event=event, label="Diet", is_required=True)

    said = client.post(at(event, "autosave"), {question.key: "vegan"})

    assert said.text == "Saved"
    assert 'value="vegan"' in client.get(at(event, "taking_part")).text
