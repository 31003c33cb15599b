"""The page on which a person says what an event asks of whoever takes part."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from hackathon.mail.services.wording import write_words
from teams.models import ConsentText, EntryQuestion, Participant
from teams.participants.services.admission import publish_consent
from teams.participants.services.participation import apply
from teams.team.services.registration import invite_members
from tests.factories import MemberFactory, OrganiserFactory, UserFactory
from tests.house.rendered import read
from tests.reading import squeezed
from tests.teams.addresses import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    ada = UserFactory(email="ada@example.org", name="Ada")
    client.force_login(ada)
    return ada


def test_an_event_with_rules_leads_there_and_back_before_a_team(client, event, ada):
    text = publish_consent(
        actor=OrganiserFactory(event=event).user,
        event=event,
        text=ConsentText(kind="rules", sentence="I keep to the rules.", text="**Be kind.**"),
    )
    sent = client.get(at(event, "register"))
    assert sent.url == at(event, "taking_part") + "?next=" + at(event, "register").replace(
        "/", "%2F"
    )

    page = client.get(sent.url)
    assert "<strong>Be kind.</strong>" in squeezed(page.text)
    assert "First yourself, then your team: step 1 of 2." in page.text
    assert "Register yourself, then the team</button>" in squeezed(page.text)
    refused = client.post(sent.url, {})
    assert "This is needed to take part." in refused.text
    assert ".</a>" not in squeezed(refused.text)  # a sentence is a name here, before a colon
    done = client.post(sent.url, {text.key: "on", "next": at(event, "register")})

    assert done.url == at(event, "register")
    form = client.get(done.url)
    assert form.status_code == 200
    assert "You are registered. Now your team: step 2 of 2." in form.text


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
                event=event,
                label=f"About {kind}",
                kind=kind,
                position=n,
                is_required=True,
                options="Red\nBlue" if kind.startswith("choice") else "",
            )
            for n, kind in enumerate(EntryQuestion.Kind.values)
        ]
    by = {q.kind: q.key for q in made}
    where = at(event, "taking_part")
    refused = client.post(where, {by["short"]: "Only this"})
    assert refused.text.count("Answer this to take part.") >= 7
    assert 'value="Only this"' in refused.text
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = {
        by["short"]: "a",
        by["long"]: "b",
        by["choice"]: "2",
        by["choices"]: ["1", "2"],
        by["yes_no"]: "yes",
        by["number"]: "3.50",
        by["date"]: "2026-12-09",
        by["file"]: SimpleUploadedFile("cv.pdf", b"%PDF-1.4"),
    }
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
            event=event,
            label="Plate",
            position=2,
            is_required=True,
            shown_if=first,
            shown_if_answer="yes",
        )
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


def test_a_captain_reads_what_comes_before_giving_their_place_back(client, event, ada):
    client.force_login(ada)
    apply(actor=ada, event=event, answers={})
    seat = MemberFactory(team__event=event, user=ada)
    page, give_back = at(event, "taking_part"), at(event, "withdraw_from_event")
    assert give_back in client.get(page).text, "alone in the team, which closes then"

    MemberFactory(team=seat.team, seat=2, is_captain=False)

    assert "Hand it over to another member" in client.get(page).text
    assert give_back not in client.get(page).text


def test_who_is_offered_a_place_confirms_it_before_a_team_is_offered(client, event, ada):
    client.force_login(ada)
    apply(actor=ada, event=event, answers={})
    with unguarded("test"):
        Participant.objects.update(status="offered", confirm_by=event.hacking_starts_at)

    sent = client.get(at(event, "register"))

    assert sent.url.startswith(at(event, "taking_part"))
    assert at(event, "confirm_place") in client.get(sent.url).text


def test_two_windows_of_one_registration_lose_no_answer(client, event):
    with unguarded("test"):
        diet = EntryQuestion.objects.create(event=event, label="Diet", is_required=True)
        days = EntryQuestion.objects.create(event=event, label="Days")
    client.force_login(UserFactory())
    address = reverse("teams:taking_part", args=[event.slug])
    saving = reverse("teams:autosave", args=[event.slug])
    page = read(client.get(address).text, address)
    form = next(one for one in page.forms if diet.key in one.names)
    older = {control.name: control.value for control in form.controls}

    first = client.post(saving, {**older, diet.key: "None", days.key: ""})
    assert (first.status_code, first.headers["X-Kept"]) == (200, diet.key)
    second = client.post(saving, {**older, days.key: "Friday"})
    assert second.status_code == 200
    clash = client.post(saving, {**older, diet.key: "Vegan", days.key: ""})
    both = client.post(address, {**older, diet.key: "Vegan", days.key: ""})

    assert clash.status_code == 409
    assert both.status_code == 422
    assert "You changed this in another window" in both.text
    assert "None" in both.text
    answers = Participant.objects.get().answers.order_by("question")
    assert [answer.value for answer in answers] == ["None", "Friday"]
    again = next(f for f in read(both.text, address).forms if diet.key in f.names)
    client.post(address, {control.name: control.value for control in again.controls})
    assert [answer.value for answer in answers.all()] == ["Vegan", "Friday"]


@pytest.mark.parametrize("capacity", [None, 5])
def test_who_waits_for_a_place_is_spoken_of_only_where_places_are_counted(
    client, event, ada, capacity
):
    with unguarded("test"):
        event.capacity = capacity
        event.save()
    client.force_login(ada)
    apply(actor=ada, event=event, answers={})
    page = client.get(at(event, "taking_part")).text
    assert ("goes to somebody who waits" in page) is (capacity is not None)

    later = timezone.now() + timedelta(days=1)
    with unguarded("test"):
        row = Participant.objects.get()
        Participant.objects.update(
            status="offered", confirm_by=later, place=1 if capacity else None, places=capacity
        )
    assert (
        "Without your answer the place goes to somebody else"
        in client.get(at(event, "taking_part")).text
    ) is (capacity is not None)
    row.refresh_from_db()
    told = {"participant": row, "event": event, "state": "offered", "site_url": ""}
    mail = " ".join(write_words("teams/mail/participant", "en", told)[1].split())
    assert ("goes to somebody else" in mail) is (capacity is not None)


def test_who_has_a_place_and_an_invitation_is_led_to_it(client, event, ada):
    captain = MemberFactory(team__event=event, team__name="Railbow", is_captain=True)
    apply(actor=ada, event=event, answers={})
    client.force_login(ada)
    assert "has invited you" not in client.get(at(event, "taking_part")).text
    invite_members(actor=captain.user, team=captain.team, emails=[ada.email])

    page = client.get(at(event, "taking_part"))

    assert "The team Railbow has invited you." in page.text
    way = next(link for link in read(page.text, "/").links if "/invitation" in link)
    assert client.get(way).status_code == 200


def test_answers_are_put_right_until_registration_closes(client, event, ada):
    with unguarded("test"):
        diet = EntryQuestion.objects.create(event=event, label="Diet", is_required=True)
        size = EntryQuestion.objects.create(event=event, label="Size", position=2)
    apply(actor=ada, event=event, answers={diet: "vegan", size: "M"})
    where = at(event, "change_answers")
    assert f'href="{where}"' in client.get(at(event, "taking_part")).text
    assert 'value="vegan"' in client.get(where).text

    refused = client.post(where, {diet.key: "", size.key: "XL", f"initial-{diet.key}": "vegan"})
    assert refused.status_code == 422
    assert "Answer this to take part." in refused.text
    assert 'value="XL"' in refused.text
    saved = client.post(where, {diet.key: "none", size.key: "M"}, follow=True)

    assert saved.redirect_chain[-1][0] == at(event, "taking_part")
    assert "Your answers are saved." in saved.text
    participant = Participant.objects.get()
    assert {a.question.label: a.value for a in participant.answers.all()} == {
        "Diet": "none",
        "Size": "M",
    }
    assert participant.status == Participant.Status.CONFIRMED

    with unguarded("test"):
        event.registration_closes_at = timezone.now() - timedelta(minutes=1)
        event.save()
    assert where not in client.get(at(event, "taking_part")).text
    too_late = client.get(where)
    assert too_late.status_code == 200
    assert "<form" not in too_late.text.split("<main")[1].split("</main")[0]
    typed = client.post(where, {diet.key: "halal", size.key: "M"})
    assert typed.status_code == 422
    assert 'value="halal"' in typed.text
    assert participant.answers.get(question=diet).value == "none"


@pytest.mark.parametrize("status", ["started", "declined", "withdrawn"])
def test_only_who_registered_and_still_counts_changes_answers(client, event, ada, status):
    with unguarded("test"):
        EntryQuestion.objects.create(event=event, label="Diet")
        Participant.objects.create(event=event, user=ada, status=status, started_at=timezone.now())

    assert client.get(at(event, "change_answers")).url == at(event, "taking_part")
