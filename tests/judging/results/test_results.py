import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.kernel.guard import unguarded
from hackathon.mail.services.queueing import relay_promises
from hackathon.models import AuditEntry, EmailLog
from judging.conflicts.services import declare_conflict
from judging.models import JuryRules, Standing
from judging.results.selectors.awards import shown_winners
from judging.scorecards.services.scoring import hand_in_scorecard, save_scorecard
from judging.seats.services.jury import save_judge
from tests.factories import (
    AwardFactory,
    JudgeFactory,
    MemberFactory,
    OrganiserFactory,
    PanelSeatFactory,
    PrizeFactory,
    SubmissionFactory,
    UserFactory,
    VersionFactory,
    judged_event,
    submitted,
)
from tests.publishing import give_award, publish_as_it_is, standings

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    _, version = judged_event(during="deliberation")
    return version


@pytest.fixture
def event(version):
    return version.event


@pytest.fixture
def prize(version):
    return PrizeFactory(challenge=version.submission.team.challenge)


@pytest.fixture
def boss(event):
    return OrganiserFactory(event=event).user


def test_before_publication_there_are_no_winners_and_no_mails(event, version, prize, boss):
    give_award(actor=boss, prize=prize, submission=version.submission, reason="They agreed.")
    relay_promises()

    assert shown_winners(event) == []
    assert not EmailLog.objects.exists()


def test_publishing_opens_the_winners_and_writes_to_everyone_concerned(event, version, prize, boss):
    seat = MemberFactory(team__event=event, team__challenge=prize.challenge)
    submission = SubmissionFactory(team=seat.team)
    loser = VersionFactory(submission=submission, submitted_by=seat.user)
    AwardFactory(prize=prize, submission=version.submission)

    publish_as_it_is(boss, event)
    relay_promises()

    assert [row.id for row in shown_winners(event)] == [version.submission_id]
    judge = event.judges.get()
    assert set(EmailLog.objects.values_list("template", "recipient")) == {
        ("judging/mail/winner", version.submitted_by.email),
        ("judging/mail/results", loser.submitted_by.email),
        ("judging/mail/jury_results", judge.email),
    }


def test_results_are_published_once(event, version, prize, boss):
    AwardFactory(prize=prize, submission=version.submission)
    publish_as_it_is(boss, event)

    with pytest.raises(PhaseClosed):
        publish_as_it_is(boss, event)

    assert AuditEntry.objects.filter(verb="results.publish").count() == 1


def test_a_prize_without_a_winner_holds_the_results_back(event, prize, boss):
    with pytest.raises(StateConflict, match="nothing has been decided"):
        publish_as_it_is(boss, event)

    assert not AuditEntry.objects.filter(verb="results.publish").exists()
    assert not Standing.objects.exists()


def test_results_are_not_published_while_the_jury_works():
    _, version = judged_event(during="judging")

    with pytest.raises(PhaseClosed):
        publish_as_it_is(OrganiserFactory(event=version.event).user, version.event)


def test_being_a_superuser_is_not_enough_to_publish(event):
    with pytest.raises(PermissionDenied):
        publish_as_it_is(UserFactory(is_superuser=True, is_staff=True), event)


def test_a_prize_goes_to_a_submission_of_its_own_challenge(event, prize, boss):
    elsewhere = submitted(event)

    with pytest.raises(StateConflict, match="another challenge"):
        give_award(actor=boss, prize=prize, submission=elsewhere.submission)


def test_a_conflict_declared_after_scoring_takes_the_scorecard_out_of_the_ranking():
    judge, version = judged_event()
    marks = dict.fromkeys(judge.event.criteria.all(), 5)
    card = save_scorecard(actor=judge.user, judge=judge, version=version, marks=marks, revision=0)
    hand_in_scorecard(actor=judge.user, scorecard=card, revision=1)
    [ranks] = standings(judge.event).values()
    assert [line.entry for line in ranks] == [version.submission_id]

    declare_conflict(actor=judge.user, judge=judge, team=version.submission.team)

    assert standings(judge.event) == {version.submission.team.challenge: []}


@pytest.fixture
def named_in_results(client, version, prize, boss):
    """Whether the results page names somebody who sits on the panel without an account."""

    def answer(change=None, shown="accepted", **dates):
        judge = JudgeFactory(
            event=version.event,
            user=None,
            accepted_at=None,
            name="Zora Quux",
            email="zora@example.org",
            **dates,
        )
        PanelSeatFactory(judge=judge, challenge=prize.challenge)
        with unguarded("test"):
            JuryRules.objects.update_or_create(event=version.event, defaults={"jury_shown": shown})
        if change:
            judge.email = change
            save_judge(actor=boss, judge=judge, fields=["email"])
        give_award(actor=boss, prize=prize, submission=version.submission, reason="They agreed.")
        publish_as_it_is(boss, version.event)
        page = client.get(reverse("judging:results", args=[version.event.slug]))
        return "Zora Quux" in page.text

    return answer


@pytest.mark.parametrize("shown", ["accepted", "published"])
def test_the_results_do_not_name_who_was_only_written_down(named_in_results, shown):
    assert not named_in_results(shown=shown)


def test_they_are_named_where_the_jury_is_always_shown(named_in_results):
    assert named_in_results(shown="always")


@pytest.mark.parametrize("shown", ["accepted", "published", "always"])
@pytest.mark.parametrize("change", ["", "zora.quux@example.org"])
def test_whoever_declined_is_never_named_also_at_a_corrected_address(
    named_in_results, shown, change
):
    now = timezone.now()
    assert not named_in_results(change, shown, invited_at=now, declined_at=now)
