"""Where the president decides a tie, what comes back if it is refused, and who sees what."""

import pytest
from django.urls import reverse

from judging.conflicts.services import impose_conflict
from judging.models import Refusal, TieDecision
from judging.ranking.services.calculation import calculate
from tests.factories import (
    OrganiserFactory,
)
from tests.judging.ranking.level import level_at_the_top, seen
from tests.reading import squeezed

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return level_at_the_top()


def page(client, challenge, user):
    client.force_login(user)
    return client.get(address(challenge)).text


def address(challenge, name="ranking"):
    return reverse(f"judging:{name}", args=[challenge.event.slug, challenge.slug])


def form_of(challenge, first, second, **more):
    return {
        "rank": 1,
        "settles_sha256": seen(challenge, first, second),
        "instead_of": 0,
        f"place-{first.pk}": "1",
        f"place-{second.pk}": "2",
        "reason": "Closer to the question.",
        **more,
    }


def test_the_president_decides_on_the_page_of_the_ranking(scene, client):
    challenge, judges, entered = scene
    calculate(event=challenge.event)
    text = page(client, challenge, judges[0].user)
    assert "They share rank 1:" in text
    assert 'name="reason"' in text

    data = form_of(challenge, entered["Birch"], entered["Amber"])
    text = client.post(address(challenge, "decide_tie"), data, follow=True).text

    assert "Decided by the president: <q>Closer to the question.</q>" in squeezed(text)
    assert "“Birch” is first: the president decided the tie." in text
    assert TieDecision.objects.get().order == [entered["Birch"].pk, entered["Amber"].pk]


def test_a_form_that_is_not_right_comes_back_with_what_was_written(scene, client):
    challenge, judges, entered = scene
    calculate(event=challenge.event)
    client.force_login(judges[0].user)
    data = form_of(challenge, entered["Birch"], entered["Amber"])
    data[f"place-{entered['Amber'].pk}"] = "1"

    response = client.post(address(challenge, "decide_tie"), data)

    assert response.status_code == 422
    assert "Give each project a place of its own." in response.text
    assert "Closer to the question." in response.text


def test_organisers_see_the_tie_and_no_form(scene, client):
    challenge, _judges, _entered = scene
    calculate(event=challenge.event)
    boss = OrganiserFactory(event=challenge.event).user

    text = page(client, challenge, boss)

    assert "The president decides it in deliberation." in text
    assert 'name="reason"' not in text
    assert client.post(address(challenge, "decide_tie"), {"rank": 1}).status_code == 404


def test_without_that_step_on_the_ladder_there_is_no_form(client):
    challenge, judges, _entered = level_at_the_top(ladder=("median",))
    calculate(event=challenge.event)

    assert 'name="reason"' not in page(client, challenge, judges[0].user)


def test_a_tie_about_a_team_of_ones_own_is_not_shown(scene, client):
    challenge, judges, entered = scene
    boss = OrganiserFactory(event=challenge.event).user
    tie = {"kind": "works", "reason": "Their employer."}
    impose_conflict(actor=boss, judge=judges[0], team=entered["Birch"].team, **tie)
    calculate(event=challenge.event)

    text = page(client, challenge, judges[0].user)

    assert "Birch" not in text
    assert "They share rank" not in text
    assert "How the projects stand is not shown to you" in text


def test_refused_attempts_stay_on_record(scene, client):
    challenge, judges, entered = scene
    calculate(event=challenge.event)
    client.force_login(judges[0].user)
    where = address(challenge, "decide_tie")
    data = form_of(challenge, entered["Birch"], entered["Amber"])
    stale = client.post(where, data | {"settles_sha256": "0" * 64})
    assert "Marks have changed since" in stale.text
    boss = OrganiserFactory(event=challenge.event).user
    tie = {"kind": "works", "reason": "Their employer."}
    impose_conflict(actor=boss, judge=judges[0], team=entered["Birch"].team, **tie)
    calculate(event=challenge.event)

    hidden = data | {"settles_sha256": "0" * 64}
    text = client.post(where, hidden, follow=True).text
    absent = client.post(where, hidden | {"rank": "2"}, follow=True).text

    assert "Birch" not in text
    for said in (text, absent):  # nothing tells the one from the other
        assert "How the projects stand is not shown to you" in said
    assert not TieDecision.objects.exists()
    kept = Refusal.objects.order_by("pk")
    assert [row.verb for row in kept] == ["tie.decide"] * 3
    assert "Marks have changed" in kept[0].reason
    assert kept[0].data == {"challenge": challenge.pk}
