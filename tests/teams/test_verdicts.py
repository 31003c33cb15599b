"""Eligible, to check, not eligible, out, rescued: who may, what follows, and what teams read."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hackathon.errors import PhaseClosed, StateConflict
from hackathon.guard import unguarded
from hackathon.models import AuditEntry, EmailLog
from hackathon.services.mail import relay_promises
from hackathon.services.wording import worded
from judging import desk, selectors
from judging.services.results import give_award, publish_results
from teams.models import ProjectQuestion, Submission, Verdict, Version
from teams.services.verdicts import disqualify, rescue, triage
from tests.factories import (
    EventFactory,
    MemberFactory,
    OrganiserFactory,
    PrizeFactory,
    SubmissionFactory,
    judged_event,
    submitted,
)

pytestmark = pytest.mark.django_db
REASON = "The repository is empty."


@pytest.fixture
def scene():
    judge, version = judged_event()
    return judge, version.submission, OrganiserFactory(event=judge.event).user


def letters():
    relay_promises()
    return {mail.recipient: worded(mail) for mail in EmailLog.objects.all()}


def test_what_is_not_eligible_is_with_no_jury_and_comes_back_when_it_is_undone(scene):
    judge, submission, boss = scene
    triage(actor=boss, submission=submission, kind="no", reason=REASON)
    assert list(desk.versions_for(judge)) == []
    assert list(selectors.entered_versions(judge.event)) == []

    triage(actor=boss, submission=submission, kind="eligible")
    assert [version.submission for version in desk.versions_for(judge)] == [submission]
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

    assert list(desk.versions_for(judge)) == []
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
    give_award(actor=boss, prize=prize, submission=version.submission)
    triage(actor=boss, submission=version.submission, kind="no", reason=REASON)

    with pytest.raises(StateConflict, match="no winner yet"):
        publish_results(actor=boss, event=version.event)
    with pytest.raises(StateConflict, match="Only a submitted project"):
        give_award(actor=boss, prize=prize, submission=version.submission)
    assert [line for lines in selectors.standings(version.event).values() for line in lines] == []


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


@pytest.fixture
def desk_of(client, scene):
    judge, submission, boss = scene
    client.force_login(boss)
    return judge.event, submission


LIST = "admin:teams_submission_changelist"


def act(client, kind, submissions, **more):
    sent = {"action": f"decide_{kind}", "_selected_action": [s.pk for s in submissions], **more}
    return client.post(reverse(LIST), sent, follow=True)


def test_the_organiser_sees_the_mail_before_it_goes_and_then_decides(client, desk_of):
    event, submission = desk_of
    other = submitted(event).submission
    page = act(client, "no", [submission, other])
    assert "does not fulfil the conditions" in page.text
    assert Verdict.objects.count() == 0

    page = act(client, "no", [submission, other], send="1")
    assert "Write the reason" in page.text
    page = act(client, "no", [submission, other], reason=REASON, look="1")
    assert REASON in page.text.split('class="letter"')[1]
    assert Verdict.objects.count() == 0

    page = act(client, "no", [submission, other], reason=REASON, send="1")
    assert "Decided: 2" in page.text
    assert Submission.objects.filter(triage="no").count() == 2


def test_one_that_cannot_be_decided_holds_the_others_up_in_nothing(client, desk_of):
    event, submission = desk_of
    draft = SubmissionFactory(
        team=MemberFactory(team__event=event).team, status="draft", submitted_at=None
    )
    page = act(client, "eligible", [submission, draft], send="1")

    assert "Decided: 1" in page.text
    assert "there is nothing to decide here" in page.text


def test_an_organiser_of_another_event_finds_and_decides_nothing(client, desk_of):
    event, submission = desk_of
    client.force_login(OrganiserFactory(event=EventFactory()).user)
    act(client, "no", [submission], reason=REASON, send="1")

    assert Verdict.objects.count() == 0
    assert submission.title not in client.get(reverse(LIST)).text
    for page in (
        reverse("admin:teams_submission_change", args=[submission.pk]),
        reverse("admin:teams_submission_rescue", args=[submission.team_id]),
        reverse("admin:teams_submission_gallery", args=[event.pk]),
        reverse("admin:teams_bundle_event", args=[event.pk]),
    ):
        assert client.get(page).status_code == 404, page
        assert client.post(page).status_code in (403, 404), page


NARROWER = [
    {"repository": "no"}, {"files": "yes"}, {"origin": "clock"}, {"video": "no"},
    {"challenge": "999"}, {"status": "draft"}, {"triage": "no"}, {"q": "zebra"},
]  # fmt: skip


def test_the_list_tells_what_is_there_and_what_is_missing_and_can_be_narrowed(client, desk_of):
    event, submission = desk_of
    with unguarded("test"):
        asked = ProjectQuestion.objects.create(event=event, label="Data used?", is_required=True)
        Submission.objects.filter(pk=submission.pk).update(
            summary="Trains.", repository_url="https://git.example.org/x", video_url="ftp:/nowhere",
            demo_url="http://localhost/",
        )  # fmt: skip
    page = client.get(reverse(LIST)).text
    assert "Answer “Data used?”." in page
    assert page.count("malformed") == 2

    def shown(**asked):
        return submission.title in client.get(reverse(LIST), asked).text.split("result_list")[-1]

    assert shown(incomplete="yes")
    assert not shown(incomplete="no")
    with unguarded("test"):
        Submission.objects.filter(pk=submission.pk).update(answers={str(asked.pk): "Timetables"})
    assert shown(incomplete="no", repository="yes", files="no", origin="team")
    for narrow in NARROWER:
        assert not shown(**narrow), narrow


def test_the_list_asks_as_much_for_one_as_for_many(client, desk_of, django_assert_num_queries):
    event, _submission = desk_of
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(LIST))
    for _ in range(5):
        submitted(event)
    with django_assert_num_queries(len(one)):
        client.get(reverse(LIST))


def test_the_form_of_a_rescue_stands_over_the_draft_and_takes_a_file(
    client, desk_of, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    _event, submission = desk_of
    address = reverse("admin:teams_submission_rescue", args=[submission.team_id])
    page = client.get(address)
    assert 'value="Railbow"' in page.text

    said = {"title": "Railbow II", "summary": "s", "revision": 0}
    assert "error" in client.post(address, said).text
    pdf = SimpleUploadedFile("late.pdf", b"%PDF-1.4 late %%EOF", "application/pdf")
    client.post(address, {**said, "reason": REASON, "file": pdf})

    version = Version.objects.get(number=2)
    assert (version.title, [file.name for file in version.files]) == ("Railbow II", ["late.pdf"])


def test_the_gallery_is_opened_and_closed_from_the_organisers_pages(client):
    event = EventFactory(during="deliberation")
    boss = OrganiserFactory(event=event).user
    client.force_login(boss)
    address = reverse("admin:teams_submission_gallery", args=[event.pk])
    client.post(address)
    event.refresh_from_db()
    assert event.gallery_opened_at <= timezone.now() + timedelta(seconds=5)
    client.post(address)
    event.refresh_from_db()
    assert event.gallery_opened_at is None
