"""What the jury's pages say once nothing can be handed in, and of marks that are not all there."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from judging.models import RuleSheet
from judging.ranking.selectors.words import verdict_in_words
from judging.ranking.services.calculation import calculate
from judging.rules.services import save_rule
from tests.judging.amendments.acts import scene_in
from tests.judging.ranking.level import level_at_the_top
from tests.reading import squeezed
from tests.signed_in import confirmed

pytestmark = pytest.mark.django_db
SO_FAR = re.compile(r"<span[^>]*data-so-far( hidden)?>")


def desk_of(client, scene, judge):
    client.force_login(judge.user)
    return client.get(reverse("judging:desk", args=[scene.event.slug])).text


def card_of(client, scene, name):
    client.force_login(scene.judges[0].user)
    place = [scene.event.slug, scene.teams[name].submission.pk]
    return squeezed(client.get(reverse("judging:scorecard", args=place)).text)


def test_after_judging_the_desk_lists_what_was_not_handed_in_and_since_when(client):
    scene = scene_in("some marks")
    assert ">not handed in<" not in squeezed(desk_of(client, scene, scene.judges[0]))
    close_judging(scene)

    text = desk_of(client, scene, scene.judges[0])

    assert squeezed(text).count(">not handed in<") == 3
    for words in ("To do", "In progress", "not started"):
        assert words not in text
    assert "Scoring has been closed since" in text


def close_judging(scene):
    scene.event.submissions_close_at = timezone.now() - timedelta(hours=2)
    scene.event.judging_closes_at = timezone.now() - timedelta(hours=1)
    with unguarded("test"):
        scene.event.save()


def test_a_total_of_some_marks_says_so(client):
    scene = scene_in("some marks")
    assert SO_FAR.search(card_of(client, scene, "Amber")).group(1) is None

    whole = scene_in("handed in")
    assert SO_FAR.search(card_of(client, whole, "Amber")).group(1)
    none = scene_in("no marks")
    assert SO_FAR.search(card_of(client, none, "Amber")).group(1)


def test_the_picture_explains_only_what_is_drawn_and_has_the_number_beside_it(client):
    challenge, judges, _entered = level_at_the_top()
    calculate(event=challenge.event)
    client.force_login(judges[0].user)
    text = client.get(reverse("judging:ranking", args=[challenge.event.slug, challenge.slug])).text

    assert "Dot: calibrated score." not in text
    assert "Where it stands, with 90" not in text
    assert "Upright bar: plain weighted mean." in text
    picture = text.partition("<details")[0]
    for points in ("4.000", "3.000", "2.000"):
        assert points in picture


@pytest.mark.parametrize(("all_reviews", "said"), [(5, "this panel has 5."), (7, "(2)")])
def test_it_is_said_whose_reviews_are_counted(all_reviews, said):
    verdict = {"code": "too_few_reviews", "parameters": {"reviews": all_reviews, "needed": 8}}
    assert said in verdict_in_words(verdict, {}, 5)


def test_the_minutes_say_what_an_amendment_changed(client):
    scene = scene_in("handed in")
    calculate(event=scene.event)
    amend(scene, weight=20)
    client.force_login(scene.judges[0].user)
    place = [scene.event.slug, scene.challenges[0].slug]

    text = squeezed(client.get(reverse("judging:minutes", args=place)).text)

    assert "Counts less." in text
    assert "A, weight: 35.00 → 20" in text or "A, weight: 35 → 20" in text


def amend(scene, **changes):
    row = scene.criteria[0]
    for name, value in changes.items():
        setattr(row, name, value)
    degree = "" if "weight" in changes else "wording"
    return save_rule(
        actor=scene.boss, row=row, fields=[*changes], reason="Counts less.", degree=degree
    )


def test_a_new_weight_is_said_to_change_totals_and_new_words_are_not():
    scene = scene_in("handed in")
    amend(scene, meaning_en="Clearer")
    assert not RuleSheet.objects.latest("number").weighs_otherwise
    amend(scene, weight=20)
    assert RuleSheet.objects.latest("number").weighs_otherwise


@pytest.mark.parametrize("state", ["deliberation", "published"])
def test_organisers_read_what_a_publication_leaves_to_be_corrected(client, state):
    scene = scene_in(state)
    confirmed(client, scene.boss)
    if state == "deliberation":
        calculate(event=scene.event)
    page = "change" if state == "published" else "publish"

    text = client.get(reverse(f"admin:judging_results_{page}", args=[scene.event.pk])).text

    assert "no prize can be taken back or given to somebody else here" in " ".join(text.split())
    if state == "published":
        assert reverse("admin:judging_results_correct", args=[scene.event.pk]) in text
