"""From each page about a panel to the others, as far as its reader may go."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from judging.models import JuryRules
from judging.progress.services import open_discussion
from judging.rules.services import publish
from tests.factories import (
    OrganiserFactory,
)
from tests.judging.ranking.test_calculation import jury_at_work

pytestmark = pytest.mark.django_db


def address(challenge, name="minutes"):
    return reverse(f"judging:{name}", args=[challenge.event.slug, challenge.slug])


@pytest.fixture
def scene():
    """Five projects, four judges of whom the first presides, all marks in, the sheet published."""
    challenge, judges, versions = jury_at_work(during="deliberation")
    event = challenge.event
    boss = OrganiserFactory(event=event).user
    with unguarded("test"):
        JuryRules.objects.create(event=event, ladder=["median", "president"])
        publish(event, boss, timezone.now())
    return challenge, judges, versions, boss


def test_a_president_comes_from_each_page_of_a_panel_to_all_others(scene, client):
    challenge, judges, _versions, _boss = scene
    open_discussion(actor=judges[0].user, challenge=challenge)
    client.force_login(judges[0].user)
    event = challenge.event.slug
    overall = [
        reverse(f"judging:{name}", args=[event])
        for name in ("progress", "president_people", "president_conflicts")
    ]
    own = [
        address(challenge, name)
        for name in ("plan", "discussion", "ranking", "minutes", "paper_sheets")
    ]
    for page in own:
        text = client.get(page).text
        assert [link for link in overall + own if f'href="{link}"' not in text] == [], page
    for page in overall:
        text = client.get(page).text
        assert [link for link in overall if f'href="{link}"' not in text] == [], page
    people = client.get(overall[1]).text
    assert [link for link in own if f'href="{link}"' not in people] == []


def test_organisers_come_to_the_minutes_from_the_workspace_and_no_link_is_dead(scene, client):
    challenge, _judges, _versions, boss = scene
    client.force_login(boss)
    workspace = reverse("admin:judging_results_change", args=[challenge.event.pk])

    assert address(challenge) in client.get(workspace).text
    text = client.get(address(challenge)).text
    nav = text[text.index('<nav class="switch') : text.index("</nav>", text.index("is-second"))]
    links = [part.split('"')[0] for part in nav.split('href="')[1:]]
    assert links
    assert [link for link in links if client.get(link).status_code != 200] == []


def test_an_organiser_without_the_right_to_see_marks_has_neither_the_minutes_nor_a_link(
    scene, client
):
    challenge, _judges, _versions, _boss = scene
    helper = OrganiserFactory(event=challenge.event, sees_marks=False).user
    client.force_login(helper)
    assert client.get(address(challenge)).status_code == 404

    for page in (
        reverse("judging:progress", args=[challenge.event.slug]),
        address(challenge, "paper_sheets"),
    ):
        text = client.get(page).text
        assert address(challenge, "paper_sheets") in text
        for name in ("plan", "ranking", "minutes"):
            assert address(challenge, name) not in text


def test_a_judge_who_presides_over_nothing_sees_no_such_links(scene, client):
    challenge, judges, _versions, _boss = scene
    open_discussion(actor=judges[0].user, challenge=challenge)
    client.force_login(judges[1].user)

    text = client.get(address(challenge, "discussion")).text

    assert address(challenge) not in text
