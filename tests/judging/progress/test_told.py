"""Which judge, or who else, is told of what others decided about the jury's work."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from judging.conflicts.services import (
    declare_conflict,
    impose_conflict,
    lift_conflict,
    search_conflicts,
    settle_conflict,
)
from judging.models import Conflict
from judging.paper.services import confirm_paper, type_paper
from judging.planning.services import (
    add_review,
    propose_wave,
    release_wave,
    take_review,
)
from judging.rules.selectors.rubric import name_of
from judging.seats.services.room import ask_for_seat, open_room
from tests.factories import OrganiserFactory, judged_event
from tests.judging.assignment import test_assignment
from tests.judging.assignment.test_assignment import pairs
from tests.judging.scorecards.test_scoring import marks_for, save
from tests.telling import mails_since, told_to

pytestmark = pytest.mark.django_db
scene = test_assignment.scene


@pytest.fixture
def judged():
    return judged_event()


def released(challenge, judges):
    wave = propose_wave(actor=judges[0].user, challenge=challenge)
    assert mails_since() == [], "nobody hears of a wave before it is released"
    return release_wave(actor=judges[0].user, wave=wave)


def test_a_released_wave_tells_each_judge_how_much_came_to_their_desk(scene):
    challenge, _panel, judges, _submissions = scene

    released(challenge, judges)

    mails = mails_since()
    assert len(mails) == 3, "the president pressed the button"
    for judge in judges[1:]:
        [text] = told_to(judge.user, mails)
        assert "3 more projects are on your desk" in text


def test_a_review_that_is_added_or_taken_by_hand_is_told_to_its_judge_alone(scene):
    challenge, _panel, judges, submissions = scene
    wave = released(challenge, judges)
    judge = judges[1]
    other = next(row for row in submissions if (judge.pk, row.pk) not in pairs())
    before = len(mails_since())

    added = add_review(actor=judges[0].user, wave=wave, judge=judge, submission=other)
    assert "1 more project is on your desk" in told_to(judge.user, mails_since()[before:])[0]
    before = len(mails_since())
    take_review(actor=judges[0].user, assignment=added, reason="Too much.")

    [(recipient, text)] = mails_since()[before:]
    assert recipient == judge.user.email
    assert "1 project that you had not begun is no longer yours" in text


def test_a_tie_that_somebody_else_decided_is_told_by_mail_and_on_the_desk(judged, client):
    judge, version = judged
    boss = OrganiserFactory(event=judge.event).user
    client.force_login(judge.user)
    desk = reverse("judging:desk", args=[judge.event.slug])
    heading = "as others decided"
    assert heading not in client.get(desk).text

    tie = impose_conflict(
        actor=boss, judge=judge, team=version.team, kind="family", reason="An anonymous hint."
    )

    [text] = told_to(judge.user, mails_since())
    assert f"a conflict of interest with the team {version.team}" in text
    assert "hint" not in text, "the reason is for the register"
    assert heading in client.get(desk).text
    assert version.team.name in client.get(desk).text
    lift_conflict(actor=boss, conflict=tie, reason="A mistake.")
    assert "was lifted" in told_to(judge.user, mails_since())[1]
    assert heading not in client.get(desk).text


def proposed(judge, team):
    with unguarded("test"):
        return Conflict.objects.create(
            judge=judge,
            team=team,
            state="proposed",
            origin="found",
            sign="domain",
            declared_at=timezone.now(),
        )


@pytest.mark.parametrize("stands", [True, False])
def test_a_finding_is_told_to_the_judge_when_a_person_lets_it_stand(judged, stands):
    judge, version = judged
    boss = OrganiserFactory(event=judge.event).user
    tie = proposed(judge, version.team)

    settle_conflict(actor=boss, conflict=tie, stands=stands, reason="I asked.")

    assert bool(told_to(judge.user, mails_since())) is stands


def test_what_a_judge_said_themselves_is_not_told_to_them(judged):
    judge, version = judged

    declare_conflict(actor=judge.user, judge=judge, team=version.team)

    assert mails_since() == []


def test_findings_are_told_to_the_organisers_once_while_some_wait(judged):
    judge, version = judged
    boss = OrganiserFactory(event=judge.event).user
    with unguarded("test"):
        judge.organisation = "Railway Works"
        judge.save()
    member = version.team.members.first().user
    member.organisation = "Railway Works"
    member.save()

    assert search_conflicts(actor=None, event=judge.event) > 0
    search_conflicts(actor=None, event=judge.event)

    assert len(told_to(boss, mails_since())) == 1


def test_a_sheet_that_replaced_marks_on_the_screen_is_told_to_its_judge(judged):
    judge, version = judged
    ada, bob = (OrganiserFactory(event=judge.event).user for _ in range(2))
    save(judge, version, marks_for(judge, 4))
    sheet = type_paper(actor=ada, judge=judge, version=version, marks=marks_for(judge, 3))
    assert len(told_to(bob, mails_since())) == 1, "a sheet waits for a second person"
    assert told_to(ada, mails_since()) == []

    first, second = (name_of(row) for row in judge.event.criteria.all())
    confirm_paper(actor=bob, sheet=sheet, revision=1, choices={first: "paper", second: "screen"})

    [text] = told_to(judge.user, mails_since())
    assert "1 field that you had filled in otherwise on screen was replaced" in text
    assert "1 field stayed as you had filled it in on screen" in text
    assert f"typed in by {ada}" in text


def test_somebody_at_the_door_of_the_jury_reaches_the_organisers_once(event):
    boss = OrganiserFactory(event=event).user
    code = open_room(actor=boss, event=event, minutes=60)

    for number in range(3):
        ask_for_seat(code=code, name="A guest", email=f"guest{number}@example.org")

    assert len(told_to(boss, mails_since())) == 1
