"""The queue for help: asked, claimed, handed on, closed; and who helped whom."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hackathon.errors import PhaseClosed, StateConflict
from hackathon.models import EmailLog
from hackathon.operations import database_clock
from hackathon.services.mail import relay_promises
from teams.models import Coach
from teams.selectors import coaches_of, coaches_who_helped
from teams.services.coaches import accept_coaching, invite_coach
from teams.services.help import ask_help, cancel_help, claim_help, close_help, hand_on_help
from tests.factories import (
    ChallengeFactory,
    CoachChallengeFactory,
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
    with pytest.raises(PermissionDenied):
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

    for again, who in ((claim_help, coach), (close_help, coach), (cancel_help, ada)):
        with pytest.raises(StateConflict, match="not possible any more"):
            again(actor=who.user, request=request)


def test_coaches_come_while_teams_hack_only():
    ada = MemberFactory(team__event=EventFactory(during="registration"))
    coach = CoachFactory(event=ada.event)
    request = ask(ada)

    with pytest.raises(PhaseClosed):
        claim_help(actor=coach.user, request=request)


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
    with pytest.raises(ValidationError, match="has been used"):
        accept_coaching(actor=helper, coach=seat)
    relay_promises()
    languages = EmailLog.objects.filter(template="teams/mail/coach").values_list("language")
    assert set(languages) == {("fr",)}


def test_the_team_sees_its_place_and_then_who_is_coming(client, ada, coach):
    HelpRequestFactory(team=MemberFactory(team__event=ada.event).team, asked_by=UserFactory())
    client.force_login(ada.user)
    page = url("help", ada.event.slug, ada.team.pk)
    client.post(page, {"what": "How?", "where": "Table 7", "language": "fr"})
    assert "Place 2 in the queue" in client.get(page).text

    claim_help(actor=coach.user, request=ada.team.help_requests.get())

    assert f"{coach.name} is coming" in client.get(page).text
    own = ada.team.help_requests.get()
    client.post(url("help_cancel", ada.event.slug, ada.team.pk, own.pk))
    own.refresh_from_db()
    assert own.status == "cancelled"


def test_a_coach_works_through_the_queue_in_the_browser(client, ada, coach, bob):
    client.force_login(coach.user)
    request, slug = ask(ada), ada.event.slug

    page = client.post(url("help_claim", slug, request.pk) + "?language=fr", follow=True)
    assert "expects you: Table 7" in page.text
    assert page.redirect_chain[-1][0].endswith("?language=fr")
    client.post(url("help_hand_on", slug, request.pk), {"to": bob.pk})
    assert client.post(url("help_close", slug, request.pk)).status_code == 404
    client.force_login(bob.user)
    client.post(url("help_close", slug, request.pk))

    request.refresh_from_db()
    assert request.status == "closed"
    assert "You have helped" in client.get(url("coaching", slug)).text


def test_the_queue_is_filtered_by_language_and_challenge(client, ada, coach):
    other = MemberFactory(
        team__event=ada.event, team__challenge=ChallengeFactory(event=ada.event, title="Other")
    )
    CoachChallengeFactory(coach=coach, challenge=ada.team.challenge)
    ask(ada, "In French")
    HelpRequestFactory(team=other.team, asked_by=other.user, what="In English")
    client.force_login(coach.user)

    def shown(query):
        page = client.get(url("queue", ada.event.slug) + query).text
        return [what for what in ("In French", "In English") if what in page]

    assert shown("") == ["In French", "In English"]
    assert shown("?language=mine") == ["In English"]
    assert shown("?language=fr") == ["In French"]
    assert shown("?challenge=0") == ["In French"]
    assert shown(f"?challenge={other.team.challenge_id}") == ["In English"]
    assert shown("?language=xx&challenge=9999999999") == ["In French", "In English"]


def test_a_coach_of_two_events_claims_in_the_event_where_it_was_asked(client, ada, coach):
    elsewhere = CoachFactory(event=EventFactory(during="hacking"), user=coach.user).event
    request = ask(ada)
    client.force_login(coach.user)

    assert client.post(url("help_claim", elsewhere.slug, request.pk)).status_code == 404
    request.refresh_from_db()
    assert request.status == "waiting"


def test_the_queue_leaves_out_the_coachs_own_team(client, ada, coach):
    MemberFactory(team=ada.team, user=coach.user, seat=2, is_captain=False)
    ask(ada, "From my own team")
    client.force_login(coach.user)

    assert "From my own team" not in client.get(url("queue", ada.event.slug)).text


def test_organisers_see_the_load_and_nobody_else(client, ada, coach):
    now = database_clock()
    HelpRequestFactory(
        team=ada.team, asked_by=ada.user, slot=3, asked_at=now - timedelta(minutes=90)
    )
    old = HelpRequestFactory(
        team=ada.team, asked_by=ada.user, slot=2, asked_at=now - timedelta(minutes=31)
    )
    close_help(actor=coach.user, request=claim_help(actor=coach.user, request=old))
    page = url("load", ada.event.slug)
    for who in (ada.user, coach.user, OrganiserFactory(event=EventFactory()).user):
        client.force_login(who)
        assert client.get(page).status_code == 404

    client.force_login(OrganiserFactory(event=ada.event).user)
    load = client.get(page).context["load"]

    assert load.waiting == 1
    assert load.longest >= timedelta(minutes=90)
    assert timedelta(minutes=31) <= load.median < timedelta(minutes=33)
    assert [(c.taken, c.in_hand, c.closed, c.helped) for c in load.coaches] == [(1, 0, 1, 1)]
    assert [(team.asked, team.open, team.closed) for team in load.teams] == [(2, 1, 1)]


def test_only_coaches_who_accepted_or_are_listed_are_public_and_never_their_address(client, ada):
    for name, more in (
        ("Accepted", {}), ("Listed", {"is_listed": True, "accepted_at": None, "user": None}),
        ("Hidden", {"accepted_at": None, "user": None}),
    ):  # fmt: skip
        CoachFactory(event=ada.event, name=name, email=f"{name.lower()}@example.org", **more)

    page = client.get(url("coaches", ada.event.slug)).text

    assert "Accepted" in page
    assert "Listed" in page
    assert "Hidden" not in page
    assert "@example.org" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_each_list_asks_the_same_number_of_questions_for_any_number_of_rows(
    client, django_assert_num_queries, ada, rows
):
    slug, coaches = ada.event.slug, CoachFactory.create_batch(rows, event=ada.event)
    now = database_clock()
    for slot, coach in enumerate(coaches, 1):
        CoachChallengeFactory(coach=coach, challenge=ada.team.challenge)
        team = MemberFactory(team__event=ada.event).team
        HelpRequestFactory(team=ada.team, asked_by=ada.user, slot=slot)
        mine = {"claimed_by": coaches[0], "claimed_at": now, "asked_by": ada.user, "slot": slot}
        HelpRequestFactory(team=team, status="claimed", **mine)
        HelpRequestFactory(team=team, status="closed", closed_at=now, **mine)
    with django_assert_num_queries(3):
        client.get(url("coaches", slug))
    boss, counts = OrganiserFactory(event=ada.event).user, {}
    visits = (coaches[0].user, "coaching"), (coaches[0].user, "queue"), (boss, "load")
    for who, name, *more in (*visits, (ada.user, "help", ada.team.pk)):
        client.force_login(who)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url(name, slug, *more)).status_code == 200
        counts[name] = len(asked)
    assert counts == {"coaching": 13, "queue": 6, "load": 12, "help": 11}
