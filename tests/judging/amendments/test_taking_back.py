"""The last change of a criterion's sense is taken back, as long as no judge has gone on from it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.kernel.guard import unguarded
from hackathon.mail.services.queueing import relay_promises
from hackathon.mail.services.wording import word_mail
from hackathon.models import AuditEntry, EmailLog
from judging.amendments.selectors.taking_back import last_change_of_sense, obstacle_to_taking_back
from judging.amendments.services.taking_back import take_back_sense
from judging.models import ChangeOfSense, Criterion, MarkChange, RuleSheet, Score, Scorecard
from judging.rules.selectors.sheets import sheet_of
from judging.rules.services import save_rule
from judging.scorecards.services.scoring import hand_in_scorecard
from judging.seats.services.leaving import excuse_judge
from tests.acting import press
from tests.factories import CriterionFactory, EventFactory, OrganiserFactory
from tests.journeys.panel import set_clock
from tests.judging.amendments.acts import changed, hashes, scene_in

pytestmark = pytest.mark.django_db
WHY = "It was only a full stop."


@pytest.fixture
def scene():
    return scene_in("handed in")


def change_sense(scene, **values):
    criterion = Criterion.objects.get(pk=scene.criteria[0].pk)
    values = values or {"meaning_de": "Ein Punkt."}
    for name, value in values.items():
        setattr(criterion, name, value)
    save_rule(actor=scene.boss, row=criterion, fields=list(values), degree="sense", reason="New.")
    return last_change_of_sense(scene.event)


def take_back(scene, change, reason=WHY):
    return take_back_sense(actor=scene.boss, change=change, reason=reason)


def opened(scene):
    return Scorecard.objects.filter(handed_in_at=None, judge__event=scene.event)


def test_everything_is_as_it_was_but_the_number_of_the_sheet(scene):
    before, first = hashes(), sheet_of(scene.event)
    change = change_sense(scene, meaning_de="Ein Punkt.", weight=50, highest=4)
    assert opened(scene).count() == 10
    assert Score.objects.count() < 20

    take_back(scene, change)

    assert changed(before, hashes()) == set()
    sheet = sheet_of(scene.event)
    assert (sheet.number, sheet.sha256, sheet.reason) == (first.number + 2, first.sha256, WHY)
    steps = MarkChange.objects.values_list("before", "after").order_by("pk")
    assert list(steps) == [(5, None)] * 2 + [(None, 5)] * 2


def test_a_criterion_that_was_new_goes_out_of_force(scene):
    before = hashes()
    new = CriterionFactory.build(event=scene.event, title_en="C", weight=10)
    save_rule(actor=scene.boss, row=new, reason="One more.")
    assert opened(scene).count() == 10

    take_back(scene, last_change_of_sense(scene.event))

    left = changed(before, hashes())
    assert left == {("judging.criterion", new.pk)}
    assert Criterion.objects.get(pk=new.pk).retired_at


def test_who_was_told_of_the_change_is_told_that_it_is_taken_back(scene):
    change = change_sense(scene)
    take_back(scene, change)
    relay_promises()

    letters = EmailLog.objects.filter(template="judging/mail/amendment_taken_back")
    assert set(letters.values_list("recipient", flat=True)) == set(
        EmailLog.objects.filter(template="judging/mail/amended").values_list("recipient", flat=True)
    )
    text = word_mail(letters.get(recipient=scene.judges[0].user.email))[1]
    assert "handed in again, as they were" in text
    assert WHY in text


@pytest.mark.parametrize("mark", [False, True])
def test_once_a_judge_has_gone_on_it_is_refused_and_says_whose(scene, mark):
    change = change_sense(scene)
    card = scene.judges[0].scorecards.get(version__title="Amber")
    if mark:
        with unguarded("test"):
            MarkChange.objects.create(
                scorecard=card,
                criterion=scene.criteria[0],
                before=5,
                after=4,
                changed_by=card.judge.user,
                changed_at=timezone.now(),
            )
    else:
        hand_in_scorecard(actor=card.judge.user, scorecard=card, revision=card.revision)
    before = hashes()

    with pytest.raises(StateConflict, match="gone on since") as refusal:
        take_back(scene, change)

    assert f"{card.judge}, Amber" in refusal.value.messages[0]
    assert hashes() == before


def test_a_judge_who_has_left_since_has_to_come_back_first(scene):
    change = change_sense(scene)
    excuse_judge(actor=scene.boss, judge=scene.judges[1], reason="Ill.")

    with pytest.raises(StateConflict, match="a judge has left"):
        take_back(scene, change)


def test_only_the_last_change_of_the_rules_is_taken_back_and_once(scene):
    first = change_sense(scene)
    second = change_sense(scene, meaning_de="Anders.")

    assert last_change_of_sense(scene.event) == second
    with pytest.raises(StateConflict, match="only the last change"):
        take_back(scene, first)
    take_back(scene, second)
    with pytest.raises(StateConflict, match="already"):
        take_back(scene, second)
    assert last_change_of_sense(scene.event) is None


def test_a_wording_or_a_weight_opens_nothing_and_has_nothing_to_take_back(scene):
    criterion = scene.criteria[0]
    criterion.weight = 90
    save_rule(actor=scene.boss, row=criterion, fields=["weight"], reason="It matters more.")

    assert not ChangeOfSense.objects.exists()


def test_an_organiser_of_the_event_takes_it_back_until_judging_closes(scene):
    change = change_sense(scene)
    with pytest.raises(PermissionDenied):
        take_back_sense(
            actor=OrganiserFactory(event=EventFactory()).user, change=change, reason=WHY
        )
    with pytest.raises(StateConflict, match="Say why"):
        take_back(scene, change, reason=" ")
    set_clock(scene.event, "deliberation")

    with pytest.raises(PhaseClosed):
        take_back(scene, ChangeOfSense.objects.get())


def test_the_page_says_what_comes_back_and_a_second_press_that_it_is_done(client, scene):
    change = change_sense(scene)
    client.force_login(scene.boss)
    sheets = reverse("admin:judging_rulesheet_changelist")
    page = reverse("admin:judging_rulesheet_take_back", args=[change.pk])
    assert page in client.get(sheets).text

    shown = client.get(page).text
    assert "10 scorecards count again" in shown
    answer = press(client, page, {"reason": WHY})
    assert answer.status_code == 302
    assert not opened(scene).exists()

    again = client.post(page, {"reason": WHY}, follow=True)
    assert "has been taken back already" in again.text
    assert page not in client.get(sheets).text
    assert RuleSheet.objects.count() == 3
    assert AuditEntry.objects.filter(verb="rules.take_back").count() == 1


def test_the_page_says_why_it_cannot_be_taken_back_any_more(client, scene):
    change = change_sense(scene)
    card = scene.judges[0].scorecards.get(version__title="Amber")
    hand_in_scorecard(actor=card.judge.user, scorecard=card, revision=card.revision)
    client.force_login(scene.boss)

    page = client.get(reverse("admin:judging_rulesheet_take_back", args=[change.pk]))

    assert "gone on since" in page.text
    assert obstacle_to_taking_back(ChangeOfSense.objects.get())
