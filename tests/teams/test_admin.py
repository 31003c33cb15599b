"""The organisers' pages about people and teams."""

import pytest
from django.urls import reverse

from hackathon.guard import unguarded
from hackathon.models import OutboxMessage
from teams.models import AdmissionCode, ConsentText, Participant
from teams.services.participation import apply
from tests.factories import (
    ChallengeFactory,
    EventFactory,
    MemberFactory,
    OrganiserFactory,
    UserFactory,
)
from tests.teams.test_members import captains, team_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    return EventFactory(during="registration", needs_approval=True)


@pytest.fixture
def boss(client, event):
    boss = OrganiserFactory(event=event).user
    client.force_login(boss)
    return boss


def comes(event, **person):
    return apply(actor=UserFactory(**person), event=event, answers={})


def states():
    return list(Participant.objects.order_by("pk").values_list("status", flat=True))


def test_people_are_accepted_together_after_a_look_at_the_mail(client, event, boss):
    chosen = [comes(event, language="fr").pk, comes(event).pk]
    where = reverse("admin:teams_participant_changelist")
    asked = {"action": "accept_selected", "_selected_action": chosen, "words": "Bienvenue !"}

    page = client.post(where, asked)
    assert "Bienvenue !" in page.text
    assert "person" in page.text
    assert states() == ["applied", "applied"]
    client.post(where, {**asked, "send": "1"})

    assert states() == ["offered", "offered"]


def test_who_cannot_be_accepted_is_named_and_the_others_are(client, event, boss):
    with unguarded("test"):
        event.capacity = 1
        event.save()
    chosen = [comes(event).pk, comes(event).pk]
    where = reverse("admin:teams_participant_changelist")

    page = client.post(
        where, {"action": "accept_selected", "_selected_action": chosen, "send": "1"}, follow=True
    )

    assert "All places are taken" in page.text
    assert states() == ["offered", "applied"]


def test_a_note_is_for_organisers_alone(client, event, boss):
    ada = comes(event)

    client.post(reverse("admin:teams_participant_change", args=[ada.pk]), {"note": "Secret note"})

    ada.refresh_from_db()
    assert ada.note == "Secret note"
    client.force_login(ada.user)
    assert "Secret note" not in client.get(ada.get_absolute_url()).text


def test_the_list_of_people_asks_as_much_for_three_as_for_one(
    client, event, boss, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for more in (1, 2):
        for _ in range(more):
            MemberFactory(team=team_of(event, name=f"T{Participant.objects.count()}"), seat=2,
                          is_captain=False, user=comes(event).user)  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("admin:teams_participant_changelist"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_filters_find_who_is_without_a_team(client, event, boss):
    seated, free = comes(event, name="Seated"), comes(event, name="Free")
    team_of(event, seated.user)
    where = reverse("admin:teams_participant_changelist")

    assert free.user.name in client.get(where, {"team": "no"}).text
    assert seated.user.email not in client.get(where, {"team": "no"}).text
    assert free.user.email not in client.get(where, {"team": "yes"}).text


def test_a_text_to_agree_to_gets_a_new_version_and_is_never_edited(client, event, boss):
    add = reverse("admin:teams_consenttext_add")
    told = {"event": event.pk, "kind": "rules", "sentence_en": "I agree.", "is_required": "on"}

    client.post(add, told)
    client.post(add, {**told, "sentence_en": "I agree to more."})

    versions = ConsentText.objects.order_by("version").values_list("version", "sentence")
    assert list(versions) == [(1, "I agree."), (2, "I agree to more.")]
    first = ConsentText.objects.order_by("pk").first()
    change = reverse("admin:teams_consenttext_change", args=[first.pk])
    client.post(change, {**told, "sentence_en": "Changed"})
    assert not ConsentText.objects.filter(sentence="Changed").exists()


def test_a_code_that_was_used_keeps_its_count(client, event, boss):
    add = reverse("admin:teams_admissioncode_add")
    client.post(add, {"event": event.pk, "code": "PARTNER", "uses": 2})
    code = AdmissionCode.objects.get()
    with unguarded("test"):
        code.uses_left = 0
        code.save()
    change = reverse("admin:teams_admissioncode_change", args=[code.pk])

    refused = client.post(change, {"code": "PARTNER", "uses": 1})
    client.post(change, {"code": "PARTNER", "uses": 5})

    code.refresh_from_db()
    assert "2 people have used this code already" in refused.text
    assert code.uses_left == 3


@pytest.mark.parametrize("form", ["CorrectForm", "CloseForm", "AppointForm", "MergeForm"])
def test_nothing_is_put_right_without_a_reason(client, event, boss, form):
    team = team_of(event)

    page = client.post(reverse("admin:teams_team_put_right", args=[team.pk]), {"do": form})

    assert "This field is required" in page.text
    assert not OutboxMessage.objects.filter(entry__subject_id=team.pk).exists()


def test_an_organiser_renames_appoints_closes_and_reopens(client, event, boss):
    ada, bob = UserFactory(), UserFactory()
    team = team_of(event, ada, bob)
    page = reverse("admin:teams_team_put_right", args=[team.pk])
    other = ChallengeFactory(event=event)

    def put_right(form, **said):
        told = {f"{form}-{name}": value for name, value in {"reason": "So be it.", **said}.items()}
        assert client.post(page, {"do": form, **told}).status_code == 302
        team.refresh_from_db()

    put_right("CorrectForm", name="Rainbow", challenge=other.pk)
    assert (team.name, team.challenge) == ("Rainbow", other)
    put_right("AppointForm", member=team.members.get(user=bob).pk)
    assert captains(team) == [bob]
    put_right("CloseForm")
    assert team.closed_at
    put_right("ReopenForm")
    assert captains(team) == [bob]
    assert "So be it." in client.get(page).text


def test_somebody_without_a_team_is_given_a_seat_by_address(client, event, boss):
    with unguarded("test"):
        event.needs_approval = False
        event.save()
    team, eve = team_of(event), comes(event).user
    page = reverse("admin:teams_team_put_right", args=[team.pk])
    told = {"do": "MoveForm", "MoveForm-reason": "You were alone."}

    wrong = client.post(page, {**told, "MoveForm-email": "nobody@example.org"})
    client.post(page, {**told, "MoveForm-email": eve.email.upper()})

    assert "Nobody with this address" in wrong.text
    assert team.members.filter(user=eve).exists()
