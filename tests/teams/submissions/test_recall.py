"""What an organiser submitted for a team by mistake is taken back: nothing of it counts, nothing of
it is deleted, and what stood before stands again with its marks."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from hackathon.files.storage import StoredFile
from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.kernel.guard import unguarded
from hackathon.mail.services.queueing import relay_promises
from hackathon.mail.services.wording import word_mail
from hackathon.models import EmailLog
from judging.assignment.selectors import versions_for
from judging.models import Judge, Scorecard
from judging.scorecards.selectors import holding
from judging.scorecards.selectors.worklist import worklist_of
from judging.scorecards.services.scoring import carry_on
from teams.gallery.services import open_gallery
from teams.models import ProjectQuestion, Recall, Submission, Version
from teams.rulings.services import close_team
from teams.submissions.selectors import archive
from teams.submissions.selectors.drafting import labels_of
from teams.submissions.services.clock import take_last_drafts
from teams.submissions.services.recalling import obstacle_to_recall, recall
from teams.submissions.services.verdicts import disqualify, rescue, triage
from tests.acting import press
from tests.factories import MemberFactory, OrganiserFactory, SubmissionFactory, judged_event
from tests.judging.amendments.acts import changed, hashes, ranking, scene_in
from tests.judging.conflicts.test_conflict_register import handed_in, tie
from tests.telling import mails_since, told_to

pytestmark = pytest.mark.django_db
WRONG = "Of another team"


def scene():
    judge, version = judged_event()
    return judge, version, OrganiserFactory(event=judge.event).user


def rescued(boss, submission, **more):
    row = Submission.objects.get(pk=submission.pk)
    return rescue(
        actor=boss,
        team=row.team,
        content={"title": WRONG},
        revision=row.revision,
        reason="They could not.",
        **more,
    )


def taken_back(boss, submission):
    row = Submission.objects.get(pk=submission.pk)
    return recall(actor=boss, submission=row, reason="Wrong team.")


@pytest.mark.parametrize("keeps_marks", [True, False])
@pytest.mark.parametrize("state", ["some marks", "handed in"])
def test_the_version_before_counts_again_with_the_marks_it_had(state, keeps_marks):
    scene = scene_in(state)
    submission = scene.teams["Amber"].submission
    before, ranks = hashes(but=[Submission]), ranking(scene.event)
    version = rescued(scene.boss, submission, keeps_marks=keeps_marks)

    taken_back(scene.boss, submission)

    left = changed(before, hashes(but=[Submission]))
    assert left == {("teams.version", version.pk)}
    row = Submission.objects.get(pk=submission.pk)
    assert (row.status, row.submitted_at) == ("submitted", submission.submitted_at)
    assert ranking(scene.event) == ranks


def test_marks_for_what_was_taken_back_do_not_count_and_those_before_do():
    judge, first, boss = scene()
    old = handed_in(judge, first, 4)
    version = rescued(boss, first.submission)
    handed_in(judge, version, 1)

    taken_back(boss, first.submission)

    assert list(holding.handed_in(judge.event)) == [old]
    assert [one.pk for one in versions_for(Judge.objects.get())] == [first.pk]


@pytest.mark.parametrize("keeps_marks", [False, True])
def test_who_read_of_the_version_is_told_that_it_is_gone(keeps_marks):
    judge, first, boss = scene()
    handed_in(judge, first, 4)
    rescued(boss, first.submission, keeps_marks=keeps_marks)
    told_before = told_to(judge, mails_since())
    assert len(told_before) == 1

    taken_back(boss, first.submission)

    [told] = told_to(judge, mails_since())[1:]
    assert "Version 1 is on your desk again: marks that you had handed in" in told


def test_of_two_the_last_goes_first():
    _judge, first, boss = scene()
    rescued(boss, first.submission)
    second = rescued(boss, first.submission)

    assert taken_back(boss, first.submission).version == second
    taken_back(boss, first.submission)
    with pytest.raises(StateConflict, match="Version 2 has been taken back already"):
        taken_back(boss, first.submission)
    third = rescued(boss, first.submission)
    assert third.number == 4


def test_marks_count_on_past_a_version_that_was_taken_back():
    judge, first, boss = scene()
    card = handed_in(judge, first, 4)
    rescued(boss, first.submission, keeps_marks=False)
    taken_back(boss, first.submission)
    rescued(boss, first.submission, keeps_marks=True)

    assert list(holding.handed_in(judge.event)) == [card]


def test_marks_that_stopped_counting_are_still_to_give_when_a_later_version_keeps_marks():
    judge, first, boss = scene()
    card = handed_in(judge, first, 4)
    rescued(boss, first.submission, keeps_marks=False)
    rescued(boss, first.submission, keeps_marks=True)

    assert not holding.handed_in(judge.event)
    work = worklist_of(judge)
    assert not work.done
    assert [entry.earlier for entry in work.open] == [card]


@pytest.mark.parametrize("title", ["Ours", WRONG])
def test_where_nothing_had_been_submitted_the_draft_is_the_teams_and_the_clock_takes_it(title):
    judge, _version, boss = scene()
    seat = MemberFactory(team__event=judge.event)
    draft = SubmissionFactory(
        team=seat.team, title=title, summary="Fast.", status="draft", submitted_at=None
    )
    with unguarded("test"):
        type(judge.event).objects.update(last_draft_counts=True)
    rescued(boss, draft)

    taken_back(boss, draft)
    draft.refresh_from_db()
    assert (draft.status, draft.submitted_at, draft.title) == ("draft", None, title)
    assert not Version.objects.entered().filter(submission=draft).exists()

    assert take_last_drafts() == 1
    assert Version.objects.entered().get(submission=draft).title == title


def test_where_there_was_no_draft_the_clock_takes_none():
    judge, _version, boss = scene()
    team = MemberFactory(team__event=judge.event).team
    with unguarded("test"):
        type(judge.event).objects.update(last_draft_counts=True)
    content = {"title": WRONG, "summary": "Theirs.", "description": "Theirs."}
    version = rescue(actor=boss, team=team, content=content, revision=0, reason="Late.")

    taken_back(boss, version.submission)

    assert Submission.objects.get(team=team).title == ""
    assert take_last_drafts() == 0


def test_the_draft_is_again_what_it_was_with_its_answers_and_files():
    judge, first, boss = scene()
    team, before = first.submission.team, Submission.objects.get(pk=first.submission_id)
    with unguarded("test"):
        Submission.objects.update(answers={"7": "Kept", "8": "Written over"})
        question = {"event": judge.event, "kind": "short"}
        ProjectQuestion.objects.create(pk=8, label="Why?", **question)
        ProjectQuestion.objects.create(pk=9, label="Who?", **question)
    file = StoredFile(name="wrong.pdf", sha256="a" * 64, size=9)
    rescue(
        actor=boss,
        team=team,
        content={"title": WRONG, "q8": "Wrong", "q9": "Wrong"},
        revision=before.revision,
        reason="They could not.",
        file=file,
    )
    assert len(list(before.files)) == 1

    taken_back(boss, first.submission)

    now = Submission.objects.get(pk=before.pk)
    assert now.answers == {"7": "Kept", "8": "Written over"}
    assert (now.title, now.saved_at, now.saved_by) == (
        before.title,
        before.saved_at,
        before.saved_by,
    )
    assert now.revision > before.revision + 1
    assert list(now.files) == []
    assert [one.name for one in Version.objects.get(number=2).files] == ["wrong.pdf"]


def test_what_the_team_has_written_since_stays_and_is_named(client):
    _judge, first, boss = scene()
    captain = first.submission.team.members.get().user
    before = Submission.objects.get(pk=first.submission_id)
    rescue(
        actor=boss,
        team=first.submission.team,
        reason="They could not.",
        content={"title": WRONG, "summary": "Wrong, too."},
        revision=before.revision,
    )
    with unguarded("the team writes on, in time of its own"):
        Submission.objects.update(summary="Of the team.", saved_by=captain)
    client.force_login(boss)
    page = reverse("admin:teams_submission_recall", args=[first.submission_id])
    assert "written since then stays: Summary" in client.get(page).text

    taken_back(boss, first.submission)
    relay_promises()

    now = Submission.objects.get(pk=before.pk)
    assert (now.title, now.summary) == (before.title, "Of the team.")
    mail = word_mail(EmailLog.objects.filter(recipient=captain.email).last())[1]
    assert "written since then stays: Summary" in mail
    assert before.title in mail
    assert WRONG not in mail
    client.force_login(captain)
    assert "after version 1" in client.get(first.submission.team.get_absolute_url()).text


def test_a_second_one_does_not_hide_what_the_team_had():
    _judge, first, boss = scene()
    title = first.submission.title
    rescued(boss, first.submission)
    rescue(
        actor=boss,
        team=first.submission.team,
        content={"title": "Worse"},
        reason="Again.",
        revision=Submission.objects.get(pk=first.submission_id).revision,
    )

    taken_back(boss, first.submission)
    assert Submission.objects.get(pk=first.submission_id).title == WRONG
    taken_back(boss, first.submission)
    assert Submission.objects.get(pk=first.submission_id).title == title


def test_a_desk_and_marks_carried_on_know_nothing_of_what_was_taken_back():
    judge, first, boss = scene()
    version = rescued(boss, first.submission)
    handed_in(judge, version, 1)
    taken_back(boss, first.submission)
    third = rescued(boss, first.submission, keeps_marks=True)

    assert list(holding.handed_in(judge.event)) == []
    worklist = worklist_of(Judge.objects.get())
    assert [(one.version, one.scorecard, one.earlier) for one in worklist.to_do] == [
        (third, None, None)
    ]
    assert worklist.done == []
    with pytest.raises(StateConflict, match="no earlier marks"):
        carry_on(actor=judge.user, judge=judge, version=third)


@pytest.mark.parametrize("kind", ["no", "to_check"])
def test_what_was_decided_about_it_is_undone_with_it(kind, client):
    _judge, first, boss = scene()
    rescued(boss, first.submission)
    row = Submission.objects.get(pk=first.submission_id)
    triage(actor=boss, submission=row, kind=kind, reason="Not theirs.")
    client.force_login(boss)
    page = reverse("admin:teams_submission_recall", args=[first.submission_id])
    assert "was decided about this version" in client.get(page).text

    taken_back(boss, first.submission)
    assert Submission.objects.get(pk=first.submission_id).triage == "new"
    if kind == "no":
        assert list(Version.objects.entered()) == [first]


def test_nobody_reads_it_any_more_but_those_whose_it_is(client):
    judge, first, boss = scene()
    version = rescued(boss, first.submission)
    taken_back(boss, first.submission)
    event, team = judge.event, first.submission.team
    open_gallery(actor=boss, event=event)
    assert list(archive.last_versions(event)) == [first]

    gallery = reverse("teams:gallery", args=[event.slug])
    project = reverse("teams:project", args=[event.slug, first.submission_id])
    for page in (gallery, project):
        assert client.get(page).status_code == 200
        assert WRONG not in client.get(page).text
    client.force_login(judge.user)
    assert (
        WRONG
        not in client.get(reverse("judging:scorecard", args=[event.slug, first.submission_id])).text
    )
    client.force_login(team.members.first().user)
    for page in (version.get_absolute_url(), team.get_absolute_url()):
        assert "it does not count" in client.get(page).text


def test_the_team_and_judges_who_marked_it_are_told():
    judge, first, boss = scene()
    version = rescued(boss, first.submission)
    handed_in(judge, version, 3)
    relay_promises()
    EmailLog.objects.all().delete()

    taken_back(boss, first.submission)
    relay_promises()

    told = {mail.recipient: word_mail(mail)[1] for mail in EmailLog.objects.all()}
    captain = first.submission.team.members.get().user
    assert set(told) == {captain.email, judge.email}
    assert "Version 1 counts again" in told[captain.email]
    assert "Wrong team." in told[captain.email]
    assert "do not count" in told[judge.email]


@pytest.mark.parametrize("keeps_marks", [False, True])
def test_a_judge_whose_scorecard_falls_away_is_told(keeps_marks):
    judge, first, boss = scene()
    handed_in(judge, first, 4)
    relay_promises()
    EmailLog.objects.all().delete()

    rescued(boss, first.submission, keeps_marks=keeps_marks)
    relay_promises()

    [text] = [word_mail(mail)[1] for mail in EmailLog.objects.filter(recipient=judge.email)]
    assert ("does not count any more" in text) is not keeps_marks
    assert ("counts on" in text) is keeps_marks
    assert "They could not." in text


def test_only_organisers_with_a_reason_until_the_results_are_public():
    judge, first, boss = scene()
    rescued(boss, first.submission)
    with pytest.raises(PermissionDenied):
        recall(actor=judge.user, submission=first.submission, reason="No.")
    with pytest.raises(ValidationError, match="Write the reason"):
        recall(actor=boss, submission=first.submission, reason=" ")
    with unguarded("test"):
        type(judge.event).objects.update(
            judging_closes_at=timezone.now(), published_at=timezone.now()
        )
    with pytest.raises(PhaseClosed):
        taken_back(boss, first.submission)
    assert not Recall.objects.exists()


def test_the_page_shows_what_is_lost_before_it_is_done(client):
    judge, first, boss = scene()
    version = rescued(boss, first.submission)
    card = handed_in(judge, version, 3)
    client.force_login(boss)
    page = reverse("admin:teams_submission_recall", args=[first.submission_id])
    row = reverse("admin:teams_submission_change", args=[first.submission_id])
    assert page in client.get(row).text

    shown = client.get(page).text
    assert "1 scorecard that was handed in does not count any more" in shown
    assert client.post(page, {"reason": ""}).status_code == 422
    press(client, page, {"reason": "Wrong team."})

    assert Recall.objects.get().version == version
    assert Scorecard.objects.get(pk=card.pk).handed_in_at
    assert page not in client.get(row).text
    assert "has been taken back already" in client.get(page, follow=True).text


def test_nothing_is_offered_or_done_for_a_closed_team(client):
    _judge, first, boss = scene()
    team = first.submission.team
    close_team(actor=boss, team=team, reason="They left.")
    client.force_login(boss)
    page = reverse("admin:teams_submission_rescue", args=[team.pk])

    assert "This team is closed" in client.get(page).text
    assert 'name="title"' not in client.get(page).text
    for row in (
        reverse("admin:teams_team_change", args=[team.pk]),
        reverse("admin:teams_submission_change", args=[first.submission_id]),
    ):
        assert page not in client.get(row).text
    with pytest.raises(StateConflict, match="is closed"):
        rescued(boss, first.submission)


def withdrawn_before(boss, submission):
    """Withdrawn by the team; then an organiser submitted for it."""
    with unguarded("test"):
        Submission.objects.filter(pk=submission.pk).update(status="withdrawn")
    return rescued(boss, submission)


def test_of_a_project_that_was_withdrawn_it_is_said_that_nothing_counts(client):
    _judge, first, boss = scene()
    withdrawn_before(boss, first.submission)
    client.force_login(boss)
    page = reverse("admin:teams_submission_recall", args=[first.submission_id])

    shown = client.get(page).text
    assert "withdrawn again" in shown
    assert "counts again" not in shown
    press(client, page, {"reason": "Wrong team."})
    relay_promises()

    mails = EmailLog.objects.filter(template="teams/mail/verdict").order_by("-pk")
    text = word_mail(mails.first())[1]
    assert "Your project is withdrawn again" in text
    assert "counts again" not in text


def test_of_a_team_that_has_closed_since_it_is_said_that_nothing_counts(client):
    _judge, first, boss = scene()
    rescued(boss, first.submission)
    row = Submission.objects.get(pk=first.submission_id)
    close_team(actor=boss, team=row.team, reason="They left.")
    client.force_login(boss)

    shown = client.get(reverse("admin:teams_submission_recall", args=[row.pk])).text

    assert "The team is closed, so no version" in shown
    assert "counts again" not in shown


def test_what_the_team_withdrew_meanwhile_is_not_taken_back_and_the_page_says_why(client):
    _judge, first, boss = scene()
    rescued(boss, first.submission)
    with unguarded("test"):
        Submission.objects.filter(pk=first.submission_id).update(status="withdrawn")
    client.force_login(boss)

    page = client.get(
        reverse("admin:teams_submission_recall", args=[first.submission_id]), follow=True
    )

    assert page.status_code == 200
    assert "The project has been withdrawn" in page.text
    with pytest.raises(StateConflict, match="has been withdrawn"):
        taken_back(boss, first.submission)


def test_a_second_press_ends_on_a_page_that_says_it_is_done(client):
    _judge, first, boss = scene()
    version = rescued(boss, first.submission)
    client.force_login(boss)
    page = reverse("admin:teams_submission_recall", args=[first.submission_id])
    press(client, page, {"reason": "Wrong team."})

    again = client.post(page, {"reason": "Wrong team."}, follow=True)

    assert again.status_code == 200
    assert f"Version {version.number} has been taken back already" in again.text


@pytest.mark.parametrize("verb", ["recall", "rescue"])
def test_who_has_got_a_conflict_with_the_team_since_is_told_of_nothing_on_their_desk(verb):
    judge, first, boss = scene()
    handed_in(judge, first, 4)
    if verb == "recall":
        handed_in(judge, rescued(boss, first.submission), 3)
    relay_promises()
    EmailLog.objects.all().delete()
    tie(judge, first.submission.team)

    if verb == "recall":
        taken_back(boss, first.submission)
    else:
        rescued(boss, first.submission, keeps_marks=False)
    relay_promises()

    assert not EmailLog.objects.filter(recipient=judge.user.email).exists()


def test_judges_read_that_a_project_that_is_withdrawn_again_is_not_on_their_desk():
    judge, first, boss = scene()
    handed_in(judge, withdrawn_before(boss, first.submission), 3)
    taken_back(boss, first.submission)
    relay_promises()

    text = word_mail(EmailLog.objects.get(template="judging/mail/taken_back"))[1]
    assert "not on your desk any more" in text


def test_each_member_reads_in_their_own_language_which_of_their_words_stay():
    judge, _version, boss = scene()
    seat = MemberFactory(team__event=judge.event, user__language="de")
    draft = SubmissionFactory(team=seat.team, title="Ours", status="draft", submitted_at=None)
    rescued(boss, draft)
    with unguarded("test"):
        Submission.objects.filter(pk=draft.pk).update(title="Written since")

    taken_back(boss, draft)
    relay_promises()

    mails = EmailLog.objects.filter(template="teams/mail/verdict", recipient=seat.user.email)
    text = word_mail(mails.order_by("-pk").first())[1]
    with translation.override("de"):
        label = labels_of(seat.team, ["title"])[0]
    assert label == "Titel"
    assert f": {label}." in text


def test_of_a_project_that_was_disqualified_it_is_said_that_nothing_counts():
    _judge, version, boss = scene()
    rescued(boss, version.submission)
    row = Submission.objects.get(pk=version.submission_id)
    disqualify(actor=boss, submission=row, reason="Copied.")

    sentence = obstacle_to_recall(Submission.objects.get(pk=row.pk))

    assert sentence.startswith("The project has been disqualified")
