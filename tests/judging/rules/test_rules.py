from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone, translation

from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.kernel.guard import unguarded
from hackathon.mail.services.queueing import relay_promises
from hackathon.mail.services.wording import word_mail, write_words
from hackathon.models import EmailLog
from judging.models import Criterion, JuryRules, MarkChange, RuleSheet, Score
from judging.rules.selectors.sheets import content_of, fingerprint_of
from judging.rules.services import (
    publish_by_clock,
    publish_missing,
    publish_rules,
    retire_criterion,
    save_rule,
)
from judging.rules.sheet_changes import changes_between
from judging.seats.services.leaving import excuse_judge
from tests.acting import press
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

    refused = pytest.raises(DatabaseError, match="never changes")
    with unguarded("test"), refused, transaction.atomic(), connection.cursor() as cursor:
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


def test_another_weight_that_changes_the_sense_opens_what_the_page_announced(client, marked):
    boss, criterion, card = marked
    client.force_login(boss)
    page = reverse("admin:judging_criterion_change", args=[criterion.pk])
    typed = {
        "event": criterion.event_id,
        "title_en": criterion.title,
        "weight": 9,
        "lowest": 1,
        "highest": 5,
        "position": 1,
        "reason": "It matters more.",
    }
    assert "For another weight you need not choose" in client.get(page).text

    shown = client.post(page, {**typed, "degree": "sense"}).text
    assert "1 scorecard that was handed in is open again." in shown
    press(client, page, {**typed, "degree": "sense"})
    relay_promises()

    card.refresh_from_db()
    assert card.handed_in_at is None
    assert EmailLog.objects.get(template="judging/mail/amended").context["reopened"] == 1


def test_until_when_another_sense_can_be_taken_back_is_said_before_and_where_it_is_done(
    client, marked
):
    boss, criterion, card = marked
    client.force_login(boss)
    page = reverse("admin:judging_criterion_change", args=[criterion.pk])
    before = criterion.weight
    typed = {
        "event": criterion.event_id,
        "title_en": criterion.title,
        "weight": before + 9,
        "lowest": 1,
        "highest": 5,
        "position": 1,
        "reason": "It matters more.",
    }
    assert "take this back until a judge marks" in client.get(page).text

    shown = client.post(page, {**typed, "degree": "sense"}).text
    assert "take this back until a judge marks" in shown
    assert "taken back only until a judge marks" in shown
    press(client, page, {**typed, "degree": "sense"})
    relay_promises()

    letter = EmailLog.objects.get(template="judging/mail/amended")
    text = word_mail(letter)[1]
    assert f"{criterion.title}, weight: {before} → {before + 9}" in text
    assert f"- {card.version.title}" in text
    client.force_login(card.judge.user)
    desk = client.get(reverse("judging:desk", args=[card.event.slug])).text
    assert "opened again: hand in" in desk
    client.force_login(boss)
    assert "No scorecard would be opened again" in client.get(page).text


def test_another_scale_is_not_taken_for_wording_only(marked):
    boss, criterion, card = marked
    criterion.highest = 6
    said = {"fields": ["highest"], "reason": "Finer."}

    with pytest.raises(StateConflict, match="always changes the sense"):
        save_rule(actor=boss, row=criterion, degree="wording", **said)
    save_rule(actor=boss, row=criterion, **said)

    card.refresh_from_db()
    assert card.handed_in_at is None


def test_other_words_reopen_what_was_handed_in_and_the_jury_is_told(marked):
    boss, criterion, card = marked
    criterion.meaning = "Something else."

    said = {"fields": ["meaning_en"], "reason": "It was unclear."}
    with pytest.raises(StateConflict, match="wording"):
        save_rule(actor=boss, row=criterion, **said)
    save_rule(actor=boss, row=criterion, degree="sense", **said)
    relay_promises()

    card.refresh_from_db()
    assert (card.handed_in_at, card.reopened_reason) == (None, "It was unclear.")
    assert list(EmailLog.objects.values_list("template", "recipient")) == [
        ("judging/mail/amended", card.judge.user.email)
    ]
    assert EmailLog.objects.get().context["reopened"] == 1


