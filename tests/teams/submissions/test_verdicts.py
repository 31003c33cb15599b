"""Eligible, to check, not eligible, out, rescued: who may, what follows, and what teams read."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.mail.services.queueing import relay_promises
from hackathon.mail.services.wording import word_mail
from hackathon.models import AuditEntry, EmailLog
from judging.assignment.selectors import versions_for
from teams.models import Verdict, Version
from teams.submissions.selectors.submissions import entered_versions
from teams.submissions.services.verdicts import disqualify, rescue, triage
from tests.factories import (
    EventFactory,
    MemberFactory,
    OrganiserFactory,
    PrizeFactory,
    SubmissionFactory,
    judged_event,
    submitted,
)
from tests.publishing import give_award, publish_as_it_is, standings

pytestmark = pytest.mark.django_db
REASON = "The repository is empty."


@pytest.fixture
def scene():
    judge, version = judged_event()
    return judge, version.submission, OrganiserFactory(event=judge.event).user


def letters():
    relay_promises()
    return {mail.recipient: word_mail(mail) for mail in EmailLog.objects.all()}


def test_what_is_not_eligible_is_with_no_jury_and_comes_back_when_it_is_undone(scene):
    judge, submission, boss = scene
    triage(actor=boss, submission=submission, kind="no", reason=REASON)
    assert list(versions_for(judge)) == []
    assert list(entered_versions(judge.event)) == []

    triage(actor=boss, submission=submission, kind="eligible")
    assert [version.submission for version in versions_for(judge)] == [submission]
    assert [verdict.kind for verdict in submission.verdicts.all()] == ["no", "eligible"]


def test_the_team_reads_the_reason_word_for_word_and_the_log_does_not_hold_it(scene):
    _judge, submission, boss = scene
    second = MemberFactory(team=submission.team, seat=2, is_captain=False, user__language="fr")
    triage(actor=boss, submission=submission, kind="to_check", reason=REASON)

    told = letters()

    assert len(told) == 2
    assert all(REASON in text for _subject, text, _html in told.values())
    assert second.user.email in told
    assert REASON not in str(AuditEntry.objects.first().data)


@pytest.mark.parametrize("kind", ["to_check", "no"])
def test_whoever_is_not_simply_eligible_is_told_why(scene, kind):
    _judge, submission, boss = scene
    with pytest.raises(ValidationError, match="Write the reason"):
        triage(actor=boss, submission=submission, kind=kind, reason="  ")
    submission.refresh_from_db()
    assert (submission.triage, Verdict.objects.count()) == ("new", 0)


def test_deciding_the_same_twice_writes_to_the_team_once(scene):
    _judge, submission, boss = scene
    triage(actor=boss, submission=submission, kind="no", reason=REASON)
    with pytest.raises(StateConflict):
        triage(actor=boss, submission=submission, kind="no", reason=REASON)
    assert len(letters()) == 1


def test_nobody_decides_but_an_organiser_of_this_event(scene):
    _judge, submission, _boss = scene
    for who in (OrganiserFactory(event=EventFactory()).user, submission.team.members.get().user):
        with pytest.raises(PermissionDenied):
            triage(actor=who, submission=submission, kind="eligible")
        with pytest.raises(PermissionDenied):
            disqualify(actor=who, submission=submission, reason=REASON)
        with pytest.raises(PermissionDenied):
            rescue(actor=who, team=submission.team, content={}, revision=0, reason=REASON)


def test_nothing_is_decided_about_a_draft(scene):
    judge, _submission, boss = scene
    draft = SubmissionFactory(
        team=MemberFactory(team__event=judge.event).team, status="draft", submitted_at=None
    )
    with pytest.raises(StateConflict):
        triage(actor=boss, submission=draft, kind="eligible")


def test_a_disqualified_project_is_out_for_good(scene):
    judge, submission, boss = scene
    disqualify(actor=boss, submission=submission, reason=REASON)

    assert list(versions_for(judge)) == []
    for again in (disqualify, rescue_of):
        with pytest.raises(StateConflict):
            again(actor=boss, submission=submission, reason=REASON)
    [(subject, text, _html)] = letters().values()
    assert "is out of" in subject
    assert REASON in text


def rescue_of(*, submission, actor, reason):
    return rescue(actor=actor, team=submission.team, content={}, revision=0, reason=reason)


def test_a_winner_that_is_ruled_out_leaves_the_prize_without_one():
    _, version = judged_event(during="deliberation")
    boss = OrganiserFactory(event=version.event).user
    prize = PrizeFactory(challenge=version.submission.team.challenge)
    give_award(actor=boss, prize=prize, submission=version.submission, reason=REASON)
    triage(actor=boss, submission=version.submission, kind="no", reason=REASON)

    with pytest.raises(StateConflict, match="is not eligible any more"):
        publish_as_it_is(boss, version.event)
    with pytest.raises(StateConflict, match="Only a submitted project"):
        give_award(
            actor=boss,
            prize=prize,
            submission=version.submission,
            reason=REASON,
            instead_of=prize.award.mark,
        )
    assert [line for lines in standings(version.event).values() for line in lines] == []


def test_an_organiser_submits_for_a_team_after_its_deadline(scene):
    judge, _submission, boss = scene
    seat = MemberFactory(team__event=judge.event)
    draft = SubmissionFactory(team=seat.team, title="Late", status="draft", submitted_at=None)

    version = rescue(
        actor=boss, team=seat.team, content={"summary": "Sent by mail."}, revision=0, reason=REASON
    )

    draft.refresh_from_db()
    assert (draft.status, version.title, version.summary) == ("submitted", "Late", "Sent by mail.")
    assert (version.origin, version.in_grace, version.submitted_by) == ("organiser", False, boss)
    assert (version.number, version.sha256) == (1, version.fingerprint)
    assert draft.verdicts.get().kind == "rescued"
    [(_subject, text, _html)] = letters().values()
    assert REASON in text
    assert version.sha256 in text


def test_a_rescue_needs_a_reason_and_the_draft_as_it_was_seen(scene):
    _judge, submission, boss = scene
    with pytest.raises(ValidationError, match="Write the reason"):
        rescue(actor=boss, team=submission.team, content={}, revision=0, reason="")
    with pytest.raises(StateConflict, match="saved changes meanwhile"):
        rescue(actor=boss, team=submission.team, content={}, revision=7, reason=REASON)
    assert Version.objects.count() == 1


def test_after_judging_nobody_is_rescued_any_more():
    version = submitted(EventFactory(during="deliberation"))
    boss = OrganiserFactory(event=version.event).user
    with pytest.raises(PhaseClosed):
        rescue_of(actor=boss, submission=version.submission, reason=REASON)
