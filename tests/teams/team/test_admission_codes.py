"""Where one needs a code of the organisers: nobody who is invited is surprised by it."""

import pytest
from django.urls import reverse

from hackathon.kernel.guard import unguarded
from hackathon.mail.services.wording import write_words
from teams.models import AdmissionCode
from teams.participants.services.participation import apply
from teams.team.services.joining import open_link
from teams.team.services.registration import edit_team, invite_members
from tests.factories import EventFactory, MemberFactory, UserFactory
from tests.teams.addresses import at

pytestmark = pytest.mark.django_db
CODE = "Mill-Wheel-77"


@pytest.fixture
def gated(event):
    with unguarded("test"):
        event.needs_code, event.contact_email = True, "desk@example.org"
        event.save()
        AdmissionCode.objects.create(event=event, code=CODE, uses=9, uses_left=9)
    return event


@pytest.fixture
def captain(gated):
    seat = MemberFactory(team__event=gated)
    apply(actor=seat.user, event=gated, answers={}, code=CODE)
    return seat


@pytest.fixture
def zoe(client):
    zoe = UserFactory(email="zoe@example.org")
    client.force_login(zoe)
    return zoe


def test_a_captain_reads_that_the_invited_need_a_code_too(gated, captain, client):
    open_link(actor=captain.user, team=captain.team, uses=2, days=2)
    client.force_login(captain.user)

    page = client.get(captain.team.get_absolute_url()).text

    assert page.count("needs a code of the organisers, too") == 2  # by mail, and by a link


def test_who_registers_a_team_reads_it_beside_the_invitations(gated, client):
    user = UserFactory()
    apply(actor=user, event=gated, answers={}, code=CODE)
    client.force_login(user)

    assert "needs a code of the organisers, too" in client.get(at(gated, "register")).text


def test_the_mail_and_the_page_of_an_invitation_say_whom_to_ask_for_the_code(
    gated, captain, client, zoe
):
    (invitation,) = invite_members(actor=captain.user, team=captain.team, emails=[zoe.email])
    told = {"event": gated, "invitation": invitation, "language": "en"}
    mail = " ".join(write_words("teams/mail/invitation", "en", told)[1].split())
    assert "you also need a code of the organisers" in mail
    assert "Ask them for one: desk@example.org" in mail

    page = client.get(
        reverse("teams:accept", args=[gated.slug, invitation.token]), follow=True
    ).text

    assert "the link of the team does not replace it" in page
    assert "If you have none, ask them: desk@example.org" in page


def test_a_request_to_join_leads_to_the_same_words(gated, captain, client, zoe):
    edit_team(actor=captain.user, team=captain.team, is_open=True)

    page = client.get(reverse("teams:ask", args=[gated.slug, captain.team.pk]), follow=True).text

    assert "the link of the team does not replace it" in page


def test_the_home_page_says_that_one_needs_a_code_until_one_is_registered(gated, client, captain):
    sentence = "to register you need a code of the organisers"
    home = gated.get_absolute_url()
    assert sentence in client.get(home).text
    client.force_login(UserFactory())
    assert sentence in client.get(home).text
    with unguarded("test"):
        gated.needs_code = False
        gated.save()
    assert sentence not in client.get(home).text


def test_the_organisers_code_leads_to_registering_with_it_filled_in(gated, client, zoe):
    sent = client.post(at(gated, "type_code"), {"code": CODE.lower()})
    assert sent.url == at(gated, "taking_part")

    page = client.get(sent.url).text

    assert f'value="{CODE.lower()}"' in page
    client.post(sent.url, {"code": CODE.lower()})
    assert gated.participants.get(user=zoe).has_place


def test_a_code_that_nobody_gave_out_is_answered_by_a_sentence_that_fits(gated, client, zoe):
    page = client.post(at(gated, "type_code"), {"code": "Nobody-1"}, follow=True).text

    assert "Neither a team nor the organisers gave out this code" in page


def test_who_is_registered_already_is_told_that_they_need_no_code(gated, captain, client):
    with unguarded("test"):
        captain.delete()
    client.force_login(captain.user)

    page = client.post(at(gated, "type_code"), {"code": CODE}, follow=True).text

    assert "You are registered already" in page


def test_the_code_of_another_event_is_no_code_of_this_one(gated, client, zoe):
    with unguarded("test"):
        AdmissionCode.objects.update(event=EventFactory())

    page = client.post(at(gated, "type_code"), {"code": CODE}, follow=True).text

    assert "Neither a team nor the organisers gave out this code" in page
