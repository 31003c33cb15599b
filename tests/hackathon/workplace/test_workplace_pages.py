"""What pages of the workplace say, and where they lead after a form was saved."""

import re

import pytest
from django.contrib import admin, messages
from django.contrib.messages.storage.base import Message
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import reverse

from hackathon.workplace.base import EventScopedAdmin, came_from
from judging.ranking.services.calculation import calculate
from tests import factories
from tests.house.rendered import read
from tests.journeys.scene import event_in
from tests.reading import squeezed
from tests.signed_in import confirmed

pytestmark = pytest.mark.django_db
WARNED = re.compile(r'class="(warning|error)"')


@pytest.fixture
def scene():
    return event_in("registration", "one")


def test_a_message_is_shown_in_its_own_letters():
    request = RequestFactory().get("/")
    page = get_template("admin/base_site.html")
    for text in ("ada@example.org is invited.", "van Dijk: done."):
        told = page.render({"messages": [Message(messages.INFO, text)]}, request)
        assert f">{text}<" in squeezed(told)


def test_a_list_can_be_asked_for_in_another_language(client, scene):
    client.force_login(factories.OrganiserFactory(event=scene["event"]).user)

    page = client.get(reverse("admin:teams_team_changelist"), {"language": "fr"})

    assert page.status_code == 200
    assert '<html lang="fr"' in squeezed(page.text)


def test_a_row_that_is_only_read_says_so_and_warns_of_nothing(client, scene):
    """Every page of the workplace, of a row that may be read and no longer changed."""
    event = scene["event"]
    factories.published(event)
    client.force_login(factories.OrganiserFactory(event=event).user)
    read_only = []
    for model, page in admin.site._registry.items():
        if not isinstance(page, EventScopedAdmin) or page.operation is None:
            continue
        row = model._default_manager.first()
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        answer = client.get(reverse(name, args=[row.pk])) if row else None
        if answer is None or answer.status_code != 200:
            continue
        assert not WARNED.search(answer.text), name
        if any(b.name == "_save" for f in read(answer.text, "/").forms for b in f.buttons):
            continue
        read_only.append(name)
        assert "You can read this" in answer.text or "changed by organisers" in answer.text, name
        if "You can read this. It cannot" in answer.text:
            assert reverse("admin:judging_results_correct", args=[event.pk]) in answer.text, name
    assert "admin:challenges_challenge_change" in read_only
    assert len(read_only) >= 3


def test_a_prize_that_was_missing_leads_back_to_the_page_that_missed_it(client):
    _judge, version = factories.judged_event(during="deliberation")
    event = version.event
    calculate(event=event)
    confirmed(client, factories.OrganiserFactory(event=event).user)
    for name in ("admin:judging_results_publish", "admin:judging_results_change"):
        page = reverse(name, args=[event.pk])
        links = read(client.get(page).text, page).links
        add = next(link for link in links if "/prize/add/" in link)
        form = next(f for f in read(client.get(add).text, add).forms if "title_en" in f.names)
        sent = {
            control.name: control.chosen[0] if control.kind == "select" else control.value
            for control in form.controls
        }
        saved = client.post(add, sent | {"title_en": "First", "_save": "Save"})
        assert (saved.status_code, saved.url) == (302, page)
        with factories.unguarded("test"):
            event.challenges.get().prizes.all().delete()


def test_no_form_of_the_workplace_leads_to_another_site():
    for where in ("https://evil.example/", "//evil.example/", "/\\evil.example/", ""):
        assert came_from(RequestFactory().get("/", {"next": where})) is None
    assert came_from(RequestFactory().get("/", {"next": "/admin/"})).url == "/admin/"


@pytest.mark.parametrize(("phase", "is_led"), [("hacking", True), ("deliberation", False)])
def test_the_card_of_an_event_leads_to_nothing_that_is_over(client, phase, is_led):
    event = factories.EventFactory(during=phase)
    client.force_login(factories.OrganiserFactory(event=event).user)

    page = client.get(reverse("admin:index")).text
    judges = client.get(reverse("admin:judging_judge_changelist")).text

    matches = reverse("admin:teams_participant_matches", args=[event.pk])
    assert (f'href="{matches}"' in page) is is_led
    taking_lists = reverse("admin:judging_judge_import", args=[event.pk])
    assert (f'href="{taking_lists}"' in judges) is is_led
