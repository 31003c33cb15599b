"""Whoever is tied to a team does not read from what is left out where that team stands."""

import re

import pytest
from django.urls import reverse

from hackathon.kernel.guard import unguarded
from judging.models import Conflict
from judging.ranking.services.calculation import calculate
from tests.factories import JudgeFactory, OrganiserFactory
from tests.judging.ranking.level import MARKS, level_at_the_top
from tests.signed_in import confirmed

pytestmark = pytest.mark.django_db
CELL = re.compile(r"<td[^>]*>(\d+)</td>\s*<t[dh][^>]*>(\w+)<")


@pytest.fixture
def scene():
    """Amber and Birch share rank 1, Cedar is third, Dune and Elder share rank 4."""
    challenge, judges, entered = level_at_the_top()
    calculate(event=challenge.event)
    boss = OrganiserFactory(event=challenge.event).user
    return challenge, judges, entered, boss


def tie(judge, submission):
    with unguarded("test"):
        Conflict.objects.create(
            judge=judge, team=submission.team, declared_at=submission.submitted_at
        )


def pages_of(challenge):
    event = challenge.event
    return [
        reverse("judging:ranking", args=[event.slug, challenge.slug]),
        reverse("judging:minutes", args=[event.slug, challenge.slug]),
    ]


def places_on(client, place):
    """Each project with its place, as the page tells it."""
    return {title: int(rank) for rank, title in CELL.findall(client.get(place).text)}


@pytest.mark.parametrize("hidden", MARKS)
def test_no_place_is_told_whichever_the_hidden_project_has(client, scene, hidden):
    """A place that is missing, or one among the others only, would tell."""
    challenge, judges, entered, boss = scene
    own = JudgeFactory(event=challenge.event, user=boss)
    for judge in (own, judges[0]):
        tie(judge, entered[hidden])
    calculate(event=challenge.event)
    workspace = reverse("admin:judging_results_change", args=[challenge.event.pk])

    for reader, places in ((judges[0].user, pages_of(challenge)), (boss, [workspace])):
        confirmed(client, reader)
        for place in places:
            assert places_on(client, place) == {}, place
            text = client.get(place).text
            for words in ("With 90", "is first", "They share rank", "name different winners"):
                assert words not in text, (place, words)


def test_whoever_is_tied_to_nobody_reads_who_is_first(client, scene):
    challenge, judges, _entered, _boss = scene
    confirmed(client, judges[0].user)

    places = {title: 1 + sum(v > value for v in MARKS.values()) for title, value in MARKS.items()}
    assert places_on(client, pages_of(challenge)[0]) == places
    assert "are level" in client.get(pages_of(challenge)[0]).text
