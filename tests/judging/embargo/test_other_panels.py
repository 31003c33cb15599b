"""Whoever sits on a panel learns nothing of another panel's marks as long as marks can be given."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.consequences import rehearse
from hackathon.kernel.guard import unguarded
from hackathon.kernel.predicates import knows_marks
from judging.embargo.waits import readable_events
from judging.models import Panel, PanelSeat, PaperSheet, Scorecard
from judging.paper.policy import CONFIRM_PAPER, TYPE_PAPER
from judging.planning.policy import CHANGE_ASSIGNMENT, PROPOSE_WAVE, RELEASE_WAVE
from judging.ranking.services.calculation import calculate
from judging.seats.services.jury import seat_panels
from judging.seats.services.leaving import excuse_judge
from teams.rulings.services import correct_team
from tests.factories import CriterionFactory, OrganiserFactory
from tests.journeys.panel import set_clock
from tests.judging.amendments.acts import scene_in

pytestmark = pytest.mark.django_db
PAGES = ["ranking", "minutes", "ranking_export", "plan"]


@pytest.fixture
def scene():
    """All is handed in and both discussions are open."""
    found = scene_in("handed in")
    with unguarded("test"):
        for challenge in found.challenges:
            opened = {"discussion_opened_at": timezone.now()}
            Panel.objects.update_or_create(challenge=challenge, defaults=opened)
    calculate(event=found.event)
    return found


@pytest.fixture
def own(scene):
    """A member of the panel of Roads who is trusted with marks, and owes nothing."""
    return trusted(scene, scene.judges[1])


def trusted(scene, judge):
    OrganiserFactory(event=scene.event, user=judge.user, sees_marks=True)
    return judge


def page(scene, name, challenge):
    return reverse(f"judging:{name}", args=[scene.event.slug, challenge.slug])


def opened(client, scene, person):
    """Which pages of which challenge show how the projects stand."""
    client.force_login(person)
    return {
        (challenge.title, name)
        for challenge in scene.challenges
        for name in PAGES
        if client.get(page(scene, name, challenge)).status_code == 200
    }


def test_the_ranking_of_another_panel_is_not_there_and_the_own_one_is(scene, own, client):
    assert opened(client, scene, own.user) == {("Roads", name) for name in PAGES}
    assert opened(client, scene, scene.boss) == {
        (challenge.title, name) for challenge in scene.challenges for name in PAGES
    }


def test_progress_says_why_and_leads_to_none_of_these_pages(scene, own, client):
    client.force_login(own.user)

    text = client.get(reverse("judging:progress", args=[scene.event.slug])).text

    roads, rivers = scene.challenges
    assert "until judging is over" in text
    assert page(scene, "ranking", roads) in text
    assert page(scene, "ranking", rivers) not in text
    client.force_login(scene.boss)
    assert (
        "until judging is over"
        not in client.get(reverse("judging:progress", args=[scene.event.slug])).text
    )


@pytest.mark.parametrize("role", PanelSeat.Role.values)
def test_whatever_the_seat_is(scene, client, role):
    judge = trusted(scene, scene.judges[1])
    with unguarded("test"):
        PanelSeat.objects.filter(challenge=scene.challenges[0], role=role).delete()
        PanelSeat.objects.update_or_create(
            judge=judge, challenge=scene.challenges[0], defaults={"role": role}
        )

    assert {title for title, _name in opened(client, scene, judge.user)} <= {"Roads"}
    assert not readable_events(judge.user).exists()


def test_no_list_of_marks_of_the_event_is_theirs_while_judging_lasts(scene, own):
    assert not readable_events(own.user).exists()
    assert not knows_marks(own.user, scene.event)
    set_clock(scene.event, "deliberation")
    assert readable_events(own.user).get() == scene.event
    assert knows_marks(own.user, scene.read().event)


def test_no_preview_of_an_act_tells_what_the_others_gave(scene, own):
    def act():
        correct_team(
            actor=own.user,
            team=scene.read().teams["Dune"],
            name="",
            challenge=scene.challenges[0],
            reason="Theirs.",
        )

    kinds = {part.kind for part in rehearse(scene.event, act, own.user).parts}
    told = {part.kind for part in rehearse(scene.event, act, scene.boss).parts}

    assert told - kinds == {"ranks"}


def test_nothing_of_another_panel_is_typed_in_or_confirmed_from_paper(scene, own):
    theirs = Scorecard.objects.get(judge=scene.judges[2], version__title="Dune")
    sheet = PaperSheet(judge=theirs.judge, version=theirs.version, typed_by=scene.boss)
    ours = Scorecard.objects.get(judge=scene.judges[0], version__title="Amber")

    assert not TYPE_PAPER.may(own.user, theirs)
    assert not CONFIRM_PAPER.may(own.user, sheet)
    assert TYPE_PAPER.may(own.user, ours)


def test_nobody_shares_out_the_reviews_of_another_panel(scene, own):
    roads, rivers = scene.challenges
    for operation in (PROPOSE_WAVE, RELEASE_WAVE, CHANGE_ASSIGNMENT):
        assert operation.may(own.user, roads)
        assert not operation.may(own.user, rivers)


def test_who_was_moved_to_another_panel_reads_nothing_of_the_former(scene, own, client):
    roads, rivers = scene.challenges
    seats = {(own.pk, roads.pk): "", (own.pk, rivers.pk): "member"}
    seat_panels(actor=scene.boss, event=scene.event, seats=seats, reason="More to do there.")

    assert not [title for title, _name in opened(client, scene, own.user) if title == "Roads"]


def test_nor_while_teams_write_again_after_marks_were_given(scene, own, client):
    """The event returns to writing: judging is not over."""
    set_clock(scene.event, "hacking")

    assert not readable_events(own.user).exists()
    assert ("Rivers", "ranking") not in opened(client, scene, own.user)


def test_before_the_first_mark_nothing_is_kept_from_them(scene, own, client):
    fresh = scene_in("no marks")
    judge = trusted(fresh, fresh.judges[1])
    set_clock(fresh.event, "hacking")

    assert ("Rivers", "plan") in opened(client, fresh, judge.user)


def test_who_sits_on_every_panel_reads_what_is_theirs(scene, own):
    with unguarded("test"):
        PanelSeat.objects.create(judge=own, challenge=scene.challenges[1], role="member")
    set_clock(scene.event, "judging")

    unread = scene.event.teams.filter(challenge=scene.challenges[1]).exists()
    assert unread
    assert not readable_events(own.user).exists()  # the marks that they owe there come first


def test_who_is_excused_comes_back_to_no_panel_once_all_lay_open_to_them(scene, own, client):
    excuse_judge(actor=scene.boss, judge=own, reason="Ill.", set_aside=False)
    assert ("Rivers", "ranking") in opened(client, scene, own.user)


def test_criteria_of_their_own_make_no_difference(scene, own, client):
    """Neither is computed from the other's marks: a project can still move."""
    for challenge in scene.challenges:
        CriterionFactory(event=scene.event, challenge=challenge)
    with unguarded("test"):
        scene.event.criteria.filter(challenge=None).update(
            retired_at=timezone.now() - timedelta(minutes=1)
        )

    assert "Rivers" not in {title for title, _name in opened(client, scene, own.user)}
