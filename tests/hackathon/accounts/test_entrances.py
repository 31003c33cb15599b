"""From outside to where one wanted to go; and nothing there for whom it is not."""

import re

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from hackathon.models import Event, User
from tests import factories
from tests.hackathon.accounts.test_second_factor import PASSWORD, code
from tests.hackathon.workplace.test_admin import filled
from tests.house.doors import addresses
from tests.post import code_to
from tests.reading import squeezed

pytestmark = pytest.mark.django_db


def follow(client, path):
    return client.get(path, follow=True)


@pytest.mark.django_db(transaction=True)  # a factor counts for the session once it is stored
@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/login/?next=/admin/"])
def test_the_first_superuser_gets_from_the_command_to_the_first_event(client, monkeypatch, address):
    """As the README says it, with the second factor that the event asks for."""
    cache.clear()
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", interactive=False, email="Boss@example.org", verbosity=0)

    door = follow(client, address)
    assert door.redirect_chain[-1][0].endswith("?next=/admin/")
    sent = {"login": "boss@example.org", "password": PASSWORD, "next": "/admin/"}
    asked = client.post(reverse("account_login"), sent, follow=True)
    assert "code" in asked.text
    here = asked.redirect_chain[-1][0]
    index = client.post(here, {"code": code_to("boss@example.org")}, follow=True)

    assert index.redirect_chain[-1][0] == "/admin/"
    assert "Make the first one" in index.text
    data = filled(organisers_need_second_factor="on")
    made = client.post(reverse("admin:hackathon_event_add"), data)
    assert made.status_code == 302
    assert Event.objects.get().organisers.get().user == User.objects.get()

    factor = follow(client, "/admin/teams/team/")
    assert "asks for a second factor" in factor.text
    set_up_app(client)
    codes = client.get(reverse("mfa_view_recovery_codes"))
    assert '<a href="/admin/teams/team/">I have kept them: continue</a>' in squeezed(codes.text)
    assert client.get("/admin/teams/team/").status_code == 200


def set_up_app(client):
    page = reverse("mfa_activate_totp")
    asked = client.get(page)
    if asked.status_code == 302:
        client.post(asked.url, {"password": PASSWORD})
    secret = re.search(r">([A-Z2-7 ]{39})<", client.get(page).text)[1].replace(" ", "")
    assert client.post(page, {"code": code(secret)}).status_code == 302


def test_a_superuser_without_an_event_finds_the_workplace_from_their_own_page(client):
    client.force_login(factories.UserFactory(is_superuser=True, is_staff=True))
    assert 'href="/admin/"' in client.get(reverse("hackathon:me")).text
    client.force_login(factories.UserFactory())
    assert 'href="/admin/"' not in client.get(reverse("hackathon:me")).text


@pytest.mark.parametrize(
    "address",
    [
        "",
        "login/",
        "logout/",
        "jsi18n/",
        "autocomplete/",
        "people/",
        "people/1/",
        "teams/",
        "hackathon/event/",
        "hackathon/event/add/",
        "teams/team/1/change/",
        "no/such/page/",
    ],
)
def test_who_has_nothing_to_do_in_the_workplace_finds_what_is_missing_elsewhere(client, address):
    client.force_login(factories.UserFactory())
    missing = client.get("/no/such/page/")

    for answer in (client.get(f"/admin/{address}"), client.post(f"/admin/{address}")):
        assert answer.status_code == 404
        assert plain(answer.text) == plain(missing.text)


def plain(page):
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page)


@pytest.mark.parametrize("address", ["/admin/teams/team/", "/admin/people/", "/admin/nowhere/"])
def test_who_is_signed_out_signs_in_and_ends_where_they_wanted_to_go(client, address):
    answer = client.get(address)
    assert answer.url == f"{reverse('account_login')}?next={address}"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/admin/login/", "foo", "?a=b"]
)
def test_the_old_sign_in_of_the_workplace_leads_nowhere_else(client, elsewhere):
    assert client.get("/admin/login/", {"next": elsewhere}).url.endswith("?next=/admin/")
    client.force_login(factories.OrganiserFactory(event=factories.EventFactory()).user)
    assert client.get("/admin/login/", {"next": elsewhere}).url == "/admin/"


