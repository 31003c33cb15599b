"""The organisers' pages about people and teams."""

import pytest
from django.urls import reverse

from hackathon.kernel.guard import unguarded
from hackathon.models import OutboxMessage
from teams.models import AdmissionCode, ConsentText, Participant
from teams.participants.services.participation import apply
from teams.rulings.services import correct_team
from tests.acting import press
from tests.factories import (
    ChallengeFactory,
    EventFactory,
    MemberFactory,
    OrganiserFactory,
    UserFactory,
    published,
)
from tests.house.rendered import read
from tests.teams.team.test_members import captains, team_of

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


def test_a_decision_that_is_refused_shows_no_mail_and_no_button(client, event, boss):
    ada, bob = comes(event), comes(event)
    with unguarded("test"):
        Participant.objects.filter(pk=ada.pk).update(status="confirmed")
        Participant.objects.filter(pk=bob.pk).update(status="withdrawn")
    where = reverse("admin:teams_participant_changelist")

    def look(*chosen):
        asked = {"action": "accept_selected", "_selected_action": [one.pk for one in chosen]}
        return client.post(where, asked).text

    page = look(ada)
    assert "This is not possible for somebody in the state “takes part”." in page
    assert "Accept, and send the mail" not in page
    assert "The mail as the first one gets it" not in page
    assert ada.user.email not in page.split("</ul>")[-1]
    carol = comes(event)
    page = look(ada, bob, carol)
    assert "Accept, and send the mail" in page
    assert carol.user.email in page.split("The mail as the first one gets it")[-1]
    assert states() == ["confirmed", "withdrawn", "applied"]


def test_a_word_that_is_too_long_leaves_the_decision_open(client, event, boss):
    asked = {"action": "accept_selected", "_selected_action": [comes(event).pk], "send": "1"}
    where = reverse("admin:teams_participant_changelist")
    page = client.post(where, {**asked, "words": "x" * 1001}).text

    assert "1001 characters long, and at most 1000" in page
    assert "Accept, and send the mail" in page
    assert states() == ["applied"]


def test_where_nothing_was_decided_no_mail_is_announced(client, event, boss):
    ada = comes(event)
    with unguarded("test"):
        Participant.objects.filter(pk=ada.pk).update(status="withdrawn")
    where = reverse("admin:teams_participant_changelist")
    asked = {"action": "accept_selected", "_selected_action": [ada.pk], "send": "1"}
    page = client.post(where, asked, follow=True).text

    assert "in the state “withdrawn”" in page
    assert "on their way" not in page


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
            MemberFactory(
                team=team_of(event, name=f"T{Participant.objects.count()}"),
                seat=2,
                is_captain=False,
                user=comes(event).user,
            )
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


def test_a_team_that_was_moved_meanwhile_is_not_moved_back_by_a_new_name(client, event, boss):
    team, other = team_of(event), ChallengeFactory(event=event)
    address = reverse("admin:teams_team_put_right", args=[team.pk])
    page = read(client.get(address).text, address)
    form = next(one for one in page.forms if "CorrectForm-name" in one.names)
    sent = {control.name: control.value or control.chosen for control in form.controls}
    correct_team(actor=boss, team=team, reason="It fits better.", challenge=other)

    said = {"CorrectForm-name": "Rainbow", "CorrectForm-reason": "So be it.", "do": "CorrectForm"}
    assert press(client, address, {**sent, **said}).status_code == 302

    team.refresh_from_db()
    assert (team.name, team.challenge) == ("Rainbow", other)


def test_a_press_of_a_button_that_there_is_not_says_nothing_of_what_was_done(client, event, boss):
    address = reverse("admin:teams_team_put_right", args=[team_of(event).pk])

    page = client.post(address, {"do": "Rubbish"}, follow=True)

    assert "this page does not know that button" in page.text
    assert "done already" not in page.text


@pytest.mark.parametrize("nothing", ["\u200b", "\u2060 \u200b", "\u3164"])
def test_a_reason_that_nobody_can_see_is_none(client, event, boss, nothing):
    team = team_of(event)
    address = reverse("admin:teams_team_put_right", args=[team.pk])

    page = client.post(address, {"do": "CloseForm", "CloseForm-reason": nothing})

    assert "This field is required" in page.text
    team.refresh_from_db()
    assert team.closed_at is None


def test_an_organiser_renames_appoints_closes_and_reopens(client, event, boss):
    ada, bob = UserFactory(), UserFactory()
    team = team_of(event, ada, bob)
    page = reverse("admin:teams_team_put_right", args=[team.pk])
    other = ChallengeFactory(event=event)

    def put_right(form, **said):
        told = {f"{form}-{name}": value for name, value in {"reason": "So be it.", **said}.items()}
        assert press(client, page, {"do": form, **told}).status_code == 302
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


def test_what_can_no_longer_be_put_right_once_results_are_public_is_said(client):
    event = published(EventFactory(during="deliberation"))
    client.force_login(OrganiserFactory(event=event).user)
    team = MemberFactory(team__event=event).team
    page = client.get(reverse("admin:teams_team_put_right", args=[team.pk])).text

    assert "The results are public" in page
    assert "one no longer moves, merges or closes a team" in " ".join(page.split())
    assert "CloseForm" not in page


@pytest.mark.parametrize(("during", "is_early"), [("registration", True), ("deliberation", False)])
def test_another_way_to_more_time_is_named_only_where_it_is_open(client, during, is_early):
    event = EventFactory(during=during)
    client.force_login(OrganiserFactory(event=event).user)
    page = client.get(reverse("admin:teams_extension_deadlines", args=[event.pk])).text

    assert "More time can be given while teams work" in page
    assert ("Until then, change the deadline in the event." in page) is is_early


def test_submitting_for_a_team_says_how_long_it_can_be_taken_back(client):
    event = EventFactory(during="judging")
    client.force_login(OrganiserFactory(event=event).user)
    team = MemberFactory(team__event=event).team
    page = client.get(reverse("admin:teams_submission_rescue", args=[team.pk])).text

    assert "take this version back until the results are published" in " ".join(page.split())
    assert "The preview shows" not in page


def test_somebody_without_a_team_is_given_a_seat_by_address(client, event, boss):
    with unguarded("test"):
        event.needs_approval = False
        event.save()
    team, eve = team_of(event), comes(event).user
    page = reverse("admin:teams_team_put_right", args=[team.pk])
    told = {"do": "MoveForm", "MoveForm-reason": "You were alone."}

    wrong = client.post(page, {**told, "MoveForm-email": "nobody@example.org"})
    press(client, page, {**told, "MoveForm-email": eve.email.upper()})

    assert "Nobody with this address" in wrong.text
    assert team.members.filter(user=eve).exists()
