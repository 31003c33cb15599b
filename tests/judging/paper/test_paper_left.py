"""Sheets from paper that nobody has compared when judging ends are neither lost nor counted."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hackathon.events.services import reschedule_event
from hackathon.kernel.consequences import rehearse
from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.kernel.guard import unguarded
from hackathon.mail.services.queueing import relay_promises
from hackathon.mail.services.wording import word_mail
from hackathon.models import EmailLog, Event
from judging.conflicts.services import impose_conflict
from judging.models import Judge, PanelSeat, PaperSheet, Scorecard
from judging.paper.selectors.paper import obstacle_to_counting
from judging.paper.services import (
    announce_waiting,
    confirm_paper,
    refuse_paper,
    type_paper,
)
from judging.ranking.selectors.official import newest_official_of
from judging.results.selectors.readiness import SHEETS, gaps_of
from judging.seats.services.leaving import excuse_judge
from judging.seats.services.returning import reinstate_judge
from judging.tasks import keep_waves_moving
from teams.models import Team
from teams.rulings.services import close_team, correct_team, reopen_team
from teams.submissions.services.verdicts import triage
from tests.factories import (
    ChallengeFactory,
    JudgeFactory,
    OrganiserFactory,
    PanelSeatFactory,
    judged_event,
)
from tests.journeys.panel import set_clock
from tests.judging.scorecards.test_scoring import marks_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def left():
    """A sheet that was typed in by one organiser; judging is over, and another one is there."""
    judge, version = judged_event()
    typist = OrganiserFactory(event=judge.event).user
    sheet = type_paper(actor=typist, judge=judge, version=version, marks=marks_for(judge, 3))
    boss = OrganiserFactory(event=judge.event).user
    head = JudgeFactory(event=judge.event)
    seat = {"judge": head, "challenge": version.team.challenge}
    PanelSeatFactory(role=PanelSeat.Role.PRESIDENT, **seat)
    EmailLog.objects.all().delete()
    set_clock(judge.event, "deliberation")
    return PaperSheet.objects.get(pk=sheet.pk), typist, boss, head


def sheet_page(sheet):
    return reverse("judging:paper_sheet", args=[sheet.event.slug, sheet.pk])


def gaps(sheet):
    found = gaps_of(sheet.event, newest_official_of(sheet.event))
    return [gap for gap in found if gap.mend == SHEETS]


def test_it_holds_the_publication_back_until_somebody_decides(left):
    sheet, _typist, boss, _head = left

    (gap,) = gaps(sheet)

    assert str(sheet.judge) in gap.sentence
    assert "does not count" in gap.sentence
    refuse_paper(actor=boss, sheet=sheet)
    assert gaps(sheet) == []


def test_the_page_says_that_it_does_not_count_and_puts_it_aside(left, client):
    sheet, _typist, boss, _head = left
    client.force_login(boss)

    text = client.get(sheet_page(sheet)).text

    assert "Judging is over, so this sheet does not count" in text
    assert "Change when judging ends" in text
    assert 'value="confirm"' not in text
    progress = client.get(reverse("judging:progress", args=[sheet.event.slug])).text
    assert sheet_page(sheet) in progress
    client.post(sheet_page(sheet), {"do": "refuse"})
    assert PaperSheet.objects.get().refused_at
    assert not Scorecard.objects.exists()


def test_it_counts_in_no_other_way_than_by_judging_that_is_open_again(left):
    sheet, _typist, boss, _head = left

    with pytest.raises(PhaseClosed):
        confirm_paper(actor=boss, sheet=sheet)
    assert not Scorecard.objects.exists()
    set_clock(sheet.event, "judging")
    confirm_paper(actor=boss, sheet=PaperSheet.objects.get())
    assert Scorecard.objects.get().handed_in_at


def told():
    relay_promises()
    mails = EmailLog.objects.filter(template="judging/mail/sheets_wait")
    return {mail.recipient: word_mail(mail)[1] for mail in mails}


def test_who_may_settle_it_is_told_once(left):
    _sheet, typist, boss, head = left

    assert keep_waves_moving() == 1
    assert keep_waves_moving() == 0

    texts = told()
    assert set(texts) == {typist.email, boss.email, head.user.email}
    assert "1 sheet that was typed in from paper has not been compared" in texts[boss.email]


def test_who_is_tied_to_the_team_is_not_asked(left):
    sheet, _typist, boss, head = left
    impose_conflict(
        actor=boss, judge=head, team=sheet.version.team, kind="other", reason="Sisters."
    )

    announce_waiting(sheet.event)

    assert head.user.email not in told()


def test_where_nothing_waits_and_while_judging_lasts_nobody_is_told(left):
    sheet, _typist, boss, _head = left
    set_clock(sheet.event, "judging")
    assert keep_waves_moving() == 0
    set_clock(sheet.event, "deliberation")
    refuse_paper(actor=boss, sheet=PaperSheet.objects.get())
    assert keep_waves_moving() == 0
    assert told() == {}


def test_they_are_told_again_when_judging_ends_once_more(left):
    sheet, _typist, _boss, _head = left
    announce_waiting(sheet.event)
    event = Event.objects.get(pk=sheet.event.pk)
    event.judging_closes_at = timezone.now()
    with unguarded("test"):
        event.save()

    assert announce_waiting(event) == 1
    assert announce_waiting(event) == 0


def test_of_a_new_sheet_those_are_told_who_may_compare_it(left):
    """Whoever owes marks there compares nothing yet; who leads the panel is told all the same."""
    sheet, typist, boss, head = left
    event = sheet.event
    set_clock(event, "judging")
    refuse_paper(actor=boss, sheet=sheet)
    late = JudgeFactory(event=event)
    OrganiserFactory(event=event, user=late.user)
    PanelSeatFactory(judge=late, challenge=sheet.version.team.challenge)

    type_paper(
        actor=typist, judge=sheet.judge, version=sheet.version, marks=marks_for(sheet.judge, 3)
    )

    relay_promises()
    mails = EmailLog.objects.filter(template="judging/mail/sheet")
    assert set(mails.values_list("recipient", flat=True)) == {boss.email, head.user.email}


@pytest.fixture
def waiting(left):
    """The same while judging lasts."""
    sheet, _typist, boss, _head = left
    set_clock(sheet.event, "judging")
    return PaperSheet.objects.get(), boss


def move(sheet, boss):
    other = ChallengeFactory(event=sheet.event)
    correct_team(actor=boss, team=sheet.version.team, challenge=other, reason="Theirs.")


ACTS = {
    "close the team": lambda sheet, boss: close_team(
        actor=boss, team=sheet.version.team, reason="No show."
    ),
    "rule it out": lambda sheet, boss: triage(
        actor=boss, submission=sheet.version.submission, kind="no", reason="Late."
    ),
    "move it": move,
    "excuse the judge": lambda sheet, boss: excuse_judge(
        actor=boss, judge=sheet.judge, reason="Ill."
    ),
    "tie the judge": lambda sheet, boss: impose_conflict(
        actor=boss, judge=sheet.judge, team=sheet.version.team, kind="other", reason="Sisters."
    ),
    "end judging": lambda sheet, boss: reschedule_event(
        actor=boss,
        event=Event.objects.get(pk=sheet.event.pk),
        changes={"judging_closes_at": timezone.now()},
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_says_beforehand_that_a_sheet_cannot_count_any_more(waiting, act):
    sheet, boss = waiting

    seen = rehearse(sheet.event, lambda: ACTS[act](sheet, boss), boss)

    (change,) = seen.of("sheets")
    assert str(sheet.judge) in change.label
    assert "waits to be compared" in change.before
    assert "aside" in change.after
    assert any("typed in from paper" in str(sentence) for sentence in seen.grave)


def test_what_is_undone_gives_the_sheet_back(waiting):
    sheet, boss = waiting
    close_team(actor=boss, team=sheet.version.team, reason="No show.")
    assert obstacle_to_counting(PaperSheet.objects.get())

    reopen_team(actor=boss, team=Team.objects.get(), reason="They are here.")

    assert not obstacle_to_counting(PaperSheet.objects.get())
    confirm_paper(actor=boss, sheet=PaperSheet.objects.get())
    assert Scorecard.objects.get().handed_in_at


def test_a_sheet_of_who_has_left_counts_only_once_they_are_back(waiting):
    """As on screen: who has left hands in nothing more, in whatever way."""
    sheet, boss = waiting
    excuse_judge(actor=boss, judge=sheet.judge, reason="Ill.", set_aside=True)

    with pytest.raises(StateConflict, match="has left the jury"):
        confirm_paper(actor=boss, sheet=PaperSheet.objects.get())
    judge = Judge.objects.get(pk=sheet.judge_id)
    reinstate_judge(actor=boss, judge=judge, reason="A mistake.")
    confirm_paper(actor=boss, sheet=PaperSheet.objects.get())
    assert Scorecard.objects.get().handed_in_at
