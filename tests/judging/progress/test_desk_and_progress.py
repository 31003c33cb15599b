"""A judge's desk and the page of progress count the same projects, whatever the state."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from hackathon.models import Event
from judging.models import Assignment, Conflict, Panel, Scorecard, Wave
from judging.progress.selectors.progress import boards_for, tasks_of
from judging.scorecards.selectors import worklist
from teams.deadlines.rule import with_closing
from teams.models import Member, Team
from teams.rulings.services import correct_team
from teams.submissions.services.verdicts import rescue
from tests.factories import (
    JudgeFactory,
    MemberFactory,
    PanelSeatFactory,
    VersionFactory,
    judged_event,
    submitted,
)
from tests.judging.amendments.acts import STATES, scene_in

pytestmark = pytest.mark.django_db
WHY = "So it was agreed."


def give_extra_time(scene):
    Team.objects.filter(pk=scene.teams["Amber"].pk).update(
        extended_until=timezone.now() + timedelta(minutes=30)
    )


def tie(scene):
    Conflict.objects.create(
        judge=scene.judges[0], team=scene.teams["Birch"], declared_at=timezone.now()
    )


def share_out(scene):
    Panel.objects.update_or_create(
        challenge=scene.challenges[0], defaults={"mode": "some", "reviews_each": 1}
    )
    wave = Wave.objects.create(
        challenge=scene.challenges[0],
        number=1,
        seed=1,
        proposed_at=timezone.now(),
        released_at=timezone.now(),
    )
    Assignment.objects.create(
        judge=scene.judges[0],
        submission=scene.teams["Cedar"].submission,
        origin="hand",
        assigned_at=timezone.now(),
        wave=wave,
    )


def set_aside(scene):
    cards = Scorecard.objects.filter(judge=scene.judges[0])
    cards.filter(pk=cards.first().pk if cards else 0).update(
        set_aside_at=timezone.now(), set_aside_reason=WHY
    )


def abstain(scene):
    cards = Scorecard.objects.filter(judge=scene.judges[0])
    cards.filter(pk=cards.first().pk if cards else 0).update(
        handed_in_at=None, abstained_at=timezone.now(), abstained_reason=WHY
    )


def submit_again(scene):
    submission = scene.teams["Amber"].submission
    captain = scene.teams["Amber"].members.first().user
    VersionFactory(submission=submission, number=2, title="Amber", submitted_by=captain)


def compete(scene):
    """A judge who is in a team of the event has nothing to score."""
    Member.objects.filter(team=scene.teams["Dune"], is_captain=False).update(
        user=scene.judges[0].user
    )


def write_again(scene):
    """The event is back before the deadline."""
    if scene.state != "published":
        Event.objects.filter(pk=scene.event.pk).update(
            submissions_close_at=timezone.now() + timedelta(hours=1),
            judging_closes_at=timezone.now() + timedelta(hours=9),
        )


def move(scene):
    if scene.state != "published":
        correct_team(
            actor=scene.boss, team=scene.teams["Amber"], reason=WHY, challenge=scene.challenges[1]
        )


def submit_for_team(scene):
    if scene.state not in ("deliberation", "published"):
        team = scene.teams["Amber"]
        revision = team.submission.revision
        rescue(actor=scene.boss, team=team, content={}, revision=revision, reason=WHY)


def leave(scene):
    pass


HAPPENS = [
    leave,
    give_extra_time,
    tie,
    share_out,
    set_aside,
    abstain,
    submit_again,
    compete,
    write_again,
    move,
    submit_for_team,
]


def counts_of(scene):
    """Each judge, with what their desk and what the page of progress say: done, and of how many."""
    boards = boards_for(scene.event, scene.boss)
    found = {}
    for judge in scene.judges:
        judge.event = scene.event
        work = worklist.worklist_of(judge)
        lines = [line for board in boards for line in board.judges if line.subject == judge]
        told = sum(line.done for line in lines), sum(line.owed for line in lines)
        tasks = len(tasks_of(judge, scene.boss))
        found[judge.pk] = (len(work.done), len(work.all), len(work.all)), (*told, tasks)
    return found


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("happens", HAPPENS)
def test_desk_and_progress_count_the_same(state, happens):
    scene = scene_in(state)
    with unguarded("test"):
        happens(scene)

    for desk, told in counts_of(scene.read()).values():
        assert desk == told


def test_progress_says_whose_project_is_not_to_be_reviewed_yet(client):
    scene = scene_in("some marks")
    with unguarded("test"):
        give_extra_time(scene)
    client.force_login(scene.boss)

    text = client.get(reverse("judging:progress", args=[scene.event.slug])).text

    assert text.count("its team can still submit: not to be reviewed yet") == 1
    assert "Amber has 0 of" not in text


def test_the_desk_says_that_a_project_is_still_with_its_team_and_until_when(client):
    """Else whoever looks for it thinks that it was lost."""
    judge, _version = judged_event()
    event = judge.event
    team = submitted(event).submission.team
    with unguarded("test"):
        team.challenge = event.challenges.first()
        team.save()
    until = timezone.now() + timedelta(minutes=30)

    def desk_of(reader):
        client.force_login(reader.user)
        return " ".join(client.get(reverse("judging:desk", args=[event.slug])).text.split())

    words = "1 project for your panel can still be submitted or changed, until"
    assert "0 of 2 scorecards" in desk_of(judge)
    assert words not in desk_of(judge)
    with unguarded("test"):
        Team.objects.filter(pk=team.pk).update(extended_until=until)
    end = event.local_time(with_closing(Team.objects.all()).get(pk=team.pk).closes_at)
    assert "0 of 1 scorecards" in desk_of(judge)
    assert f"{words} {end}. It comes to this page then, if it was submitted." in desk_of(judge)

    waiting, elsewhere, tied = (JudgeFactory(event=event) for _each in range(3))
    PanelSeatFactory(judge=waiting, challenge=team.challenge, role="reserve")
    PanelSeatFactory(judge=tied, challenge=team.challenge)
    with unguarded("test"):
        Conflict.objects.create(judge=tied, team=team, declared_at=timezone.now())
    assert not any(words in desk_of(reader) for reader in (waiting, elsewhere, tied))
    MemberFactory(team__event=event, user=judge.user)
    assert words not in desk_of(judge), "nobody who competes reads how others are doing"
