"""Projects with the same points and different ranks: each list says what parted them."""

import pytest
from django.urls import reverse

from hackathon.kernel.guard import unguarded
from judging.ranking.services.calculation import calculate
from teams.rulings.services import correct_team
from tests.factories import ChallengeFactory, OrganiserFactory
from tests.judging.ranking.level import decide, level_at_the_top
from tests.signed_in import confirmed

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    challenge, judges, entered = level_at_the_top()
    return challenge, judges, entered, OrganiserFactory(event=challenge.event).user


def test_the_organisers_read_what_the_president_decided_beside_the_ranking(client, scene):
    challenge, judges, entered, boss = scene
    decide(challenge, judges[0], entered["Birch"], entered["Amber"])
    confirmed(client, boss)

    text = client.get(reverse("admin:judging_results_change", args=[challenge.event.pk])).text

    assert "The president decided:" in text
    assert "Birch › Amber" in text
    assert "Closer to what was asked." in text


def test_the_organisers_read_which_step_parted_equal_points(client, scene):
    challenge, _judges, _entered, boss = scene
    rows = calculate(event=challenge.event)
    (row,) = [row for row in rows if row.challenge == challenge]
    lines = row.result["lines"]
    first, second = [line["submission"] for line in lines if line["rank"] == 1]
    for line in lines:
        line["rank"] = 2 if line["submission"] == second else line["rank"]
    step = {"step": "median", "order": [[first], [second]]}
    with_step = row.result | {"lines": lines, "settlements": [step]}
    keep(row, with_step)
    confirmed(client, boss)
    address = reverse("admin:judging_results_change", args=[challenge.event.pk])

    assert "the tie was settled by" in client.get(address).text

    keep(row, with_step | {"settlements": []})
    assert "digits that are not shown part them:" in client.get(address).text


def keep(row, result):
    with unguarded("test"):
        type(row).objects.filter(pk=row.pk).update(result=result)


def test_the_ranking_page_opens_while_a_project_that_was_ranked_there_has_moved(client, scene):
    challenge, judges, entered, boss = scene
    calculate(event=challenge.event)
    other = ChallengeFactory(event=challenge.event)
    team = entered["Cedar"].team
    correct_team(actor=boss, team=team, reason="It is about rain.", challenge=other)
    client.force_login(judges[0].user)

    for name in ("ranking", "minutes"):
        address = reverse(f"judging:{name}", args=[challenge.event.slug, challenge.slug])
        response = client.get(address)
        assert response.status_code == 200
        assert "Cedar" in response.text
