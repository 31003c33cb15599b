import pytest
from django.urls import reverse

from hackathon.models import EmailLog
from teams.models import Invitation, Team
from teams.team.services.registration import register_team
from tests.factories import ChallengeFactory, EventFactory, MemberFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob():
    return UserFactory(email="bob@example.org")


@pytest.fixture
def railbow(event, challenge):
    return register_team(
        actor=UserFactory(),
        event=event,
        name="Railbow",
        challenge=challenge,
        invite=["bob@example.org"],
    )


def accept_page(team):
    return reverse("teams:accept", args=[team.event.slug, team.invitations.get().token])


def test_registering_in_the_browser_leads_to_the_team_page(client, event, challenge):
    client.force_login(UserFactory())

    response = client.post(
        reverse("teams:register", args=[event.slug]),
        {
            "name": "Railbow",
            "challenge": challenge.pk,
            "invite": "bob@example.org\nBOB@example.org",
        },
    )

    team = Team.objects.get()
    assert response.url == team.get_absolute_url()
    assert [invitation.email for invitation in team.invitations.all()] == ["bob@example.org"]
    assert "bob@example.org" in client.get(response.url).text


def test_a_refusal_is_shown_and_keeps_what_was_typed(client, event, challenge):
    seat = MemberFactory(team__event=event)
    client.force_login(seat.user)

    page = client.post(
        reverse("teams:register", args=[event.slug]), {"name": "Again", "challenge": challenge.pk}
    )

    assert "You are in the team" in page.text
    assert 'value="Again"' in page.text


def test_a_challenge_of_another_event_cannot_be_chosen(client, event):
    client.force_login(UserFactory())
    elsewhere = ChallengeFactory(event=EventFactory())

    client.post(
        reverse("teams:register", args=[event.slug]), {"name": "X", "challenge": elsewhere.pk}
    )

    assert not Team.objects.exists()


def test_looking_at_an_invitation_changes_nothing_and_the_button_takes_the_seat(
    client, railbow, bob
):
    client.force_login(bob)
    for _ in range(3):
        assert client.get(accept_page(railbow)).status_code == 200
        client.head(accept_page(railbow))
    assert Invitation.objects.get().is_open

    client.post(accept_page(railbow))

    assert railbow.members.filter(user=bob).exists()


def test_what_is_not_yours_does_not_exist(client, railbow):
    client.force_login(UserFactory())
    other = EventFactory(during="registration")

    assert client.get(accept_page(railbow)).status_code == 404
    assert client.post(accept_page(railbow)).status_code == 404
    assert client.get(railbow.get_absolute_url()).status_code == 404
    assert client.get(reverse("teams:team", args=[other.slug, railbow.pk])).status_code == 404


def test_an_unlisted_event_does_not_exist_for_the_public(client):
    hidden = EventFactory(is_listed=False)
    assert client.get(hidden.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_event_page_asks_the_same_number_of_questions_for_any_number_of_rows(
    client, django_assert_num_queries, rows
):
    event = EventFactory()
    ChallengeFactory.create_batch(rows, event=event)

    with django_assert_num_queries(9):  # one tells of more time, while teams write
        page = client.get(event.get_absolute_url())

    policy = set(page.headers["Content-Security-Policy"].split("; "))
    assert {"default-src 'none'", "script-src 'self'", "style-src 'self'"} <= policy


def test_a_person_who_signs_up_gets_a_code_by_mail_in_their_language(client):
    page = client.post(
        reverse("account_signup") + "?language=fr",
        {"name": "Ada", "email": "ada@example.org", "password1": "correct-horse-battery"},
    )

    assert page.status_code == 302
    assert EmailLog.objects.get().language == "fr"
    assert EmailLog.objects.get().recipient == "ada@example.org"


def test_the_sign_up_page_asks_for_a_name_and_an_address(client):
    page = client.get(reverse("account_signup"))
    assert page.status_code == 200
    assert 'name="name"' in page.text
    assert 'name="email"' in page.text
