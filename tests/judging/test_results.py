import pytest
from django.core.exceptions import PermissionDenied

from hackathon.errors import PhaseClosed, StateConflict
from hackathon.models import AuditEntry, EmailLog
from hackathon.services.mail import relay_promises
from judging import selectors
from judging.models import Standing
from judging.services.jury import declare_conflict
from judging.services.results import give_award, publish_results
from judging.services.scoring import hand_in_scorecard, save_scorecard
from tests.factories import (
    AwardFactory,
    OrganiserFactory,
    PrizeFactory,
    UserFactory,
    judged_event,
    submitted,
)

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
    give_award(actor=boss, prize=prize, submission=version.submission)
    relay_promises()

    assert list(selectors.winners(event)) == []
    assert not EmailLog.objects.exists()


def test_publishing_opens_the_winners_and_writes_to_everyone_concerned(event, version, prize, boss):
    loser = submitted(event)
    AwardFactory(prize=prize, submission=version.submission)

    publish_results(actor=boss, event=event)
    relay_promises()

    assert [award.submission for award in selectors.winners(event)] == [version.submission]
    judge = event.judges.get()
    assert set(EmailLog.objects.values_list("template", "recipient")) == {
        ("judging/mail/winner", version.submitted_by.email),
        ("judging/mail/results", loser.submitted_by.email),
        ("judging/mail/jury_results", judge.email),
    }


def test_results_are_published_once(event, version, prize, boss):
    AwardFactory(prize=prize, submission=version.submission)
    publish_results(actor=boss, event=event)

    with pytest.raises(PhaseClosed):
        publish_results(actor=boss, event=event)

    assert AuditEntry.objects.filter(verb="results.publish").count() == 1


def test_a_prize_without_a_winner_holds_the_results_back(event, prize, boss):
    with pytest.raises(StateConflict, match="no winner yet: Greener travel"):
        publish_results(actor=boss, event=event)

    assert not AuditEntry.objects.exists()
    assert not Standing.objects.exists()


def test_results_are_not_published_while_the_jury_works():
    _, version = judged_event(during="judging")

    with pytest.raises(PhaseClosed):
        publish_results(actor=OrganiserFactory(event=version.event).user, event=version.event)


def test_being_a_superuser_is_not_enough_to_publish(event):
    with pytest.raises(PermissionDenied):
        publish_results(actor=UserFactory(is_superuser=True, is_staff=True), event=event)


def test_a_prize_goes_to_a_submission_of_its_own_challenge(event, prize, boss):
    elsewhere = submitted(event)

    with pytest.raises(StateConflict, match="another challenge"):
        give_award(actor=boss, prize=prize, submission=elsewhere.submission)


def test_a_conflict_declared_after_scoring_takes_the_scorecard_out_of_the_ranking():
    judge, version = judged_event()
    marks = dict.fromkeys(judge.event.criteria.all(), 5)
    card = save_scorecard(actor=judge.user, judge=judge, version=version, marks=marks, revision=0)
    hand_in_scorecard(actor=judge.user, scorecard=card, revision=1)
    [ranks] = selectors.standings(judge.event).values()
    assert [line.entry for line in ranks] == [version.submission_id]

    declare_conflict(actor=judge.user, judge=judge, team=version.submission.team)

    assert selectors.standings(judge.event) == {version.submission.team.challenge: []}
