"""Progress, discussion and paper; and that marks are nowhere before they may be seen."""

import io
import re
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.consequences import read_back
from hackathon.kernel.guard import unguarded
from hackathon.kernel.notices import letters_for
from hackathon.models import AuditEntry
from judging.conflicts.services import declare_conflict
from judging.models import Conflict, Panel, PaperSheet, Refusal, Score, Scorecard
from judging.progress.services import nudge_judge, open_discussion
from judging.scorecards.services.scoring import (
    abstain,
    hand_in_scorecard,
    save_scorecard,
    take_up,
)
from tests.factories import (
    JudgeFactory,
    MemberFactory,
    OrganiserFactory,
    PanelSeatFactory,
    SubmissionFactory,
    VersionFactory,
    judged_event,
    submitted,
)
from tests.house.test_pages import arguments, pages, scene_of
from tests.judging.progress.test_overseeing import president_of
from tests.judging.scorecards.test_scoring import marks_for

pytestmark = pytest.mark.django_db


def page(name, judge, *more):
    return reverse(f"judging:{name}", args=[judge.event.slug, *more])


def handed_in(judge, version, value=4, remarks="Clear and useful."):
    card = save_scorecard(
        actor=judge.user,
        judge=judge,
        version=version,
        marks=marks_for(judge, value),
        revision=0,
        remarks=remarks,
        note="Secret thought.",
    )
    return hand_in_scorecard(actor=judge.user, scorecard=card, revision=1)


@pytest.fixture
def panel():
    """A judge, a president, a reserve and an organiser around one project."""
    judge, version = judged_event()
    reserve = JudgeFactory(event=judge.event)
    PanelSeatFactory(judge=reserve, challenge=version.team.challenge, role="reserve")
    boss = OrganiserFactory(event=judge.event).user
    return judge, president_of(version), reserve, boss, version


def test_progress_is_for_organisers_and_presidents_and_says_what_holds_up_a_decision(client, panel):
    judge, head, reserve, boss, version = panel
    with unguarded("test"):
        Conflict.objects.create(
            judge=judge,
            team=version.team,
            origin="found",
            sign="domain",
            state="proposed",
            declared_at=timezone.now(),
        )
    handed_in(head, version)

    for who in (boss, head.user):
        client.force_login(who)
        text = client.get(page("progress", judge)).text
        assert "1 of 2 reviews are in" in text
        assert f"{judge.name} has handed in nothing." in text
        assert "Railbow has 1 of 2 reviews." in text
        assert f"A possible conflict of {judge.name} with {version.team.name}" in text
        assert "Clear and useful." not in text
    for who in (judge, reserve):
        client.force_login(who.user)
        assert client.get(page("progress", judge)).status_code == 404


def test_nobody_waits_for_who_abstained_but_a_project_without_any_marks_holds_up(client, panel):
    judge, head, _reserve, boss, version = panel
    client.force_login(boss)
    abstain(actor=judge.user, judge=judge, version=version, reason="I know too little.")
    abstain(actor=head.user, judge=head, version=version, reason="So do I.")
    assert "Railbow has 0 of 1 reviews." in client.get(page("progress", judge)).text

    take_up(actor=head.user, scorecard=head.scorecards.get())
    handed_in(head, version)

    assert "nothing holds up a decision" in client.get(page("progress", judge)).text


def test_a_president_sees_nothing_of_a_team_they_are_tied_to(client, panel):
    judge, head, _reserve, _boss, version = panel
    card = handed_in(judge, version)
    declare_conflict(actor=head.user, judge=head, team=version.team)
    client.force_login(head.user)

    assert "Railbow" not in client.get(page("progress", judge)).text
    assert "Railbow" not in client.get(page("progress_of", judge, judge.pk)).text
    assert client.get(page("reopen", judge, card.pk)).status_code == 404
    typing = page("paper_typing", judge, judge.pk, version.submission_id)
    assert client.get(typing).status_code == 404


def test_a_reminder_goes_out_once_and_the_second_is_on_record(client, panel):
    judge, _head, _reserve, boss, _version = panel
    client.force_login(boss)

    client.post(page("nudge", judge, judge.pk))
    letter = next(letters_for(AuditEntry.objects.get(verb="judge.nudge")))
    again = client.post(page("nudge", judge, judge.pk), follow=True)

    assert letter.recipient == judge.user.email
    assert "less than six hours ago" in again.text
    assert Refusal.objects.get().verb == "judge.nudge"


