"""What a judge gave on screen is not replaced by a sheet from paper without somebody's choice."""

import pytest
from django.urls import reverse

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.revisions import Clash
from judging.models import MarkChange, PaperSheet, Refusal, Scorecard
from judging.paper.services import confirm_paper, type_paper
from judging.rules.selectors.rubric import name_of
from teams.submissions.services.recalling import recall
from teams.submissions.services.verdicts import rescue
from tests.factories import OrganiserFactory, judged_event
from tests.judging.scorecards.test_scoring import marks_for, save
from tests.reading import squeezed
from tests.teams.team.test_races import all_at_once

pytestmark = pytest.mark.django_db


def typed(judge, version, value=3, **more):
    typist = OrganiserFactory(event=judge.event).user
    marks = marks_for(judge, value)
    return type_paper(actor=typist, judge=judge, version=version, marks=marks, **more)


@pytest.fixture
def both():
    """A judge marked one criterion on screen as on paper, one otherwise, and wrote something."""
    judge, version = judged_event()
    first, second = judge.event.criteria.all()
    card = save(judge, version, {first: 3, second: 5}, remarks="On screen.", note="Mine.")
    sheet = typed(judge, version, remarks="On paper.")
    boss = OrganiserFactory(event=judge.event).user
    return sheet, card, boss, name_of(second)


def values(sheet):
    card = Scorecard.objects.get(judge=sheet.judge)
    scores = card.scores.order_by("criterion__position", "criterion")
    return [*scores.values_list("value", flat=True), card.remarks, card.note]


def page_of(sheet):
    return reverse("judging:paper_sheet", args=[sheet.event.slug, sheet.pk])


def test_nothing_counts_before_each_difference_was_decided(both):
    sheet, card, boss, differs = both

    for choices in ({}, {differs: "paper"}, {differs: "screen", "remarks": "both"}):
        with pytest.raises(StateConflict, match="differ"):
            confirm_paper(actor=boss, sheet=sheet, revision=card.revision, choices=choices)

    assert values(sheet) == [3, 5, "On screen.", "Mine."]
    assert not Scorecard.objects.exclude(handed_in_at=None).exists()


@pytest.mark.parametrize(
    ("mark", "remarks", "after"),
    [
        ("paper", "paper", [3, 3, "On paper.", "Mine."]),
        ("screen", "paper", [3, 5, "On paper.", "Mine."]),
        ("paper", "screen", [3, 3, "On screen.", "Mine."]),
        ("screen", "screen", [3, 5, "On screen.", "Mine."]),
    ],
)
def test_each_field_is_what_was_chosen_for_it(both, mark, remarks, after):
    sheet, card, boss, differs = both
    before = MarkChange.objects.count()

    choices = {differs: mark, "remarks": remarks}
    confirm_paper(actor=boss, sheet=sheet, revision=card.revision, choices=choices)

    assert values(sheet) == after
    assert Scorecard.objects.get().handed_in_at
    assert MarkChange.objects.count() - before == (mark == "paper")


def test_what_the_judge_changed_after_it_was_shown_is_not_replaced(both):
    sheet, card, boss, differs = both
    choices = {differs: "paper", "remarks": "paper"}
    first = card.rubric[0]
    save(sheet.judge, sheet.version, {first: 1}, card.revision)

    with pytest.raises(Clash, match="meanwhile"):
        confirm_paper(actor=boss, sheet=sheet, revision=card.revision, choices=choices)

    assert values(sheet) == [1, 5, "On screen.", "Mine."]


def test_the_page_shows_both_and_never_the_private_note(client, both):
    sheet, card, boss, differs = both
    client.force_login(boss)

    page = client.get(page_of(sheet)).text

    for words in (
        "From paper: 3",
        "From the screen: 5",
        "From paper: On paper.",
        "From the screen: On screen.",
    ):
        assert words in page
    assert "Mine." not in page
    assert "It says the same" not in page
    assert f'name="{name_of(card.rubric[0])}"' not in page
    answer = client.post(page_of(sheet), {"do": "confirm", "revision": "1", differs: "paper"})
    assert (answer.status_code, "Choose what counts." in answer.text) == (422, True)
    assert PaperSheet.objects.get().confirmed_at is None


