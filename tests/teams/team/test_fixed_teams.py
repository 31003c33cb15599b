"""What was offered and asked when teams became fixed is told to whom it concerns."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from hackathon.mail.services.queueing import relay_promises
from hackathon.mail.services.wording import word_mail
from hackathon.models import AuditEntry, EmailLog, Event, User
from teams.mergers.services import offer_merge
from teams.models import Answer, JoinRequest, Team
from teams.team.services.fixing import tell_fixed, tell_of_fixed_teams
from teams.team.services.registration import accept_invitation, invite_members
from tests.factories import EventFactory, MemberFactory, UserFactory
from tests.journeys.panel import set_clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    """Two are invited, one of whom has found another team; and somebody asks."""
    event = EventFactory(during="hacking", max_team_size=9)
    seat = MemberFactory(team__event=event)
    invite_members(actor=seat.user, team=seat.team, emails=["ada@example.org", "bob@example.org"])
    other = MemberFactory(team__event=event, user__email="bob@example.org", seat=1)
    assert other.team != seat.team
    with unguarded("test"):
        JoinRequest.objects.create(
            team=seat.team, user=UserFactory(email="eve@example.org"), asked_at=timezone.now()
        )
    relay_promises()
    EmailLog.objects.all().delete()
    return seat.team


def fix(team, ago=timedelta(minutes=1)):
    event = Event.objects.get(pk=team.event_id)
    event.team_changes_close_at = timezone.now() - ago
    with unguarded("test"):
        event.save()
    return event


def told():
    relay_promises()
    return {mail.recipient: word_mail(mail)[1] for mail in EmailLog.objects.all()}


def captain(team):
    return team.members.get(is_captain=True).user


def test_the_captain_and_those_who_are_in_no_team_are_told_once(team):
    assert tell_of_fixed_teams() == 0
    fix(team)

    assert tell_of_fixed_teams() == 1
    assert tell_of_fixed_teams() == 0

    texts = told()
    assert set(texts) == {captain(team).email, "ada@example.org", "eve@example.org"}
    for address in ("ada@example.org", "bob@example.org"):
        assert f"- {address}" in texts[captain(team).email]
    assert "cannot be accepted" in texts["ada@example.org"]
    assert "nobody answered" in texts["eve@example.org"]
    eve = User.objects.get(email="eve@example.org")
    assert f"- {eve}" in texts[captain(team).email]
    kept = str(list(EmailLog.objects.values_list("context", flat=True)))
    assert "@" not in kept, "the log of mails names nobody"
    assert str(eve) not in kept


def test_without_an_instant_of_its_own_teams_are_fixed_at_the_deadline(team):
    set_clock(team.event, "judging")

    assert tell_of_fixed_teams() == 1


def test_a_team_that_has_no_door_open_reads_nothing(team):
    with unguarded("test"):
        team.invitations.update(revoked_at=timezone.now())
        team.join_requests.update(answer=Answer.DECLINED, answered_at=timezone.now())
    fix(team)

    assert tell_of_fixed_teams() == 0


def test_nothing_is_told_where_somebody_answers_or_time_is_given_in_that_moment(team):
    """The sweep found the team a moment ago; now there is nothing to tell any more."""
    assert not tell_fixed(team)  # teams change as long as they like again

    fix(team)
    with unguarded("test"):
        team.invitations.update(revoked_at=timezone.now())
        team.join_requests.update(answer=Answer.DECLINED, answered_at=timezone.now())
    assert not tell_fixed(Team.objects.get(pk=team.pk))


def test_both_captains_read_that_a_proposal_to_merge_can_be_accepted_no_more(team):
    with unguarded("test"):
        team.invitations.update(revoked_at=timezone.now())
        team.join_requests.update(answer=Answer.DECLINED, answered_at=timezone.now())
    other = MemberFactory(team__event=team.event).team
    offer_merge(actor=captain(team), team=team, other=other, keeps_ours=True)
    relay_promises()
    EmailLog.objects.all().delete()
    fix(team)

    assert tell_of_fixed_teams() == 2
    assert tell_of_fixed_teams() == 0

    texts = told()
    assert f"- {other}" in texts[captain(team).email]
    assert f"- {team}" in texts[captain(other).email]
    assert "They have been told" not in texts[captain(team).email]


def test_what_ended_days_ago_is_told_to_nobody(team):
    fix(team, timedelta(days=2))

    assert tell_of_fixed_teams() == 0


def test_the_page_says_so_and_an_invitation_holds_again_where_teams_change_longer(team, client):
    page = reverse("teams:team", args=[team.event.slug, team.pk])
    client.force_login(captain(team))
    assert "Teams are fixed" not in client.get(page).text
    event = fix(team)
    tell_of_fixed_teams()

    assert "these invitations cannot be accepted any more" in client.get(page).text

    event.team_changes_close_at = None
    with unguarded("test"):
        event.save()
    assert "cannot be accepted" not in client.get(page).text
    ada = UserFactory(email="ada@example.org")
    accept_invitation(actor=ada, invitation=team.invitations.get(email=ada.email))
    fix(team, timedelta())
    assert tell_of_fixed_teams() == 1  # it has ended once more, with what is left
    assert AuditEntry.objects.filter(verb="team.fix").count() == 2