def test_a_scorecard_is_opened_again_on_a_page_that_asks_why(client, panel):
    judge, _head, _reserve, boss, version = panel
    card = handed_in(judge, version)
    client.force_login(boss)
    assert client.post(page("reopen", judge, card.pk), {"reason": ""}).status_code == 422

    client.post(page("reopen", judge, card.pk), {"reason": "Another project."})

    card.refresh_from_db()
    assert (card.handed_in_at, card.reopened_reason) == (None, "Another project.")
    letter = next(letters_for(AuditEntry.objects.get(verb="scorecard.reopen")))
    assert letter.recipient == judge.user.email


def test_the_discussion_is_nowhere_until_it_is_open_and_ones_own_work_is_in(client, panel):
    judge, head, reserve, boss, version = panel
    slug = version.team.challenge.slug
    handed_in(judge, version)
    room = page("discussion", judge, slug)
    client.force_login(judge.user)
    assert client.get(room).status_code == 404
    assert client.post(page("open_discussion", judge, slug)).status_code == 404

    client.force_login(head.user)
    assert "This cannot be undone." in client.get(page("open_discussion", judge, slug)).text
    client.post(page("open_discussion", judge, slug))

    assert Panel.objects.get().discussion_opened_at
    for who in (head.user, reserve.user, boss):
        client.force_login(who)
        assert client.get(room).status_code == 404
    client.force_login(judge.user)
    text = client.get(room).text
    assert ("Clear and useful." in text, "Secret thought." in text) == (True, False)
    handed_in(head, version, value=2)
    client.force_login(head.user)
    assert judge.name in client.get(room).text


def test_the_discussion_leaves_out_the_teams_one_is_tied_to(client, panel):
    judge, head, _reserve, _boss, version = panel
    member = MemberFactory(team__event=judge.event, team__challenge=version.team.challenge)
    submission = SubmissionFactory(team=member.team)
    other = VersionFactory(submission=submission, submitted_by=member.user, title="Lightway")
    for one in (version, other):
        handed_in(head, one)
    handed_in(judge, other)
    declare_conflict(actor=judge.user, judge=judge, team=version.team)
    open_discussion(actor=head.user, challenge=version.team.challenge)
    client.force_login(judge.user)

    text = client.get(page("discussion", judge, version.team.challenge.slug)).text

    assert ("Lightway" in text, "Railbow" in text) == (True, False)


CHANGING = (
    r'name="(?:csrfmiddlewaretoken|key)" value="[\w-]+"|"token": "\w+"|data-now="[^"]*"[^>]*>[^<]*<'
)


SHOWN = re.compile(r'name="shown" value="([^"]*)"')


def without_instant(text):
    """What a preview sends back with its press, opened, without when it was looked at."""

    def opened(field):
        shown = read_back(field[1])
        return field[0] if shown is None else str({**shown, "at": ""})

    return SHOWN.sub(opened, text)


def unpacked(body):
    """What stands in a workbook, without the instant at which it was made."""
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return b"".join(book.read(name) for name in book.namelist() if "docProps" not in name)


def seen_by(client, user, known):
    """Every page that this person can ask for, without what differs from one answer to the next."""
    client.force_login(user)
    found = {}
    for name, needed in pages().items():
        answer = client.get(reverse(name, args=[known[argument] for argument in needed]))
        body = unpacked(b"".join(answer) if answer.streaming else answer.content)
        headers = {key: value for key, value in answer.items() if key != "Set-Cookie"}
        plain = re.sub(CHANGING, "", without_instant(body.decode(errors="replace")))
        found[name] = (answer.status_code, plain, headers.get("Content-Type"))
    return found


def test_an_open_discussion_tells_no_marks_to_judges_who_owe_their_own(client):
    judge, version = judged_event()
    head, late = president_of(version), JudgeFactory(event=judge.event)
    PanelSeatFactory(judge=late, challenge=version.team.challenge)
    card = handed_in(judge, version, value=2)
    open_discussion(actor=head.user, challenge=version.team.challenge)
    known = arguments(scene_of("elsewhere")) | {
        "event_slug": judge.event.slug,
        "slug": version.team.challenge.slug,
        "team_id": version.team.pk,
        "submission_id": version.submission_id,
        "judge_id": judge.pk,
        "card_id": card.pk,
    }
    readers = (late.user, head.user)
    before = [seen_by(client, user, known) for user in readers]

    with unguarded("test"):
        Score.objects.update(value=5)
        Scorecard.objects.update(remarks="Best of all.")

    for user, first in zip(readers, before, strict=True):
        second = seen_by(client, user, known)
        assert [name for name in first if first[name] != second[name]] == [], user