@pytest.fixture
def seat():
    event = factories.EventFactory(during="registration", slug="one")
    return factories.MemberFactory(team__event=event)


def test_a_reloaded_address_of_a_form_shows_the_way_to_the_form(client, seat):
    client.force_login(seat.user)
    team = reverse("teams:team", args=["one", seat.team.pk])
    address = reverse("teams:open_link", args=["one", seat.team.pk])

    answer = client.get(address)

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert f'<a class="button" href="{team}">To the page with the form</a>' in squeezed(answer.text)
    assert seat.team.event.name in answer.text
    assert client.get(team).status_code == 200


def test_the_way_to_the_form_is_shown_only_to_whom_it_opens(client, seat):
    client.force_login(factories.UserFactory())
    address = reverse("teams:open_link", args=["one", seat.team.pk])
    team = reverse("teams:team", args=["one", seat.team.pk])

    answer = client.get(address, headers={"referer": f"http://testserver{team}"})

    assert answer.status_code == 405
    assert f'href="{team}"' not in answer.text
    assert 'href="/e/one/teams/">To the page with the form' in squeezed(answer.text)


@pytest.mark.parametrize("page", ["account_login", "account_signup"])
@pytest.mark.parametrize(("way", "told"), [("accept", "invited to a team"), ("join", "of a team")])
def test_whoever_came_by_an_invitation_reads_that_the_team_comes_after_signing_in(
    client, seat, page, way, told
):
    address = reverse(f"teams:{way}", args=["one", "anything"])
    door = client.get(reverse(page), {"next": address}).text

    assert told in door
    assert seat.team.name not in door
    assert told not in client.get(reverse(page), {"next": "/me/"}).text


@pytest.mark.parametrize("way_on", ["http://[", "//evil.example/", "\n"])
def test_an_address_that_is_none_is_no_way_on_from_any_page(client, way_on):
    """Signed in or not; what a browser brings along is never taken for well formed."""
    person = factories.UserFactory()
    asked = {address.filled({}) for address in addresses() if not address.wanted}
    for is_signed_in in (False, True):
        for route in asked:
            if is_signed_in:
                client.force_login(person)
            answer = client.get(route, {"next": way_on})
            assert answer.status_code < 500, route
            assert not answer.get("location", "").startswith(("http:", "//")), route
    assert len(asked) > 30


def test_whoever_registers_on_the_way_to_a_team_reads_that_it_comes_next(client):
    event = factories.EventFactory(during="registration")
    client.force_login(factories.UserFactory())
    address = reverse("teams:taking_part", args=[event.slug])
    way = reverse("teams:accept", args=[event.slug, "anything"])

    assert "Then you see the team" in client.get(address, {"next": way}).text
    assert "Then you see the team" not in client.get(address).text


def test_the_event_of_an_address_is_named_only_to_whom_may_know_of_it(client):
    event = factories.EventFactory(slug="hidden", is_listed=False, name="Not to be known")
    client.force_login(factories.UserFactory())

    answer = client.get(reverse("teams:walk_in", args=[event.slug]))

    assert answer.status_code in (404, 405)
    assert event.name not in answer.text


def test_a_script_gets_the_bare_answer(client, seat):
    client.force_login(seat.user)
    address = reverse("teams:open_link", args=["one", seat.team.pk])
    for headers in ({"sec-fetch-mode": "cors"}, {"hx-request": "true"}):
        answer = client.get(address, headers=headers)
        assert (answer.status_code, answer.content) == (405, b"")


def test_a_wrong_method_without_a_token_is_told_on_a_page_with_the_way_on(seat):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("challenges:home", args=["one"]))
    assert answer.status_code == 403
    assert 'class="button" href="/"' in squeezed(answer.text)
