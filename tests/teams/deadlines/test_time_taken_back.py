"""More time for everyone that was given by mistake ends for everyone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hackathon.events.services import reschedule_event
from hackathon.kernel.grace import end_of_grace
from hackathon.kernel.guard import unguarded
from hackathon.models import Event
from teams.deadlines.rule import with_closing
from teams.deadlines.services.deadlines import grant_to_all
from teams.models import Team
from tests.judging.amendments.acts import scene_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def scene():
    """Judging; Rivers had closed a while before all others."""
    found = scene_in("handed in")
    own = found.challenges[1]
    own.submissions_close_at = found.event.submissions_close_at - timedelta(minutes=10)
    with unguarded("test"):
        own.save()
    return found.read()


def event(scene):
    return Event.objects.get(pk=scene.event.pk)


def closing(scene):
    """When each team's time is over, by its name."""
    teams = with_closing(Team.objects.filter(event=scene.event))
    return {team.name: team.closes_at for team in teams}


def writing(scene):
    return {name for name, at in closing(scene).items() if at > timezone.now()}


def end_now(scene):
    now = timezone.now() + timedelta(seconds=1)
    reschedule_event(
        actor=scene.boss, event=event(scene), changes={"submissions_close_at": now}, reason="Oops."
    )
    return now


def test_a_deadline_of_a_challenge_that_moved_along_moves_back_along(scene):
    grant_to_all(actor=scene.boss, event=event(scene), minutes=30, reason="A press too many.")
    assert len(writing(scene)) == 5

    now = end_now(scene)

    assert max(closing(scene).values()) <= end_of_grace(event(scene), now)


def test_what_its_organisers_gave_a_challenge_itself_stays(scene):
    later = timezone.now() + 2 * HOUR
    grant_to_all(actor=scene.boss, event=event(scene), minutes=30, reason="A press too many.")
    own = scene.read().challenges[1]
    own.submissions_close_at = later
    with unguarded("test"):
        own.save()

    end_now(scene)

    assert closing(scene)["Dune"] >= later


def test_it_never_ends_before_what_it_was(scene):
    own = scene.challenges[1]
    own.submissions_close_at = timezone.now() + HOUR
    with unguarded("test"):
        own.save()
    before = closing(scene)["Dune"]
    grant_to_all(actor=scene.boss, event=event(scene), minutes=30, reason="A press too many.")
    assert closing(scene)["Dune"] > before

    end_now(scene)

    assert closing(scene)["Dune"] == before
