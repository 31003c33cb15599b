"""An organiser takes somebody out of a team, who keeps their place and is told why."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.kernel.guard import unguarded
from hackathon.mail.services.queueing import relay_promises
from hackathon.mail.services.wording import word_mail
from hackathon.models import EmailLog
from teams.models import Member, Participant
from teams.rulings.services import move_member, take_member_out
from teams.team.services.joining import open_link, use_link
from teams.team.services.members import leave_team
from tests.acting import press
from tests.factories import EventFactory, MemberFactory, OrganiserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    event = EventFactory(during="hacking")
    captain = MemberFactory(team__event=event)
    member = MemberFactory(team=captain.team, seat=2, is_captain=False)
    return event, captain, member, OrganiserFactory(event=event).user


def test_the_person_and_the_captain_read_why(scene):
    _event, captain, member, boss = scene

    take_member_out(actor=boss, member=member, reason="They asked for it.")
    relay_promises()

    assert not Member.objects.filter(pk=member.pk).exists()
    told = {mail.recipient: word_mail(mail)[1] for mail in EmailLog.objects.all()}
    assert set(told) == {captain.user.email, member.user.email}
    assert all("They asked for it." in text for text in told.values())
    assert "organisers have taken you out" in told[member.user.email]


def test_what_is_said_of_the_way_back_is_true(scene, client):
    _event, captain, member, boss = scene
    client.force_login(boss)
    page = reverse("admin:teams_team_put_right", args=[captain.team_id])
    assert "or when organisers give them a seat" in client.get(page).text
    person = member.user

    take_member_out(actor=boss, member=member, reason="They asked for it.")
    move_member(actor=boss, user=person, team=captain.team, reason="A mistake.")
    relay_promises()

    told = [word_mail(mail)[1] for mail in EmailLog.objects.filter(recipient=captain.user.email)]
    assert any("or when organisers give them a seat" in text for text in told)
    assert any(f"{person} has been given a seat" in text for text in told)


def test_the_link_that_they_came_by_brings_them_back_no_more(scene):
    _event, captain, member, boss = scene
    link = open_link(actor=captain.user, team=captain.team, uses=2, days=2)
    take_member_out(actor=boss, member=member, reason="They asked for it.")

    with pytest.raises(StateConflict, match="You were taken out"):
        use_link(actor=member.user, link=link)


def test_a_captain_is_replaced_first_and_the_only_member_closes_the_team(scene):
    _event, captain, member, boss = scene
    with pytest.raises(StateConflict, match="appoint another captain"):
        take_member_out(actor=boss, member=captain, reason="Gone.")
    take_member_out(actor=boss, member=member, reason="Gone.")
    with pytest.raises(StateConflict, match="close the team"):
        take_member_out(actor=boss, member=captain, reason="Gone.")


def test_only_organisers_with_a_reason_until_the_results_are_public(scene):
    event, captain, member, boss = scene
    key = member.pk
    with pytest.raises(PermissionDenied):
        take_member_out(actor=captain.user, member=member, reason="No.")
    with pytest.raises(ValidationError):
        take_member_out(actor=boss, member=member, reason="")
    with unguarded("test"):
        now = timezone.now()
        type(event).objects.update(
            submissions_close_at=now - timedelta(minutes=2),
            judging_closes_at=now - timedelta(minutes=1),
            published_at=now,
        )
    with pytest.raises(PhaseClosed):
        take_member_out(actor=boss, member=Member.objects.get(pk=key), reason="Late.")


def test_the_page_shows_what_it_touches_before_it_is_done(client, scene):
    _event, captain, member, boss = scene
    client.force_login(boss)
    page = reverse("admin:teams_team_put_right", args=[captain.team_id])
    said = {"do": "TakeOutForm", "TakeOutForm-member": member.pk, "TakeOutForm-reason": "Asked."}

    shown = client.post(page, said).text
    assert "2 members" in shown
    assert "1 member," in shown
    assert "2 mails will be sent" in shown
    press(client, page, said)

    assert [seat.user for seat in captain.team.members.all()] == [captain.user]


def test_who_was_taken_out_by_mistake_sits_there_as_before(scene):
    event, captain, member, boss = scene
    with unguarded("test"):
        event.max_team_size = 4
        event.save()
        Member.objects.filter(pk=member.pk).update(seat=4, seats=4, is_named=True)
        Participant.objects.create(
            event=event, user=member.user, status="confirmed", started_at=timezone.now()
        )
    before = Member.objects.get(pk=member.pk)

    take_member_out(actor=boss, member=before, reason="The wrong one.")
    move_member(actor=boss, user=member.user, team=captain.team, reason="It was a mistake.")

    after = Member.objects.get(user=member.user)
    as_it_was = (4, True, before.joined_at)
    assert (after.seat, after.is_named, after.joined_at) == as_it_was


def test_who_was_moved_by_mistake_sits_there_as_before_and_who_left_does_not(scene):
    event, captain, member, boss = scene
    with unguarded("test"):
        Member.objects.filter(pk=member.pk).update(is_named=True)
    member = Member.objects.get(pk=member.pk)
    other = MemberFactory(team__event=event).team

    for team in (other, captain.team):
        move_member(actor=boss, user=member.user, team=team, reason="Back and forth.")
    back = Member.objects.get(user=member.user)
    assert (back.is_named, back.joined_at) == (True, member.joined_at)

    leave_team(actor=member.user, member=back)
    move_member(actor=boss, user=member.user, team=captain.team, reason="They asked for it.")
    assert not Member.objects.get(user=member.user).is_named