def test_other_words_for_the_same_sense_open_nothing_and_the_mail_says_so(marked):
    boss, criterion, card = marked
    criterion.meaning = "The same, with a full stop."

    save_rule(
        actor=boss, row=criterion, degree="wording", fields=["meaning_en"], reason="A full stop."
    )
    relay_promises()

    card.refresh_from_db()
    assert card.handed_in_at
    letter = EmailLog.objects.get()
    assert letter.context["reopened"] == 0
    event = criterion.event
    context = {"event": event, "sheet": event.rule_sheets.first(), "reopened": 0}
    assert (
        "None of your scorecards is opened again" in write_words(letter.template, "en", context)[1]
    )


def test_a_sense_that_changes_in_one_language_alone_is_told_before_and_in_that_language(
    client, marked
):
    boss, criterion, _card = marked
    with unguarded("test"):
        Criterion.objects.filter(pk=criterion.pk).update(
            title_fr="Utilité", meaning_en="By day.", meaning_fr="De jour."
        )
    client.force_login(boss)
    page = reverse("admin:judging_criterion_change", args=[criterion.pk])
    form = client.get(page).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields}
    sent |= {"meaning_en": "By night.", "degree": "sense", "reason": "Night work was forgotten."}

    told = unescape(client.post(page, sent).text)

    assert "what it means: FR says what it said. Write it there, too." in told
    criterion.refresh_from_db()
    before = content_of(criterion.event)
    criterion.meaning_en = "By night."
    save_rule(actor=boss, row=criterion, degree="sense", fields=["meaning_en"], reason="Forgotten.")
    after = content_of(criterion.event)
    with translation.override("fr"):
        [change] = changes_between(before, after)
    assert (change.before, change.after) == ("By day.", "By night.")
    assert "(EN)" in change.label


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
        "event": criterion.event_id,
        "title_en": "New title",
        "weight": 1,
        "lowest": 1,
        "highest": 5,
        "position": 1,
    }

    refused = client.post(page, typed)
    assert "Write why you change them" in refused.text

    press(client, page, {**typed, "reason": "A better word.", "degree": "wording"})
    criterion.refresh_from_db()
    assert criterion.title == "New title"
    assert RuleSheet.objects.count() == 2


def test_without_marks_a_reason_is_not_kept_and_the_rules_change_in_every_phase():
    boss = OrganiserFactory(event=EventFactory(during="registration"))
    criterion = CriterionFactory(event=boss.event, weight=1)
    criterion.weight = 3

    save_rule(actor=boss.user, row=criterion, fields=["weight"], reason="New here.")

    assert Criterion.objects.get(pk=criterion.pk).weight == 3
    assert not RuleSheet.objects.exists()


def test_a_new_criterion_asks_for_a_reason_only_where_marks_have_been_given(client, boss, marked):
    page = reverse("admin:judging_criterion_add")
    client.force_login(boss.user)
    assert 'name="reason"' not in client.get(page).text

    client.force_login(marked[0])
    assert 'name="reason"' in client.get(page).text


def test_a_criterion_needs_a_line_for_each_mark_and_a_title_of_its_own(client, boss):
    client.force_login(boss.user)
    page = reverse("admin:judging_criterion_add")
    typed = {
        "event": boss.event_id,
        "title_en": "Value",
        "weight": 1,
        "lowest": 1,
        "highest": 5,
        "position": 1,
        "anchors_en": "weak\nfair\ngood",
    }

    refused = unescape(client.post(page, typed).text)
    assert "The marks go from 1 to 5: write 5 lines, one for each mark, or none." in unescape(
        refused
    )
    upside_down = client.post(page, {**typed, "lowest": 5, "highest": 1}).text
    assert "The scale goes up, to 10 at most." in upside_down
    assert "write -3 lines" not in upside_down
    assert not Criterion.objects.exists()

    client.post(page, {**typed, "anchors_en": "weak\n\ngood\n\nbest"})
    first = Criterion.objects.get()
    assert first.levels[3] == (4, "")
    refused = client.post(page, {**typed, "anchors_en": ""}).text
    assert "Another criterion has this title already." in refused
    assert Criterion.objects.count() == 1
    client.post(page, {**typed, "title_en": "Risk", "anchors_en": ""})
    assert Criterion.objects.count() == 2


