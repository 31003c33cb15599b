"""A refused form is shown by a page that was asked for: loaded again, it sends nothing."""

import pytest
from django.urls import reverse

from hackathon.web import refused_pages, unsent
from teams.models import Attempt
from tests import factories
from tests.hackathon.web.test_unsent import TYPED, form_of, sent_by
from tests.journeys.scene import at_the_doors, event_in

pytestmark = pytest.mark.django_db
SHOWN = {"sec-fetch-mode": "navigate", "sec-fetch-site": "same-origin"}


@pytest.fixture
def scene():
    found = event_in("hacking", "one")
    return found | at_the_doors(found)


def send(client, path, word, headers=SHOWN, **typed):
    form = form_of(client.get(path).text, path, word)
    came = {"referer": f"http://testserver{path}"}
    return client.post(next(iter(form.actions)), sent_by(form) | typed, headers=headers | came)


def test_a_project_that_was_refused_is_told_once_and_still_there_when_loaded_again(client, scene):
    client.force_login(scene["captain"])
    path = reverse("teams:submission", args=[scene["event"].slug, scene["team"].pk])

    typed = {"title": "", "summary": TYPED, "repository_url": "no address", "do": "submit"}
    led = send(client, path, "summary", **typed)
    tried = Attempt.objects.count()
    told, again = client.get(led.url), client.get(led.url)

    assert led.status_code == 303
    assert "Write this before you submit." in told.text
    assert "Write this before you submit." not in again.text
    assert "What you typed is here again" in again.text
    for page in (told, again):
        assert sent_by(form_of(page.text, path, "summary"))["repository_url"] == ["no address"]
        assert "no-store" in page.headers["Cache-Control"]
    assert again.status_code == 200
    assert Attempt.objects.count() == tried
    assert "no address" not in client.get(path).text
    assert refused_pages.KEY not in client.session


def test_an_address_that_takes_forms_alone_leads_to_the_form_when_loaded_again(client, scene):
    client.force_login(scene["captain"])
    path = reverse("teams:team", args=[scene["event"].slug, scene["team"].pk])
    event = scene["event"]
    led = send(client, path, "emails", emails="no address at all")

    told, again = client.get(led.url), client.get(led.url, follow=True)

    assert led.status_code == 303
    assert led.url.startswith(reverse("teams:invite", args=[event.slug, scene["team"].pk]))
    assert "no address at all" in told.text
    assert again.redirect_chain[-1][0].startswith(path)
    assert again.status_code == 200
    assert "no address at all" in again.text


def test_scripts_and_old_browsers_get_the_answer_at_once(client, scene):
    client.force_login(scene["captain"])
    path = reverse("teams:submission", args=[scene["event"].slug, scene["team"].pk])
    for headers in ({}, {"sec-fetch-mode": "cors"}):
        answer = send(client, path, "summary", headers, title="", do="submit")
        assert answer.status_code == 422


def test_nobody_else_is_shown_the_page(client, scene):
    client.force_login(scene["captain"])
    path = reverse("teams:submission", args=[scene["event"].slug, scene["team"].pk])
    led = send(client, path, "summary", summary=TYPED, repository_url="x y", do="submit")
    mate = factories.MemberFactory(team=scene["team"], seat=4, is_captain=False).user

    client.force_login(mate)
    page = client.get(led.url)

    assert "x y" not in page.text
    assert unsent.KEY not in client.session
    assert refused_pages.KEY not in client.session


def test_a_list_whose_action_is_confirmed_on_a_page_takes_what_is_sent_from_there(client, scene):
    """The list does not read what the address of that page holds as one of its columns."""
    boss = factories.OrganiserFactory(event=scene["event"]).user
    client.force_login(boss)
    path = reverse("admin:judging_judge_changelist")
    page = client.get(path, {unsent.REFUSED_AT: "x" * 32})
    assert page.status_code == 200
    assert "x" * 32 not in page.text
