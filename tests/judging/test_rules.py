import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from hackathon.errors import PhaseClosed, StateConflict
from hackathon.models import EmailLog
from hackathon.services.mail import relay_promises
from judging.models import Criterion, JuryRules, MarkChange, RuleSheet, Score
from judging.rulesheet import content_of, fingerprint_of
from judging.services.rules import (
    publish_by_clock,
    publish_missing,
    publish_rules,
    retire_criterion,
    save_rule,
)
from tests.factories import (
    CriterionFactory,
    EventFactory,
    OrganiserFactory,
    ScorecardFactory,
    ScoreFactory,
    judged_event,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return OrganiserFactory(event=EventFactory(during="hacking"))


@pytest.fixture
def marked():
    """An event in which one scorecard with a mark has been handed in."""
    judge, version = judged_event()
    boss = OrganiserFactory(event=judge.event).user
    card = ScorecardFactory(judge=judge, version=version, handed_in_at=timezone.now())
    criterion = judge.event.criteria.first()
    ScoreFactory(scorecard=card, criterion=criterion, value=5)
    publish_by_clock(event=judge.event, organiser=boss)
    return boss, criterion, card


def test_a_published_sheet_says_everything_and_its_fingerprint_proves_it(boss):
    CriterionFactory(event=boss.event, title_fr="Utilité", anchors_en="weak\nstrong")

    sheet = publish_rules(actor=boss.user, event=boss.event)

    assert (sheet.number, sheet.sha256) == (1, fingerprint_of(sheet.content))
    assert sheet.content["criteria"][0]["title"]["fr"] == "Utilité"
    assert sheet.content == content_of(boss.event)


def test_the_same_rules_are_not_published_twice(boss):
    CriterionFactory(event=boss.event)
    publish_rules(actor=boss.user, event=boss.event)

    with pytest.raises(StateConflict, match="Nothing has changed"):
        publish_rules(actor=boss.user, event=boss.event)


def test_a_sheet_never_changes_not_even_by_raw_sql(boss):
    CriterionFactory(event=boss.event)
    publish_rules(actor=boss.user, event=boss.event)

    with pytest.raises(DatabaseError, match="never changes"), connection.cursor() as cursor:
        cursor.execute("UPDATE judging_rulesheet SET reason = 'x'")


def test_rules_are_published_before_submissions_close(marked):
    boss, criterion, _card = marked

    with pytest.raises(PhaseClosed):
        publish_rules(actor=boss, event=criterion.event)


def test_only_an_organiser_of_the_event_writes_or_publishes_rules(boss):
    stranger = OrganiserFactory(event=EventFactory()).user
    criterion = CriterionFactory(event=boss.event)

    with pytest.raises(PermissionDenied):
        save_rule(actor=stranger, row=criterion)
    with pytest.raises(PermissionDenied):
        publish_rules(actor=stranger, event=boss.event)


def test_before_the_first_mark_rules_change_freely(boss):
    criterion = CriterionFactory(event=boss.event, weight=1)
    criterion.weight = 3

    save_rule(actor=boss.user, row=criterion)

    criterion.refresh_from_db()
    assert criterion.weight == 3


def test_after_the_first_mark_nothing_changes_without_a_reason(marked):
    boss, criterion, _card = marked
    criterion.weight = 9

    with pytest.raises(StateConflict, match="Write why"):
        save_rule(actor=boss, row=criterion, fields=["weight"])
    with pytest.raises(StateConflict, match="Write why"):
        retire_criterion(actor=boss, criterion=criterion)
    with pytest.raises(StateConflict, match="Write why"):
        save_rule(actor=boss, row=JuryRules(event=criterion.event, official="calibrated"))

    assert Criterion.objects.get(pk=criterion.pk).weight == 1
    assert RuleSheet.objects.count() == 1


def test_another_weight_makes_a_new_sheet_and_leaves_scorecards_handed_in(marked):
    boss, criterion, card = marked
    criterion.weight = 9

    save_rule(actor=boss, row=criterion, fields=["weight"], reason="It matters more.")

    card.refresh_from_db()
    assert card.handed_in_at
    assert RuleSheet.objects.first().reason == "It matters more."


def test_other_words_reopen_what_was_handed_in_and_the_jury_is_told(marked):
    boss, criterion, card = marked
    criterion.meaning = "Something else."

    save_rule(actor=boss, row=criterion, fields=["meaning_en"], reason="It was unclear.")
    relay_promises()

    card.refresh_from_db()
    assert (card.handed_in_at, card.reopened_reason) == (None, "It was unclear.")
    assert list(EmailLog.objects.values_list("template", "recipient")) == [
        ("judging/mail/amended", card.judge.user.email)
    ]


def test_a_mark_that_leaves_the_scale_is_taken_back_and_on_record(marked):
    boss, criterion, _card = marked
    criterion.highest = 4

    save_rule(actor=boss, row=criterion, fields=["highest"], reason="Four levels.")

    assert not Score.objects.exists()
    change = MarkChange.objects.get()
    assert (change.before, change.after) == (5, None)


def test_a_retired_criterion_no_longer_counts_and_its_marks_stay(marked):
    boss, criterion, _card = marked

    retire_criterion(actor=boss, criterion=criterion, reason="Nobody could judge it.")

    assert Score.objects.count() == 1
    assert [row["id"] for row in RuleSheet.objects.first().content["criteria"]] == list(
        criterion.event.criteria.exclude(pk=criterion.pk).values_list("pk", flat=True)
    )


def test_judging_never_begins_without_a_sheet_and_the_clock_writes_one_once():
    judge, _version = judged_event()
    OrganiserFactory(event=judge.event)

    assert (publish_missing(), publish_missing()) == (1, 0)
    assert RuleSheet.objects.get().number == 1


def test_everybody_reads_the_sheet_once_it_is_published_and_not_before(client, boss):
    CriterionFactory(event=boss.event, title="Usefulness")
    page = reverse("judging:rules", args=[boss.event.slug])
    assert client.get(page).status_code == 404

    sheet = publish_rules(actor=boss.user, event=boss.event)

    text = client.get(page).text
    assert sheet.sha256 in text


def test_the_organiser_writes_why_on_the_criterions_own_form(client, marked):
    boss, criterion, _card = marked
    client.force_login(boss)
    page = reverse("admin:judging_criterion_change", args=[criterion.pk])
    assert 'name="reason"' in client.get(page).text
    typed = {
        "event": criterion.event_id, "title_en": "New title", "weight": 1, "lowest": 1,
        "highest": 5, "position": 1,
    }  # fmt: skip

    refused = client.post(page, typed)
    assert "Write why you change them" in refused.text

    client.post(page, {**typed, "reason": "A better word."})
    criterion.refresh_from_db()
    assert criterion.title == "New title"
    assert RuleSheet.objects.count() == 2