@pytest.mark.parametrize(
    ("sent", "after"),
    [
        ({"do": "confirm_paper"}, [3, 3, "On paper.", "Mine."]),
        ({"do": "confirm_screen"}, [3, 5, "On screen.", "Mine."]),
    ],
)
def test_one_press_takes_one_side_whole(client, both, sent, after):
    sheet, _card, boss, _differs = both
    client.force_login(boss)

    assert client.post(page_of(sheet), {"revision": "1", **sent}).status_code == 302

    assert values(sheet) == after


def test_a_page_that_is_out_of_date_shows_what_the_judge_gave_since(client, both):
    sheet, card, boss, _differs = both
    client.force_login(boss)
    save(sheet.judge, sheet.version, {card.rubric[0]: 1}, card.revision)

    page = client.post(page_of(sheet), {"do": "confirm_paper", "revision": "1"}).text

    assert "The judge went on marking on screen meanwhile" in page
    assert "From the screen: 1" in page
    assert 'name="revision" value="2"' in squeezed(page)
    assert not Refusal.objects.exists()
    assert values(sheet) == [1, 5, "On screen.", "Mine."]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("trial", range(6))
def test_a_tap_and_a_confirmation_at_once_lose_nothing_unasked(trial):
    judge, version = judged_event()
    first, second = judge.event.criteria.all()
    save(judge, version, {second: 3})
    sheet = typed(judge, version)
    boss = OrganiserFactory(event=judge.event).user

    refusals = all_at_once(
        [
            lambda: save(judge, version, {first: 5}, 1),
            lambda: confirm_paper(actor=boss, sheet=sheet, revision=1),
        ]
    )

    card = Scorecard.objects.get()
    mark = card.scores.get(criterion=first).value
    refused = next(filter(None, refusals))
    assert refusals.count(None) == 1
    if card.handed_in_at:
        assert (mark, "handed in" in str(refused)) == (3, True)
    else:
        assert (mark, type(refused)) == (5, Clash)


def test_a_second_press_ends_on_a_page_that_says_what_became_of_the_sheet(client):
    judge, version = judged_event()
    sheet = typed(judge, version)
    boss = OrganiserFactory(event=judge.event).user
    client.force_login(boss)
    client.post(page_of(sheet), {"do": "refuse"})

    again = client.post(page_of(sheet), {"do": "refuse"}, follow=True)

    assert again.status_code == 200
    assert "has been put aside already" in again.text


def test_the_sheet_of_a_version_that_was_taken_back_is_put_aside_and_the_page_says_why(client):
    judge, version = judged_event()
    boss = OrganiserFactory(event=judge.event).user
    team, submission = version.submission.team, version.submission
    rescued = rescue(
        actor=boss,
        team=team,
        content={"title": "Other"},
        revision=submission.revision,
        reason="They could not.",
    )
    sheet = typed(judge, rescued)
    recall(actor=boss, submission=type(submission).objects.get(pk=submission.pk), reason="Wrong.")
    client.force_login(boss)

    page = client.get(page_of(sheet)).text
    assert f"Version {rescued.number} was submitted by an organiser by mistake" in page
    assert "it counts" not in page
    assert "type it in again" not in page
    answer = client.post(page_of(sheet), {"do": "refuse"}, follow=True).text

    assert "Put aside: it does not count." in answer
    assert PaperSheet.objects.get().refused_at


def test_a_sheet_that_can_count_offers_both_and_says_no_reason(client):
    judge, version = judged_event()
    sheet = typed(judge, version)
    client.force_login(OrganiserFactory(event=judge.event).user)

    page = client.get(page_of(sheet)).text

    assert "It says the same: it counts" in page
    assert "It differs: type it in again" in page
