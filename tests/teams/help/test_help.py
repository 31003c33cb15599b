"""The queue for help: asked, claimed, handed on, closed; and who helped whom."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.mail.services.queueing import relay_promises
from hackathon.models import EmailLog
from teams.help.selectors import coaches_of, coaches_who_helped
from teams.help.services.coaches import accept_coaching, invite_coach, save_coach
from teams.help.services.help import (
    ask_help,
    cancel_help,
    claim_help,
    close_help,
    hand_on_help,
)
from teams.models import Coach
from tests.factories import (
    CoachFactory,
    EventFactory,
    HelpRequestFactory,
    MemberFactory,
    OrganiserFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    """A captain while teams hack."""
    return MemberFactory(team__event=EventFactory(during="hacking"))


@pytest.fixture
def coach(ada):
    return CoachFactory(event=ada.event)


@pytest.fixture
def bob(ada):
    """A second coach."""
    return CoachFactory(event=ada.event, name="Bob", user__language="nl")


def ask(ada, what="How?"):
    return ask_help(actor=ada.user, team=ada.team, what=what, where="Table 7", language="fr")


def url(name, *args):
    return reverse(f"teams:{name}", args=args)


def test_a_request_is_claimed_and_closed_by_its_coach(ada, coach):
    request = claim_help(actor=coach.user, request=ask(ada))

    assert (request.status, request.claimed_by) == ("claimed", coach)
    assert close_help(actor=coach.user, request=request).status == "closed"
    assert coaches_of(ada.team) == {coach: {"claimed", "closed"}}
    assert coaches_who_helped(ada.team) == {coach}


def test_a_team_has_three_open_requests_at_most(ada):
    first, *_more = [ask(ada) for _ in range(3)]
    with pytest.raises(StateConflict, match="3 open requests"):
        ask(ada)

    cancel_help(actor=ada.user, request=first)

    assert ask(ada).slot == 1


@pytest.mark.parametrize("slot", [1, 4])
def test_the_database_itself_refuses_a_fourth_open_request(ada, slot):
    ask(ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        HelpRequestFactory(team=ada.team, asked_by=ada.user, slot=slot)


def test_only_members_ask_and_cancel(ada, coach):
    with pytest.raises(PermissionDenied):
        ask_help(actor=coach.user, team=ada.team, what="x", where="x", language="en")
    with pytest.raises(PermissionDenied):
        cancel_help(actor=coach.user, request=ask(ada))


def test_only_a_coach_of_the_event_claims_and_never_for_their_own_team(ada, coach):
    request = ask(ada)
    for stranger in (UserFactory(), CoachFactory(event=EventFactory()).user, ada.user):
        with pytest.raises(PermissionDenied):
            claim_help(actor=stranger, request=request)
    MemberFactory(team=ada.team, user=coach.user, seat=2, is_captain=False)
    with pytest.raises(StateConflict, match="nobody coaches a challenge for which they compete"):
        claim_help(actor=coach.user, request=request)


def test_the_second_coach_hears_that_another_was_faster(ada, coach, bob):
    request = claim_help(actor=coach.user, request=ask(ada))

    with pytest.raises(StateConflict, match="faster"):
        claim_help(actor=bob.user, request=request)


def test_only_the_coach_who_is_coming_hands_on_and_closes(ada, coach, bob):
    request = claim_help(actor=coach.user, request=ask(ada))

    with pytest.raises(PermissionDenied):
        close_help(actor=bob.user, request=request)
    with pytest.raises(PermissionDenied):
        hand_on_help(actor=bob.user, request=request, to=None)


def test_who_receives_a_request_is_told_by_mail_in_their_language(ada, coach, bob):
    request = claim_help(actor=coach.user, request=ask(ada))

    hand_on_help(actor=coach.user, request=request, to=bob)
    relay_promises()

    assert request.claimed_by == bob
    mail = EmailLog.objects.get(template="teams/mail/handed_on")
    assert (mail.recipient, mail.language) == (bob.user.email, "nl")
    assert coaches_of(ada.team) == {coach: {"claimed", "handed_on"}, bob: {"received"}}
    assert coaches_who_helped(ada.team) == {coach}


def test_handed_back_a_request_keeps_its_place_and_nobody_is_mailed(ada, coach):
    request = claim_help(actor=coach.user, request=ask(ada))
    asked_at = request.asked_at

    hand_on_help(actor=coach.user, request=request, to=None)
    relay_promises()

    request.refresh_from_db()
    assert (request.status, request.claimed_by, request.asked_at) == ("waiting", None, asked_at)
    assert not EmailLog.objects.exists()


def test_a_request_goes_only_to_another_coach_of_the_event_who_is_not_in_the_team(ada, coach, bob):
    request = claim_help(actor=coach.user, request=ask(ada))
    MemberFactory(team=ada.team, user=bob.user, seat=2, is_captain=False)
    away = CoachFactory(event=EventFactory())
    silent = CoachFactory(event=ada.event, user=None, name="N", email="", accepted_at=None)
    for other in (coach, bob, away, silent):
        with pytest.raises(StateConflict):
            hand_on_help(actor=coach.user, request=request, to=other)


@pytest.mark.parametrize("last", [close_help, cancel_help])
def test_what_is_over_stays_over(ada, coach, last):
    request = claim_help(actor=coach.user, request=ask(ada))
    last(actor=coach.user if last is close_help else ada.user, request=request)

    said = r"not possible any more|no longer needs you"
    for again, who in ((claim_help, coach), (close_help, coach), (cancel_help, ada)):
        with pytest.raises(StateConflict, match=said):
            again(actor=who.user, request=request)


def test_coaches_come_while_teams_hack_only():
    ada = MemberFactory(team__event=EventFactory(during="registration"))
    coach = CoachFactory(event=ada.event)
    request = ask(ada)

    with pytest.raises(PhaseClosed):
        claim_help(actor=coach.user, request=request)


def test_an_invitation_to_coach_ends_with_the_address_that_it_went_to(ada):
    helper = UserFactory(email="helper@example.org")
    seat = CoachFactory(
        event=ada.event, user=None, name="Helper", email=helper.email, accepted_at=None
    )
    boss = OrganiserFactory(event=ada.event).user
    invite_coach(actor=boss, coach=seat)
    changed = Coach.objects.get(pk=seat.pk)
    changed.email = "other@example.org"

    coach = save_coach(actor=boss, coach=changed, fields=["email"])

    assert (coach.token_hash, coach.invited_at) == (None, None)


def test_the_invited_address_alone_accepts_and_a_second_mail_kills_the_first_link(ada, client):
    helper = UserFactory(email="helper@example.org", language="fr")
    seat = CoachFactory(
        event=ada.event, user=None, name="Helper", email=helper.email, accepted_at=None
    )
    boss = OrganiserFactory(event=ada.event).user
    first = invite_coach(actor=boss, coach=seat).token
    again = invite_coach(actor=boss, coach=seat).token
    assert again not in str(Coach.objects.filter(pk=seat.pk).values().get())
    page = url("coach_accept", ada.event.slug, again)

    client.force_login(UserFactory())
    assert client.post(page).status_code == 404
    client.force_login(helper)
    assert client.get(url("coach_accept", ada.event.slug, first)).status_code == 404
    assert client.get(page).status_code == 200
    seat.refresh_from_db()
    assert seat.accepted_at is None
    client.post(page)
    seat.refresh_from_db()
    assert seat.user == helper
    assert client.post(page).status_code == 404
    with translation.override("en"), pytest.raises(ValidationError, match="has been used"):
        accept_coaching(actor=helper, coach=seat)
    relay_promises()
    languages = EmailLog.objects.filter(template="teams/mail/coach").values_list("language")
    assert set(languages) == {("fr",)}
