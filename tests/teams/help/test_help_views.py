"""The pages of the queue: a team's, a coach's, the organisers', and the public list."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hackathon.kernel.operations import database_clock
from teams.help.services.help import (
    ask_help,
    cancel_help,
    claim_help,
    close_help,
)
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
from tests.reading import squeezed

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
    assert "vous attend\u00a0: Table 7" in page.text
    assert page.redirect_chain[-1][0].endswith("?language=fr")
    client.post(url("help_hand_on", slug, request.pk), {"to": bob.pk})
    assert client.post(url("help_close", slug, request.pk)).status_code == 404
    client.force_login(bob.user)
    client.post(url("help_close", slug, request.pk))

    request.refresh_from_db()
    assert request.status == "closed"
    assert "Vous avez aidé" in client.get(url("coaching", slug)).text


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
    assert shown("?speaks=mine") == ["In English"]
    assert shown("?speaks=fr") == ["In French"]
    assert shown("?challenge=0") == ["In French"]
    assert shown(f"?challenge={other.team.challenge_id}") == ["In English"]
    assert shown("?speaks=xx&challenge=9999999999") == ["In French", "In English"]


def test_the_page_in_another_language_shows_what_was_asked_for(client, ada, coach):
    client.force_login(coach.user)
    page = client.get(url("coaching", ada.event.slug) + "?speaks=fr&challenge=0")
    assert "?speaks=fr&amp;challenge=0&amp;language=nl" in page.text
    assert '<html lang="en"' in squeezed(page.text)


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
        ("Accepted", {}),
        ("Listed", {"is_listed": True, "accepted_at": None, "user": None}),
        ("Hidden", {"accepted_at": None, "user": None}),
    ):
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
    with django_assert_num_queries(5):
        client.get(url("coaches", slug))
    boss, counts = OrganiserFactory(event=ada.event).user, {}
    visits = (coaches[0].user, "coaching"), (coaches[0].user, "queue"), (boss, "load")
    for who, name, *more in (*visits, (ada.user, "help", ada.team.pk)):
        client.force_login(who)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url(name, slug, *more)).status_code == 200
        counts[name] = len(asked)
    assert counts == {"coaching": 16, "queue": 7, "load": 14, "help": 14}


def test_who_has_asked_three_times_reads_so_instead_of_a_form(client, ada):
    for number in range(3):
        ask(ada, f"How? {number}")
    client.force_login(ada.user)

    shown = client.get(url("help", ada.event.slug, ada.team.pk)).text

    assert "Your team has 3 open requests." in shown
    assert 'name="what"' not in shown


def test_the_page_of_the_team_hears_who_comes_and_what_a_cancel_does(client, ada, coach):
    request, slug = ask(ada), ada.event.slug
    client.force_login(ada.user)
    part = url("help_requests", slug, ada.team.pk)
    assert f'hx-get="{part}"' in client.get(url("help", slug, ada.team.pk)).text
    assert "Cancel only if" not in client.get(part).text

    claim_help(actor=coach.user, request=request)

    heard = client.get(part).text
    assert f"{coach.name} is coming" in heard
    assert f"Cancel only if you need no help any more: {coach.name} is told." in heard
    close_help(actor=coach.user, request=request)
    assert "hx-get" not in client.get(part).text  # nothing more to hear of
    client.force_login(UserFactory())
    assert client.get(part).status_code == 404


def test_a_coach_on_the_way_reads_that_it_is_cancelled(client, ada, coach):
    request, slug = ask(ada), ada.event.slug
    claim_help(actor=coach.user, request=request)
    client.force_login(coach.user)
    assert "Keep this page open" in client.get(url("coaching", slug)).text
    cancel_help(actor=ada.user, request=request)

    words = f"{ada.team} no longer needs you: the request “How?” is cancelled."
    assert words in client.get(url("coaching", slug)).text
    assert words in client.get(url("queue", slug)).text
    answer = client.post(url("help_close", slug, request.pk), follow=True)
    assert f"{ada.team} no longer needs you: the request is cancelled." in answer.text


def test_before_hacking_a_coach_reads_when_it_begins_and_has_nothing_to_filter(client):
    coach = CoachFactory(event=EventFactory(during="registration"))
    client.force_login(coach.user)

    page = client.get(url("coaching", coach.event.slug)).text

    assert "Teams are helped while they hack. That begins:" in page
    assert "id_speaks" not in page
    assert "Keep this page open" not in page