def test_sheets_are_printed_typed_in_and_confirmed_by_another(client, panel):
    judge, head, _reserve, boss, version = panel
    client.force_login(boss)
    text = client.get(page("paper_sheets", judge, version.team.challenge.slug)).text
    assert text.count("paper-sheet") == 2
    assert text.count("data:image/svg+xml") == 2
    typing = page("paper_typing", judge, judge.pk, version.submission_id)
    first, second = judge.event.criteria.all()
    half = client.post(typing, {f"mark_{first.pk}": "4"})
    assert "A paper with an empty line cannot be typed in" in half.text

    client.post(typing, {f"mark_{first.pk}": "4", f"mark_{second.pk}": "2", "remarks": "Good."})
    sheet = PaperSheet.objects.get()
    own = client.get(page("paper_sheet", judge, sheet.pk)).text
    assert "It says the same" not in own
    client.post(page("paper_sheet", judge, sheet.pk), {"do": "confirm", "revision": "0"})
    assert not Scorecard.objects.exists()
    assert Refusal.objects.get().verb == "paper.confirm"
    client.force_login(head.user)
    client.post(page("paper_sheet", judge, sheet.pk), {"do": "confirm", "revision": "0"})
    assert not Scorecard.objects.exists(), "a president whose own marks are open does not compare"
    handed_in(head, version)
    client.post(page("paper_sheet", judge, sheet.pk), {"do": "confirm", "revision": "0"})

    card = judge.scorecards.get()
    assert card.handed_in_at
    assert sorted(card.scores.values_list("value", flat=True)) == [2, 4]


@pytest.mark.parametrize("rows", [1, 3])
def test_progress_and_sheets_ask_the_same_number_of_questions_for_any_panel(
    client, django_assert_num_queries, rows
):
    judge, version = judged_event()
    for _ in range(rows):
        other = JudgeFactory(event=judge.event)
        PanelSeatFactory(judge=other, challenge=version.team.challenge)
        absent = JudgeFactory(event=judge.event, accepted_at=None)
        PanelSeatFactory(judge=absent, challenge=version.team.challenge)
        member = MemberFactory(team__event=judge.event, team__challenge=version.team.challenge)
        submission = SubmissionFactory(team=member.team)
        VersionFactory(submission=submission, submitted_by=member.user)
    handed_in(judge, version)
    client.force_login(OrganiserFactory(event=judge.event).user)
    slug = version.team.challenge.slug

    with django_assert_num_queries(32):
        client.get(page("progress", judge))
    with django_assert_num_queries(30):
        client.get(page("paper_sheets", judge, slug))


def test_whoever_owes_marks_of_their_own_does_not_read_another_judges_sheet(client, panel):
    judge, head, _reserve, boss, version = panel
    first, second = judge.event.criteria.all()
    client.force_login(boss)
    given = {f"mark_{first.pk}": "4", f"mark_{second.pk}": "2", "remarks": "Secret so far."}
    client.post(page("paper_typing", judge, judge.pk, version.submission_id), given)
    address = page("paper_sheet", judge, PaperSheet.objects.get().pk)
    client.force_login(head.user)

    before = client.get(address).text
    handed_in(head, version)

    assert "Secret so far." not in before
    assert "It says the same" not in before
    assert "Secret so far." in client.get(address).text


def test_progress_lists_who_has_not_accepted_with_the_way_to_invite_them(client, panel):
    judge, head, _reserve, boss, version = panel
    asked, listed, declined = (JudgeFactory(event=judge.event, accepted_at=None) for _ in range(3))
    for one in (asked, listed, declined):
        PanelSeatFactory(judge=one, challenge=version.team.challenge)
    with unguarded("test"):
        asked.invited_at = declined.invited_at = declined.declined_at = timezone.now()
        asked.save()
        declined.save()

    client.force_login(boss)
    told = client.get(page("progress", judge)).text
    assert (told.count("has not accepted"), told.count("not invited yet")) == (1, 1)
    assert asked.name in told
    assert declined.name not in told
    judges = f"{reverse('admin:judging_judge_changelist')}?event={judge.event_id}"
    assert judges in told
    assert 'class="switch' not in told, "one tab is no choice"
    client.force_login(head.user)
    told = client.get(page("progress", judge)).text
    assert (told.count("has not accepted"), judges in told) == (1, False)
    assert "Organisers invite them, and remind them with a new invitation." in told
    assert 'class="switch' in told


def test_a_reminder_is_told_as_long_as_something_is_missing_on_that_panel(client, panel):
    judge, _head, _reserve, boss, version = panel
    other = submitted(judge.event)
    PanelSeatFactory(judge=judge, challenge=other.team.challenge)
    nudge_judge(actor=boss, judge=judge)
    client.force_login(boss)

    def reminders():
        return client.get(page("progress", judge)).text.count("reminded")

    assert reminders() == 2
    handed_in(judge, version)
    assert reminders() == 1
    handed_in(judge, other)
    assert reminders() == 0
