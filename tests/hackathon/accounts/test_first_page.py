"""The first page after signing in leads everybody to their own work, in their language."""

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from tests.house import doors, visiting
from tests.house.rendered import read
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
PASSWORD = "quite-Long-and-odd-7431"
# Where the work of each role is done, by the names of pages; whoever has none yet looks around.
WORK = {
    "newcomer": {"challenges:home"},
    "participant": {"teams:team", "teams:submission"},
    "captain": {"teams:team", "teams:submission"},
    "coach": {"teams:coaching"},
    "judge": {"judging:desk"},
    "recused judge": {"judging:desk"},
    "president": {"judging:desk", "judging:president_people"},
    "challenge owner": {"challenges:questions", "challenges:unanswered"},
    "organiser": {"admin:index"},
    "organiser without marks": {"admin:index"},
    "organiser of another event": {"admin:index"},
    "superuser": {"admin:index"},
}


@pytest.fixture
def people():
    scene, people = doors.scene()
    hashed = make_password(PASSWORD)
    for person in filter(None, people.values()):
        person.password = hashed
        person.emailaddress_set.update_or_create(
            email=person.email, defaults={"verified": True, "primary": True}
        )
        person.save()
    return scene, people


def sign_in(path, person, language="en"):
    """From a page, by its own link and form; the page on which that ends."""
    client = Client(headers={"accept-language": language})
    page = client.get(path)
    way = next(link for link in read(page.text, path).links if "/login/" in link)
    sent = {"login": person.email, "password": PASSWORD}
    return client, client.post(way, sent, follow=True)


def test_from_the_list_of_events_and_from_an_event_one_click_leads_to_ones_work(people):
    """As everybody; who needs a second factor sets it up first, and is tried elsewhere."""
    scene, everybody = people
    assert set(WORK) == set(everybody) - {"anonymous"}
    lost = []
    for role, work in WORK.items():
        for start in ("/", scene["event"].get_absolute_url()):
            _client, page = sign_in(start, everybody[role])
            ends_at = page.request["PATH_INFO"]
            assert page.status_code == 200
            links = {visiting.view_of(link) for link in read(page.text, ends_at).links}
            is_elsewhere = role in ("organiser of another event", "superuser") and start != "/"
            if not links & work and not is_elsewhere:
                lost.append((role, start, ends_at))
    assert lost == []


def test_whoever_is_signed_in_is_led_from_the_list_of_events_to_their_own_page(client, people):
    client.force_login(people[1]["judge"])
    assert reverse("hackathon:me") in read(client.get("/").text, "/").links


def test_what_is_said_about_signing_in_and_out_is_in_the_language_of_the_page(people):
    person = people[1]["captain"]
    person.language = "nl"
    person.save()

    client, page = sign_in("/", person, language="fr")
    assert '<html lang="nl"' in squeezed(page.text)
    assert [str(one) for one in page.context["messages"]] == [f"U bent aangemeld als {person}."]
    goodbye = client.post(reverse("account_logout"), follow=True)
    assert '<html lang="fr"' in squeezed(goodbye.text)
    assert [str(one) for one in goodbye.context["messages"]] == ["Vous êtes déconnecté."]
