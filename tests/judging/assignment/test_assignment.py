import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.guard import unguarded
from judging.assignment.selectors import versions_for
from judging.conflicts.services import declare_conflict
from judging.models import Assignment, Panel
from judging.planning.policy import CHANGE_ASSIGNMENT, PROPOSE_WAVE, RELEASE_WAVE
from judging.planning.services import (
    add_review,
    keep_waves_moving,
    propose_wave,
    rebalance_reviews,
    release_wave,
    take_review,
)
from judging.scorecards.services.scoring import save_scorecard
from tests.factories import (
    ChallengeFactory,
    CriterionFactory,
    EventFactory,
    GuardedFactory,
    JudgeFactory,
    MemberFactory,
    OrganiserFactory,
    PanelSeatFactory,
    ScorecardFactory,
    ScoreFactory,
    SubmissionFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db


class PanelFactory(GuardedFactory):
    class Meta:
        model = Panel

    mode = "some"
    reviews_each = 2


@pytest.fixture
def scene():
    """Six submissions, four judges of whom the first presides, two reviews each."""
    event = EventFactory(during="judging")
    challenge = ChallengeFactory(event=event)
    CriterionFactory(event=event)
    panel = PanelFactory(challenge=challenge)
    submissions = []
    for number in range(6):
        seat = MemberFactory(team__event=event, team__challenge=challenge)
        submissions.append(SubmissionFactory(team=seat.team, title=f"Project {number}"))
        VersionFactory(submission=submissions[-1], submitted_by=seat.user)
    judges = JudgeFactory.create_batch(4, event=event)
    for judge in judges:
        role = "president" if judge is judges[0] else "member"
        PanelSeatFactory(judge=judge, challenge=challenge, role=role)
    return challenge, panel, judges, submissions


def pairs():
    return set(Assignment.objects.filter(ended_at=None).values_list("judge", "submission"))


def test_the_first_wave_gives_every_submission_its_reviews_and_every_judge_an_even_load(scene):
    challenge, _panel, judges, submissions = scene

    propose_wave(actor=judges[0].user, challenge=challenge)

    rows = list(pairs())
    assert [sum(s == row.pk for _, s in rows) for row in submissions] == [2] * 6
    assert [sum(j == row.pk for j, _ in rows) for row in judges] == [3] * 4


def test_judges_see_a_wave_only_once_it_is_released(scene):
    challenge, _panel, judges, _submissions = scene
    wave = propose_wave(actor=judges[0].user, challenge=challenge)
    assert not versions_for(judges[1])

    release_wave(actor=judges[0].user, wave=wave)

    own = set(versions_for(judges[1]).values_list("submission", flat=True))
    assert own == {s for j, s in pairs() if j == judges[1].pk}


def test_what_a_judge_was_not_asked_to_review_they_can_neither_see_nor_score(scene, client):
    challenge, _panel, judges, submissions = scene
    release_wave(actor=judges[0].user, wave=propose_wave(actor=judges[0].user, challenge=challenge))
    judge = judges[1]
    other = next(row for row in submissions if (judge.pk, row.pk) not in pairs())
    client.force_login(judge.user)
    page = reverse("judging:scorecard", args=[challenge.event.slug, other.pk])
    assert client.get(page).status_code == 404

    with pytest.raises(PermissionDenied):
        save_scorecard(
            actor=judge.user, judge=judge, version=other.versions.get(), marks={}, revision=0
        )


def test_a_tied_judge_is_never_asked_and_what_is_lacking_is_told(scene):
    challenge, _panel, judges, submissions = scene
    for judge in judges[:3]:
        declare_conflict(actor=judge.user, judge=judge, team=submissions[0].team)

    wave = propose_wave(actor=None, challenge=challenge)

    assert {j for j, s in pairs() if s == submissions[0].pk} == {judges[3].pk}
    assert any("Project 0" in sentence for sentence in wave.left)


def test_planning_is_for_the_president_and_organisers_of_the_event(scene):
    challenge, _panel, judges, _submissions = scene
    elsewhere = OrganiserFactory(event=EventFactory()).user

    for stranger in (judges[1].user, elsewhere):
        with pytest.raises(PermissionDenied):
            propose_wave(actor=stranger, challenge=challenge)


def test_a_wave_is_planned_anew_until_it_is_released_and_then_stays(scene):
    challenge, _panel, _judges, _submissions = scene
    boss = OrganiserFactory(event=challenge.event).user
    first = propose_wave(actor=boss, challenge=challenge, seed=1)
    again = propose_wave(actor=boss, challenge=challenge, seed=2)
    assert first.pk == again.pk
    assert len(pairs()) == 12
    release_wave(actor=boss, wave=again)

    with pytest.raises(StateConflict, match="no further wave"):
        propose_wave(actor=boss, challenge=challenge)
    with pytest.raises(StateConflict, match="released already"):
        release_wave(actor=boss, wave=again)


def test_a_judge_who_goes_leaves_what_is_begun_and_the_rest_moves(scene):
    challenge, _panel, judges, _submissions = scene
    boss = OrganiserFactory(event=challenge.event).user
    release_wave(actor=boss, wave=propose_wave(actor=boss, challenge=challenge))
    gone = judges[1]
    version = versions_for(gone)[0]
    ScorecardFactory(judge=gone, version=version)
    gone.left_at = timezone.now()

    with unguarded("test"):
        gone.save()

    rebalance_reviews(actor=boss, challenge=challenge, reason="gone")

    left = {s for j, s in pairs() if j == gone.pk}
    assert left == {version.submission_id}
    counts = [sum(s == row for _, s in pairs()) for row in {s for _, s in pairs()}]
    assert min(counts) >= 2


def test_by_hand_conflicts_hold_and_what_is_begun_stays(scene):
    challenge, _panel, judges, submissions = scene
    boss = OrganiserFactory(event=challenge.event).user
    wave = propose_wave(actor=boss, challenge=challenge)
    judge = judges[2]
    other = next(row for row in submissions if (judge.pk, row.pk) not in pairs())
    added = add_review(actor=boss, wave=wave, judge=judge, submission=other)
    take_review(actor=boss, assignment=added, reason="by hand")
    assert (judge.pk, other.pk) not in pairs()

    declare_conflict(actor=judge.user, judge=judge, team=other.team)
    with pytest.raises(StateConflict, match="may not review"):
        add_review(actor=boss, wave=wave, judge=judge, submission=other)
    kept = Assignment.objects.filter(judge=judge, ended_at=None).first()
    ScorecardFactory(judge=judge, version=kept.submission.versions.get())
    with pytest.raises(StateConflict, match="begun"):
        take_review(actor=boss, assignment=kept, reason="x")


def hand_in_all(challenge):
    """Marks for everything that was asked: project 5 best, then 4, and so on."""
    criterion = challenge.event.criteria.get()
    for row in Assignment.objects.open().select_related("submission"):
        version = row.submission.versions.get()
        if row.judge.scorecards.filter(version=version).exists():
            continue
        card = ScorecardFactory(judge=row.judge, version=version, handed_in_at=timezone.now())
        number = int(row.submission.title[-1])
        ScoreFactory(scorecard=card, criterion=criterion, value=min(5, 1 + number))


def test_a_further_wave_opens_by_itself_for_contenders_with_fillers_and_without_doubles(scene):
    challenge, panel, _judges, _submissions = scene

    with unguarded("test"):
        panel.more_waves, panel.wave_size, panel.opening, panel.stop_at = 1, 4, "itself", 99
        panel.save()

    assert keep_waves_moving() == 1
    assert keep_waves_moving() == 0
    before = pairs()
    hand_in_all(challenge)
    assert keep_waves_moving() == 1

    fresh = Assignment.objects.filter(wave__number=2)
    assert 0 < fresh.count() <= 4
    assert not {(row.judge_id, row.submission_id) for row in fresh} & before
    assert fresh.filter(origin="filler").exists()


def test_the_page_of_the_plan_is_for_president_and_organiser_alone(scene, client):
    challenge, _panel, judges, _submissions = scene
    page = reverse("judging:plan", args=[challenge.event.slug, challenge.slug])
    boss = OrganiserFactory(event=challenge.event).user
    elsewhere = OrganiserFactory(event=EventFactory()).user
    for user, status in (
        (judges[0].user, 200),
        (boss, 200),
        (judges[1].user, 404),
        (elsewhere, 404),
    ):
        client.force_login(user)
        assert client.get(page).status_code == status
    client.force_login(boss)
    client.post(reverse("judging:propose_wave", args=[challenge.event.slug, challenge.slug]))
    client.post(reverse("judging:release", args=[challenge.event.slug, challenge.slug, 1]))

    assert "Project 3" in client.get(page).text
    assert versions_for(judges[1])


def test_a_president_does_not_learn_where_reviews_of_a_tied_team_go(scene, client):
    challenge, _panel, judges, submissions = scene
    wave = propose_wave(actor=judges[0].user, challenge=challenge)
    release_wave(actor=judges[0].user, wave=wave)
    declare_conflict(actor=judges[0].user, judge=judges[0], team=submissions[0].team)
    review = Assignment.objects.filter(submission=submissions[0]).exclude(judge=judges[0]).first()
    client.force_login(judges[0].user)

    def address(name, *more):
        return reverse(f"judging:{name}", args=[challenge.event.slug, challenge.slug, *more])

    text = client.get(address("plan")).text
    added = {"judge": judges[3].pk, "submission": submissions[0].pk}
    answers = [
        client.post(address("take_review", review.pk)),
        client.post(address("add_review", wave.number), added),
    ]

    assert "Project 0" not in text
    assert "Project 1" not in text  # who reviews what, tells who is in the race
    assert [answer.status_code for answer in answers] == [404, 404]


def test_who_owes_marks_learns_nothing_by_planning_waves(scene, client):
    """The rule stands behind the door: the page offers what the operation allows."""
    challenge, _panel, judges, _submissions = scene
    head, boss = judges[0].user, OrganiserFactory(event=challenge.event).user
    member = JudgeFactory(event=challenge.event, user=boss)
    page = reverse("judging:plan", args=[challenge.event.slug, challenge.slug])
    propose = reverse("judging:propose_wave", args=[challenge.event.slug, challenge.slug])
    assert PROPOSE_WAVE.allows(boss, challenge)
    PanelSeatFactory(judge=member, challenge=challenge)

    wave = propose_wave(actor=head, challenge=challenge)
    may = {op: op.allows(boss, challenge) for op in (PROPOSE_WAVE, CHANGE_ASSIGNMENT)}
    assert not any(may.values())
    assert not RELEASE_WAVE.allows(boss, wave)
    release_wave(actor=head, wave=wave)

    assert not PROPOSE_WAVE.allows(head, challenge)
    assert CHANGE_ASSIGNMENT.allows(head, challenge)
    client.force_login(head)
    assert propose not in client.get(page).text
    with pytest.raises(PermissionDenied):
        propose_wave(actor=head, challenge=challenge)
