"""What is done beside a judge's own marking: assigned, reopened, nudged, discussed, typed in."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.guard import unguarded
from judging.conflicts.services import declare_conflict
from judging.models import Assignment, Panel, PaperSheet, Scorecard, Wave
from judging.paper.services import confirm_paper, refuse_paper, type_paper
from judging.progress.services import nudge_judge, open_discussion, reopen_scorecard
from judging.scorecards.services.scoring import hand_in_scorecard
from tests.factories import JudgeFactory, OrganiserFactory, PanelSeatFactory, judged_event
from tests.judging.scorecards.test_scoring import changes, marks_for, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def judged():
    return judged_event()


def test_where_some_see_some_only_what_was_assigned_can_be_scored(judged):
    judge, version = judged
    challenge = version.submission.team.challenge
    with unguarded("test"):
        Panel.objects.create(challenge=challenge, mode="some")
        wave = Wave.objects.create(challenge=challenge, number=1, proposed_at=timezone.now())
        Assignment.objects.create(
            judge=judge, submission=version.submission, wave=wave, assigned_at=timezone.now()
        )
    with pytest.raises(PermissionDenied):
        save(judge, version, {})
    with unguarded("test"):
        Wave.objects.update(released_at=timezone.now())

    assert save(judge, version, {}).pk


def president_of(version):
    judge = JudgeFactory(event=version.event)
    PanelSeatFactory(judge=judge, challenge=version.team.challenge, role="president")
    return judge


def test_a_president_or_an_organiser_reopens_with_a_reason(judged):
    judge, version = judged
    card = save(judge, version, marks_for(judge, 4))
    card = hand_in_scorecard(actor=judge.user, scorecard=card, revision=1)
    head, eve = president_of(version), JudgeFactory(event=judge.event)
    for actor in (judge.user, eve.user):
        with pytest.raises(PermissionDenied):
            reopen_scorecard(actor=actor, scorecard=card, reason="Please.")
    with pytest.raises(StateConflict, match="reason"):
        reopen_scorecard(actor=head.user, scorecard=card, reason=" ")

    reopen_scorecard(actor=head.user, scorecard=card, reason="You marked another project.")

    assert save(judge, version, marks_for(judge, 2), revision=1).handed_in_at is None
    declare_conflict(actor=head.user, judge=head, team=version.team)
    with pytest.raises(PermissionDenied):
        reopen_scorecard(actor=head.user, scorecard=card, reason="Again.")


def test_a_judge_is_nudged_at_most_once_in_six_hours(judged):
    judge, version = judged
    boss, head = OrganiserFactory(event=judge.event).user, president_of(version)
    nudge_judge(actor=boss, judge=judge)

    with pytest.raises(StateConflict, match="six hours"):
        nudge_judge(actor=head.user, judge=judge)
    with pytest.raises(PermissionDenied):
        nudge_judge(actor=judge.user, judge=head)


def test_the_president_alone_opens_the_discussion_and_once(judged):
    judge, version = judged
    head, challenge = president_of(version), version.team.challenge
    for actor in (judge.user, OrganiserFactory(event=judge.event).user):
        with pytest.raises(PermissionDenied):
            open_discussion(actor=actor, challenge=challenge)

    assert open_discussion(actor=head.user, challenge=challenge).discussion_opened_at

    with pytest.raises(StateConflict, match="already"):
        open_discussion(actor=head.user, challenge=challenge)


def test_paper_counts_once_another_person_has_confirmed_it(judged):
    judge, version = judged
    ada, bob = (OrganiserFactory(event=judge.event).user for _ in range(2))
    marks = marks_for(judge, 3)
    with pytest.raises(PermissionDenied):
        type_paper(actor=judge.user, judge=judge, version=version, marks=marks)
    first = type_paper(actor=ada, judge=judge, version=version, marks=marks)
    with pytest.raises(ValidationError, match="waits to be confirmed"):
        type_paper(actor=bob, judge=judge, version=version, marks=marks)
    refuse_paper(actor=bob, sheet=first)
    sheet = type_paper(actor=ada, judge=judge, version=version, marks=marks, remarks="Good.")
    assert not Scorecard.objects.exists()
    with pytest.raises(StateConflict, match="Another person"):
        confirm_paper(actor=ada, sheet=sheet)

    card = confirm_paper(actor=bob, sheet=sheet)

    assert (card.handed_in_at, card.remarks) == (PaperSheet.objects.last().confirmed_at, "Good.")
    assert changes() == [(None, 3, "paper")] * 2
    with pytest.raises(StateConflict, match="settled"):
        confirm_paper(actor=bob, sheet=sheet)
    with pytest.raises(StateConflict, match="handed in"):
        type_paper(actor=ada, judge=judge, version=version, marks=marks)


def test_paper_of_a_recused_judge_and_half_a_sheet_are_refused(judged):
    judge, version = judged
    boss = OrganiserFactory(event=judge.event).user
    half = {judge.event.criteria.first(): 3}
    with pytest.raises(StateConflict, match="empty line"):
        type_paper(actor=boss, judge=judge, version=version, marks=half)
    declare_conflict(actor=judge.user, judge=judge, team=version.team)

    with pytest.raises(StateConflict, match="not among"):
        type_paper(actor=boss, judge=judge, version=version, marks=marks_for(judge, 3))


def test_who_still_owes_marks_neither_confirms_nor_refuses_anothers_sheet(judged):
    judge, version = judged
    head, boss = president_of(version), OrganiserFactory(event=judge.event).user
    sheet = type_paper(actor=boss, judge=judge, version=version, marks=marks_for(judge, 3))

    for service in (confirm_paper, refuse_paper):
        with pytest.raises(PermissionDenied):
            service(actor=head.user, sheet=sheet)
