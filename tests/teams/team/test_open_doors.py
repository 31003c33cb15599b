"""Every door into a team that is open is listed where it can be closed: in every phase, also when
the team is full or teams are fixed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from teams.mergers.services import offer_merge
from teams.models import Answer
from teams.team.services.joining import ask_to_join, open_link
from teams.team.services.registration import edit_team, invite_members
from tests.clock import database_at
from tests.factories import MemberFactory, UserFactory
from tests.teams.team.test_members import team_of

pytestmark = pytest.mark.django_db

MOMENTS = ["now", "full", "fixed", "hacking", "judging", "deliberation", "published"]


@pytest.fixture
def captain():
    return UserFactory()


@pytest.fixture
def team(event, captain):
    team = team_of(event, captain, name="Railbow")
    edit_team(actor=captain, team=team, is_open=True)
    return team


def moment_of(event, name):
    """Puts the event into a state; the instant that the database is to say."""
    day = timedelta(days=1)
    return {
        "hacking": event.hacking_starts_at + day / 2,
        "judging": event.submissions_close_at + day / 2,
        "deliberation": event.judging_closes_at + day / 2,
        "published": event.judging_closes_at + day,
    }.get(name, timezone.now())


def put_into(event, team, name):
    with unguarded("test"):
        if name == "full":
            for seat in range(2, event.max_team_size + 1):
                MemberFactory(team=team, seat=seat, is_captain=False)
        if name == "fixed":
            event.team_changes_close_at = timezone.now() - timedelta(minutes=1)
        if name == "published":
            event.published_at = moment_of(event, name)
        event.save()


@pytest.mark.parametrize("name", MOMENTS)
def test_what_a_captain_has_opened_is_closed_on_the_teams_page(client, event, team, captain, name):
    [invitation] = invite_members(actor=captain, team=team, emails=["new@example.org"])
    link = open_link(actor=captain, team=team, uses=3, days=30)
    put_into(event, team, name)
    client.force_login(captain)

    with database_at(moment_of(event, name)):
        page = client.get(team.get_absolute_url()).text
        for row, view in ((invitation, "revoke"), (link, "revoke_link")):
            form = reverse(f"teams:{view}", args=[event.slug, team.pk, row.pk])
            assert f'action="{form}"' in page
            client.post(form)
            row.refresh_from_db()
            assert row.revoked_at


@pytest.mark.parametrize("name", MOMENTS)
def test_what_a_captain_is_asked_can_be_declined(client, event, team, captain, name):
    asked = ask_to_join(actor=UserFactory(), team=team, message="")
    other = team_of(event, UserFactory(), name="Others")
    with unguarded("test"):
        event.refresh_from_db()
    offer = offer_merge(actor=other.members.get().user, team=other, other=team, keeps_ours=True)
    put_into(event, team, name)
    client.force_login(captain)

    with database_at(moment_of(event, name)):
        page = client.get(team.get_absolute_url()).text
        for row, view in ((asked, "answer"), (offer, "offer")):
            address = reverse(f"teams:{view}", args=[event.slug, team.pk, row.pk])
            assert address in page
            assert 'value="decline"' in client.get(address).text
            client.post(address, {"do": "decline", "words": ""})
            row.refresh_from_db()
            assert row.answer == Answer.DECLINED


@pytest.mark.parametrize("name", [*MOMENTS, "shut"])
def test_what_somebody_asked_can_be_withdrawn(client, event, team, captain, name):
    """By a person who asked to join, also a team that no longer looks for people; by a captain who
    proposed a merger."""
    eve, other = UserFactory(), team_of(event, UserFactory(), name="Others")
    asked = ask_to_join(actor=eve, team=team, message="")
    offer = offer_merge(actor=captain, team=team, other=other, keeps_ours=True)
    if name == "shut":
        edit_team(actor=captain, team=team, is_open=False)
    put_into(event, team, name)

    with database_at(moment_of(event, name)):
        client.force_login(eve)
        form = reverse("teams:withdraw_request", args=[event.slug, asked.pk])
        assert f'action="{form}"' in client.get(reverse("teams:directory", args=[event.slug])).text
        client.post(form)
        client.force_login(captain)
        address = reverse("teams:offer", args=[event.slug, team.pk, offer.pk])
        assert address in client.get(team.get_absolute_url()).text
        assert 'value="withdraw"' in client.get(address).text
        client.post(address, {"do": "withdraw", "words": ""})

    for row in (asked, offer):
        row.refresh_from_db()
        assert row.answer == Answer.WITHDRAWN