def test_a_criterion_with_marks_is_taken_out_of_force_on_its_page_for_a_reason(client, marked):
    boss, criterion, _card = marked
    CriterionFactory(event=criterion.event)
    client.force_login(boss)
    page = reverse("admin:judging_criterion_delete", args=[criterion.pk])
    assert 'name="reason"' in client.get(page).text

    client.post(page, {"post": "yes", "reason": "x" * 301})
    assert Criterion.objects.get(pk=criterion.pk).retired_at is None
    client.post(page, {"post": "yes", "reason": "Nobody could judge it."})
    assert Criterion.objects.get(pk=criterion.pk).retired_at is None
    shown = {"shown": client.get(page).context["step"].shown, "agreed": "on"}
    client.post(page, {"post": "yes", "reason": "Nobody could judge it.", **shown})

    assert Criterion.objects.get(pk=criterion.pk).retired_at
    assert RuleSheet.objects.first().reason == "Nobody could judge it."


def test_publishing_is_offered_while_there_is_something_new_to_publish(client, boss):
    CriterionFactory(event=boss.event)
    client.force_login(boss.user)
    page = reverse("admin:judging_rulesheet_changelist")
    publish = reverse("admin:judging_rulesheet_publish", args=[boss.event.pk])
    assert publish in client.get(page).text

    client.post(publish)

    assert publish not in client.get(page).text


def test_a_full_stop_in_a_german_text_opens_nothing_again(client, marked):
    boss, criterion, card = marked
    client.force_login(boss)
    page = reverse("admin:judging_criterion_change", args=[criterion.pk])
    typed = {
        "event": criterion.event_id,
        "title_en": criterion.title,
        "weight": criterion.weight,
        "lowest": 1,
        "highest": 5,
        "position": 1,
        "meaning_de": "Ein Punkt.",
    }

    sense = client.post(page, {**typed, "reason": "A full stop.", "degree": "sense"})
    assert "1 scorecard that was handed in is open again." in sense.text
    press(client, page, {**typed, "reason": "A full stop.", "degree": "wording"})

    card.refresh_from_db()
    assert card.handed_in_at
    assert RuleSheet.objects.first().content["criteria"][0]["meaning"]["de"] == "Ein Punkt."


def test_scorecards_of_judges_who_left_stay_as_they_are(marked):
    boss, criterion, card = marked
    excuse_judge(actor=boss, judge=card.judge, reason="Ill.")
    criterion.highest = 4

    save_rule(actor=boss, row=criterion, fields=["highest"], reason="Four levels.")

    card.refresh_from_db()
    assert card.handed_in_at
    assert Score.objects.filter(scorecard=card, criterion=criterion).get().value == 5


def test_a_weight_that_changes_before_the_first_mark_is_published_with_it(client):
    boss = OrganiserFactory(event=EventFactory(during="judging"))
    criterion = CriterionFactory(event=boss.event, weight=35)
    publish_by_clock(event=boss.event, organiser=boss.user)
    criterion.weight = 90

    save_rule(actor=boss.user, row=criterion, fields=["weight"])

    sheet = RuleSheet.objects.first()
    assert (sheet.number, sheet.content["criteria"][0]["weight"]) == (2, 90)
    assert "Rule sheet 2" in client.get(reverse("judging:rules", args=[boss.event.slug])).text
