"""A criterion gets another sense: every scorecard is by the sense in force, or does not count."""

import json
import re
from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.consequences import Otherwise, carry_out, rehearse
from hackathon.kernel.guard import unguarded
from hackathon.mail.services.queueing import relay_promises
from hackathon.mail.services.wording import word_mail
from hackathon.models import EmailLog, Event
from judging.amendments.selectors.taking_back import last_change_of_sense, obstacle_to_taking_back
from judging.amendments.services.taking_back import take_back_sense
from judging.conflicts.services import impose_conflict, lift_conflict, settle_conflict
from judging.models import (
    ChangeOfSense,
    Conflict,
    Criterion,
    Judge,
    JuryRules,
    PaperSheet,
    Score,
    Scorecard,
)
from judging.paper.selectors.paper import obstacle_to_counting
from judging.paper.services import confirm_paper, refuse_paper, type_paper
from judging.results.selectors.readiness import gaps_of
from judging.rules.selectors.sheets import sheet_of
from judging.rules.services import save_rule
from judging.scorecards.selectors.holding import fallen_short
from judging.scorecards.selectors.marks import counted_cards
from judging.scorecards.services.scoring import carry_on, hand_in_scorecard, save_scorecard
from judging.seats.services.jury import seat_panels
from judging.seats.services.leaving import excuse_judge
from judging.seats.services.returning import reinstate_judge
from teams.models import Team
from teams.rulings.services import close_team, correct_team, reopen_team
from teams.submissions.services.verdicts import rescue, triage
from tests.factories import CriterionFactory, OrganiserFactory
from tests.judging.amendments.acts import changed, hashes, scene_in
from tests.publishing import official_of
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
WHY = "It was a mistake."


@pytest.fixture
def scene():
    return scene_in("handed in")


def event(scene):
    return Event.objects.get(pk=scene.event.pk)


def team(scene):
    return Team.objects.get(pk=scene.teams["Amber"].pk)


def judge(scene, place):
    return Judge.objects.get(pk=scene.judges[place].pk)


def amber(scene):
    return Scorecard.objects.filter(version__title="Amber").order_by("pk")


def change_sense(scene, **values):
    criterion = Criterion.objects.get(pk=scene.criteria[0].pk)
    values = values or {"meaning_de": "Ein Punkt."}
    for name, value in values.items():
        setattr(criterion, name, value)
    save_rule(actor=scene.boss, row=criterion, fields=list(values), degree="sense", reason="New.")
    return last_change_of_sense(scene.event)


def take_back(scene, change):
    row = ChangeOfSense.objects.get(pk=change.pk)
    return take_back_sense(actor=scene.boss, change=row, reason=WHY)


def mails_to(person, template):
    relay_promises()
    mails = EmailLog.objects.filter(template=f"judging/mail/{template}", recipient=person.email)
    return [word_mail(mail)[1] for mail in mails]


def close(scene):
    close_team(actor=scene.boss, team=team(scene), reason=WHY)
    return lambda: reopen_team(actor=scene.boss, team=team(scene), reason=WHY)


def rule_out(scene):
    triage(actor=scene.boss, submission=team(scene).submission, kind="no", reason=WHY)
    return lambda: triage(
        actor=scene.boss, submission=team(scene).submission, kind="eligible", reason=WHY
    )


def find_a_tie(scene):
    with unguarded("test"):
        found = Conflict.objects.create(
            judge=scene.judges[1],
            team=scene.teams["Amber"],
            kind="other",
            origin="found",
            state="proposed",
            declared_at=timezone.now(),
            sign="x",
        )
    return lambda: settle_conflict(actor=scene.boss, conflict=found, stands=False, reason=WHY)


def excuse(scene, set_aside=False):
    excuse_judge(actor=scene.boss, judge=judge(scene, 1), reason="Ill.", set_aside=set_aside)
    return lambda: reinstate_judge(actor=scene.boss, judge=judge(scene, 1), reason=WHY)


def excuse_and_set_aside(scene):
    return excuse(scene, set_aside=True)


def tie(scene):
    row = impose_conflict(
        actor=scene.boss, judge=judge(scene, 1), team=team(scene), kind="other", reason=WHY
    )
    return lambda: lift_conflict(actor=scene.boss, conflict=row, reason=WHY)


def seat(scene, role):
    seats = {(scene.judges[1].pk, scene.challenges[0].pk): role}
    seat_panels(actor=scene.boss, event=event(scene), seats=seats, reason=WHY)


def unseat(scene):
    seat(scene, "")
    return lambda: seat(scene, "member")


def move(scene):
    correct_team(actor=scene.boss, team=team(scene), reason=WHY, challenge=scene.challenges[1])
    return lambda: correct_team(
        actor=scene.boss, team=team(scene), reason=WHY, challenge=scene.challenges[0]
    )


BACK = {  # whose scorecards come back, and what tells the judge
    close: ([0, 1], "competes"),
    rule_out: ([0, 1], "competes"),
    find_a_tie: ([0, 1], "amended"),
    excuse: ([1], "reinstated"),
    excuse_and_set_aside: ([1], "reinstated"),
    tie: ([1], "tie"),
    unseat: ([1], "seats"),
    move: ([0, 1], "moved"),
}


@pytest.mark.parametrize("act", BACK, ids=lambda act: act.__name__)
def test_what_comes_back_after_a_change_of_sense_is_open_for_its_judge_who_is_told(scene, act):
    places, mail = BACK[act]
    undo = act(scene)
    change_sense(scene, highest=4)
    seen = rehearse(event(scene), undo, scene.boss)
    relay_promises()
    before = list(EmailLog.objects.values_list("pk", flat=True))
    undo()
    relay_promises()
    since = EmailLog.objects.exclude(pk__in=before)
    most_mails = Counter(since.values_list("recipient", flat=True))
    assert set(most_mails.values()) <= {1}, "one act is told in one mail"

    cards = amber(scene).filter(judge__in=[scene.judges[place] for place in places])
    assert [card.handed_in_at for card in cards] == [None] * len(places)
    assert not counted_cards(scene.event).filter(pk__in=cards).exists()
    assert "it counts" not in str([c.after for c in seen.of("scorecards") if "Amber" in c.label])
    assert not fallen_short(event(scene)).exists()
    for place in places:
        text = mails_to(scene.judges[place].user, mail)[-1]
        assert "- Amber" in text
        assert mail == "amended" or "\n\n\n" not in text
        own = judge(scene, place)
        card = cards.get(judge=own)
        marks = dict.fromkeys(Criterion.objects.filter(event=scene.event), 4)
        card = save_scorecard(
            actor=own.user, judge=own, version=card.version, marks=marks, revision=card.revision
        )
        hand_in_scorecard(actor=own.user, scorecard=card, revision=card.revision)
    assert counted_cards(scene.event).filter(pk__in=cards).count() == len(places)


def mark_elsewhere(scene):
    """Amber is on another panel for a while, and the first judge writes something there."""
    undo = move(scene)
    own = judge(scene, 0)
    seats = {(own.pk, scene.challenges[1].pk): "member"}
    seat_panels(actor=scene.boss, event=event(scene), seats=seats, reason=WHY)
    card = amber(scene).get(judge=own)
    save_scorecard(
        actor=own.user,
        judge=own,
        version=card.version,
        marks={},
        remarks="Hm.",
        revision=card.revision,
    )
    return undo


@pytest.mark.parametrize("values", [{}, {"highest": 4}])
def test_what_was_kept_while_it_was_marked_elsewhere_comes_back_open(scene, values):
    """And is given back with the change, also where its marks were not on the new scale."""
    marks = Score.objects.filter(scorecard=amber(scene).first()).order_by("criterion")
    given = list(marks.values_list("value", "highest"))
    undo = mark_elsewhere(scene)
    change = change_sense(scene, **values)
    undo()
    assert amber(scene).first().handed_in_at is None
    assert not fallen_short(event(scene)).exists()
    take_back(scene, change)
    assert amber(scene).first().handed_in_at
    assert list(marks.values_list("value", "highest")) == given


def begun(scene):
    """The second judge has given marks for Amber, and has not handed them in."""
    with unguarded("test"):
        amber(scene).filter(judge=scene.judges[1]).update(handed_in_at=None)
    return amber(scene).get(judge=scene.judges[1])


def scales_of(scene, card):
    return list(card.scores.filter(criterion=scene.criteria[0]).values_list("value", "highest"))


@pytest.mark.parametrize("act", [find_a_tie, excuse, tie, unseat])
def test_what_was_begun_by_who_comes_back_is_on_the_scale_in_force(scene, act):
    """Nobody hands in a mark that is not on the scale, nor has it counted by another."""
    card = begun(scene)
    before = hashes(Scorecard) | hashes(Score)
    undo = act(scene)
    change = change_sense(scene, highest=4)
    undo()
    assert scales_of(scene, card) == []
    with pytest.raises(ValidationError, match="every criterion"):
        hand_in_scorecard(actor=card.judge.user, scorecard=card, revision=card.revision)
    take_back(scene, change)
    assert changed(before, hashes(Scorecard) | hashes(Score)) == set()


@pytest.mark.parametrize(
    ("mark", "highest", "after"),
    [
        (2, (4, 3), [(2, 4)]),  # each change moved it, and only the last is taken back
        (4, (4, 3), [(4, 4)]),
        (5, (4, 3), []),
    ],
)
def test_marks_of_who_comes_back_go_through_one_change_of_the_scale_after_the_other(
    scene, mark, highest, after
):
    card = amber(scene).get(judge=scene.judges[1])
    with unguarded("test"):
        card.scores.filter(criterion=scene.criteria[0]).update(value=mark)
    undo = excuse(scene)
    change_sense(scene, highest=highest[0])
    second = change_sense(scene, highest=highest[1])
    undo()
    take_back(scene, second)
    assert scales_of(scene, card) == after


def test_a_mark_is_handed_in_on_the_scale_on_which_the_judge_sees_it_or_not_at_all(scene):
    """The scale was narrowed and widened while the judge was away, and that is taken back."""
    card = begun(scene)
    undo = excuse(scene)
    change_sense(scene, highest=4)
    second = change_sense(scene, highest=5)
    undo()
    take_back(scene, second)
    assert scales_of(scene, card) == [(5, 5)]
    with pytest.raises(ValidationError, match="every criterion"):
        hand_in_scorecard(actor=card.judge.user, scorecard=card, revision=card.revision)
    with unguarded("test"):
        card.scores.update(value=3)
    hand_in_scorecard(actor=card.judge.user, scorecard=card, revision=card.revision)
    assert scales_of(scene, card) == [(3, 4)]


@pytest.mark.parametrize("act", [close, rule_out, find_a_tie, excuse, tie, unseat])
def test_taking_a_change_back_after_all_came_back_gives_everything_back(scene, act):
    before = hashes(Scorecard) | hashes(Score)
    undo = act(scene)
    change = change_sense(scene, highest=4)
    undo()
    take_back(scene, change)
    assert changed(before, hashes(Scorecard) | hashes(Score)) == set()


def test_scorecards_of_a_judge_who_stays_away_stay_and_count(scene):
    excuse(scene)
    before = counted_cards(scene.event).filter(judge=scene.judges[1]).count()
    change_sense(scene, highest=4)
    assert counted_cards(scene.event).filter(judge=scene.judges[1]).count() == before == 3


@pytest.mark.parametrize("act", [close, rule_out, find_a_tie])
def test_the_preview_names_what_does_not_count_just_now_and_the_marks_that_are_deleted(scene, act):
    act(scene)
    seen = rehearse(event(scene), lambda: change_sense(scene, highest=4), scene.boss)
    assert len([one for one in seen.of("scorecards") if "Amber" in one.label]) == 2
    lost = [one for one in seen.of("marks") if "Amber" in one.label]
    assert [(one.before, one.after) for one in lost] == [("2 marks", "1 mark")] * 2


@pytest.mark.parametrize(("value", "is_done"), [(5, False), (4, True)])
def test_a_press_deletes_the_marks_that_were_shown_and_no_others(scene, value, is_done):
    """The second judge gives one more mark for Amber between the page and the press."""
    card = begun(scene)
    with unguarded("test"):
        card.scores.filter(criterion=scene.criteria[0]).delete()

    def act():
        change_sense(scene, highest=4)

    shown = rehearse(event(scene), act, scene.boss)
    card = Scorecard.objects.get(pk=card.pk)
    save_scorecard(
        actor=card.judge.user,
        judge=card.judge,
        version=card.version,
        marks={scene.criteria[0]: value},
        revision=card.revision,
    )
    press = {"fingerprint": shown.fingerprint, "agreed": True, "shown_at": shown.looked_at}
    if is_done:
        carry_out(event(scene), act, scene.boss, **press)
    else:
        with pytest.raises(Otherwise):
            carry_out(event(scene), act, scene.boss, **press)
    assert Score.objects.filter(scorecard=card, value=value).exists()


def test_who_may_not_know_marks_does_not_read_which_are_deleted(scene):
    other = OrganiserFactory(event=scene.event, sees_marks=False).user
    seen = rehearse(event(scene), lambda: change_sense(scene, highest=4), other)
    assert list(seen.of("scorecards"))
    assert "is deleted" not in str(seen.grave)
    assert "are deleted" not in str(seen.grave)
    known = rehearse(event(scene), lambda: change_sense(scene, highest=4), scene.boss)
    assert "2 marks that are not on the new scale are deleted." in str(known.grave)


def test_a_scorecard_that_lacks_a_mark_never_counts_and_holds_the_publication_back(scene):
    card = amber(scene).first()
    with unguarded("test"):
        card.scores.first().delete()
    assert not counted_cards(scene.event).filter(pk=card.pk).exists()
    gaps = gaps_of(event(scene), official_of(event(scene)))
    assert [gap for gap in gaps if gap.judge == card.judge and "lacks a mark" in gap.sentence]


def test_scorecards_that_fell_short_are_listed_by_judge(scene):
    cards = Scorecard.objects.counted().filter(judge__event=scene.event)
    with unguarded("test"):
        for card in cards:
            card.scores.first().delete()

    short = [gap for gap in gaps_of(event(scene), official_of(event(scene))) if gap.judge]

    by_judge = Counter(card.judge for card in cards)
    assert {gap.judge for gap in short} == set(by_judge)
    assert max(by_judge.values()) > 1
    for judge, n in by_judge.items():
        [gap] = [gap for gap in short if gap.judge == judge]
        assert f"{n} scorecard" in gap.sentence
        assert gap.sentence.count("“") == n + 1


def test_a_new_criterion_opens_what_does_not_count_just_now(scene):
    undo = close(scene)
    new = CriterionFactory.build(event=scene.event, title_en="C", weight=10)
    save_rule(actor=scene.boss, row=new, reason="One more.")
    undo()
    assert not counted_cards(scene.event).exists()
    assert not amber(scene).exclude(handed_in_at=None).exists()


def first_card(scene):
    """The first judge has not begun Amber yet."""
    with unguarded("test"):
        card = amber(scene).get(judge=scene.judges[0])
        card.scores.all().delete()
        card.delete()
    return scene.teams["Amber"].submission.versions.last()


def hand_in_first(scene, version, criteria):
    own, marks = judge(scene, 0), dict.fromkeys(criteria, 3)
    card = save_scorecard(actor=own.user, judge=own, version=version, marks=marks, revision=0)
    hand_in_scorecard(actor=own.user, scorecard=card, revision=card.revision)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_who_wrote_a_first_scorecard_by_the_new_rules_has_gone_on(scene, elsewhere):
    """Also where the criterion has left their challenge with the change."""
    version = first_card(scene)
    values = {"challenge": scene.challenges[1]} if elsewhere else {}
    change = change_sense(scene, **values)
    criteria = Criterion.objects.filter(event=scene.event)
    hand_in_first(scene, version, criteria.filter(challenge=None))
    assert "Amber" in obstacle_to_taking_back(ChangeOfSense.objects.get(pk=change.pk))
    with pytest.raises(ValidationError):
        take_back(scene, change)


def submit_for_the_team(scene):
    revision = scene.teams["Amber"].submission.revision
    rescue(actor=scene.boss, team=team(scene), content={}, revision=revision, reason=WHY)


def test_who_marked_the_newer_version_has_gone_on(scene):
    submit_for_the_team(scene)
    change = change_sense(scene)
    own, version = judge(scene, 0), team(scene).submission.versions.last()
    card = carry_on(actor=own.user, judge=own, version=version)
    hand_in_scorecard(actor=own.user, scorecard=card, revision=card.revision)
    assert obstacle_to_taking_back(ChangeOfSense.objects.get(pk=change.pk))


def test_the_mail_lists_as_open_only_what_can_be_handed_in(scene):
    submit_for_the_team(scene)
    change_sense(scene)
    (text,) = mails_to(scene.judges[0].user, "amended")
    open_ones, newer = text.split("a newer version")
    assert "- Birch" in open_ones
    assert "- Amber" not in open_ones
    assert "- Amber" in newer


def hand_in_from(client, scene, own, page, *, by):
    """As the page showed it, by its form or by its script."""
    read = {
        name: int(re.search(rf'name="{name}" value="(\d+)"', squeezed(page))[1])
        for name in ("revision", "version", "rules")
    }
    path = [scene.event.slug, scene.teams["Amber"].submission.pk]
    client.force_login(own.user)
    if by == "form":
        marks = {f"mark_{row.pk}": 4 for row in Criterion.objects.filter(event=scene.event)}
        sent = {**read, **marks, "do": "hand_in"}
        return client.post(reverse("judging:scorecard", args=path), sent)
    sent = {**read, "do": "hand_in"}
    page = reverse("judging:marks", args=path)
    return client.post(page, json.dumps(sent), content_type="application/json")


def page_of_amber(client, scene, own):
    client.force_login(own.user)
    path = [scene.event.slug, scene.teams["Amber"].submission.pk]
    return client.get(reverse("judging:scorecard", args=path)).text


@pytest.mark.parametrize("by", ["form", "script"])
def test_a_page_that_showed_another_sense_hands_nothing_in(client, scene, by):
    """Also where it is sent much later, from a device that had no network."""
    card, own = begun(scene), judge(scene, 1)
    page = page_of_amber(client, scene, own)
    change_sense(scene)
    answer = hand_in_from(client, scene, own, page, by=by)
    assert answer.status_code == 422
    assert "another sense since this page was opened" in answer.text
    assert Scorecard.objects.get(pk=card.pk).handed_in_at is None

    page = page_of_amber(client, scene, own)
    hand_in_from(client, scene, own, page, by=by)
    assert Scorecard.objects.get(pk=card.pk).handed_in_at


def test_nor_does_a_page_that_showed_a_sense_which_is_taken_back(client, scene):
    first_card(scene)
    own = judge(scene, 0)
    change = change_sense(scene)
    page = page_of_amber(client, scene, own)
    take_back(scene, change)
    assert hand_in_from(client, scene, own, page, by="form").status_code == 422
    page = page_of_amber(client, scene, own)
    assert hand_in_from(client, scene, own, page, by="form").status_code == 302


@pytest.mark.parametrize("rules", [-1, 10**30, True, "2", [1]])
def test_what_is_no_number_of_a_sheet_is_refused_in_a_sentence(client, scene, rules):
    own = begun(scene).judge
    client.force_login(own.user)
    path = [scene.event.slug, scene.teams["Amber"].submission.pk]
    sent = {"do": "hand_in", "revision": 1, "version": 1, "rules": rules}
    page = reverse("judging:marks", args=path)
    answer = client.post(page, json.dumps(sent), content_type="application/json")
    assert "cannot be read" in answer.json()["said"]


def type_amber(scene, version, rules=None):
    typist = OrganiserFactory(event=scene.event, sees_marks=True).user
    marks = dict.fromkeys(Criterion.objects.filter(event=scene.event), 5)
    what = {"version": version, "marks": marks, "rules": rules}
    return type_paper(actor=typist, judge=judge(scene, 0), **what)


def test_a_paper_that_was_filled_in_by_another_sense_does_not_count(scene):
    version, before = first_card(scene), sheet_of(scene.event).number
    change_sense(scene)
    with pytest.raises(ValidationError, match="rule sheet that is printed"):
        type_amber(scene, version)
    with pytest.raises(ValidationError, match="another sense"):
        type_amber(scene, version, rules=before)
    assert type_amber(scene, version, rules=before + 1).rules == before + 1


def test_nor_does_one_by_a_sense_that_is_taken_back(scene):
    version, before = first_card(scene), sheet_of(scene.event).number
    take_back(scene, change_sense(scene))
    with pytest.raises(ValidationError, match="another sense"):
        type_amber(scene, version, rules=before + 1)
    assert type_amber(scene, version, rules=before)


def test_the_code_on_the_paper_says_its_rule_sheet_to_the_page_where_it_is_typed_in(client, scene):
    version, before = first_card(scene), sheet_of(scene.event).number
    client.force_login(scene.boss)
    own = judge(scene, 0).pk
    path = reverse("judging:paper_typing", args=[scene.event.slug, own, version.submission_id])
    assert 'name="rules"' not in client.get(f"{path}?rules={before}").text
    change_sense(scene)
    page = client.get(f"{path}?rules={before}").text
    assert f'<option value="{before}" selected>' in squeezed(page)
    assert f"Rule sheet {before + 1}, published" in page
    marks = {f"mark_{row.pk}": 4 for row in Criterion.objects.filter(event=scene.event)}
    answer = client.post(path, {**marks, "remarks": "Kept.", "rules": before})
    assert answer.status_code == 422
    assert "let the judge mark by the rules in force" in answer.text
    assert "Kept." in answer.text
    assert "Choose the rule sheet" in client.post(path, marks).text
    assert client.post(path, {**marks, "rules": before + 1}).status_code == 302


def test_of_an_old_paper_it_is_said_at_once_that_it_cannot_count(client, scene):
    version, before = first_card(scene), sheet_of(scene.event).number
    client.force_login(scene.boss)
    own = judge(scene, 0).pk
    path = reverse("judging:paper_typing", args=[scene.event.slug, own, version.submission_id])
    printing = reverse("judging:paper_sheets", args=[scene.event.slug, scene.challenges[0].slug])
    said = f"Since rule sheet {before} a criterion has got another sense"
    assert said not in client.get(f"{path}?rules={before}").text
    change_sense(scene)

    page = client.get(f"{path}?rules={before}").text

    assert page.index(said) < page.index('name="csrfmiddlewaretoken"', page.index("<h1"))
    assert printing in page
    for rules in (before + 1, "", "x", 999):
        assert said not in client.get(f"{path}?rules={rules}").text
    answer = client.post(path, {"rules": before})  # no mark yet
    assert answer.text.count(said) == 1
    marks = {f"mark_{row.pk}": 4 for row in Criterion.objects.filter(event=scene.event)}
    # the summary of the form, and the field
    assert client.post(path, {**marks, "rules": before}).text.count(said) == 2


def test_the_paper_carries_the_number_of_its_rule_sheet(client, scene):
    first_card(scene)
    client.force_login(scene.boss)
    path = reverse("judging:paper_sheets", args=[scene.event.slug, scene.challenges[0].slug])
    assert f"rule sheet {sheet_of(scene.event).number}</p>" in squeezed(client.get(path).text)


def test_a_sheet_from_paper_that_was_typed_since_keeps_the_change_until_it_is_put_aside(scene):
    version = first_card(scene)
    change = change_sense(scene)
    sheet = type_amber(scene, version, rules=sheet_of(scene.event).number)
    assert "Amber" in obstacle_to_taking_back(ChangeOfSense.objects.get(pk=change.pk))
    refuse_paper(actor=scene.boss, sheet=sheet)
    take_back(scene, change)


def test_a_sheet_from_paper_by_another_scale_says_so_and_is_put_aside(scene):
    sheet = type_amber(scene, first_card(scene))
    assert not obstacle_to_counting(PaperSheet.objects.get(pk=sheet.pk))
    change_sense(scene, highest=4)
    assert "have changed since" in obstacle_to_counting(PaperSheet.objects.get(pk=sheet.pk))
    refuse_paper(actor=scene.boss, sheet=PaperSheet.objects.get(pk=sheet.pk))


def test_a_sheet_from_paper_by_another_sense_counts_only_if_that_is_taken_back(scene):
    sheet = type_amber(scene, first_card(scene))
    change = change_sense(scene)
    assert "another sense" in obstacle_to_counting(PaperSheet.objects.get(pk=sheet.pk))
    with pytest.raises(ValidationError, match="another sense"):
        confirm_paper(actor=scene.boss, sheet=sheet)
    take_back(scene, change)
    assert not obstacle_to_counting(PaperSheet.objects.get(pk=sheet.pk))
    assert confirm_paper(actor=scene.boss, sheet=sheet).handed_in_at


@pytest.mark.parametrize(
    ("name", "value"),
    [("jury_shown", "published"), ("conflicts_told", "minutes"), ("conduct_en", "Be fair.")],
)
@pytest.mark.parametrize("reason", ["", "Because."])
def test_what_is_on_no_sheet_is_changed_after_the_first_mark_without_a_new_one(
    scene, name, value, reason
):
    with unguarded("test"):
        row, _made = JuryRules.objects.get_or_create(event=scene.event)
    before = sheet_of(scene.event)
    setattr(row, name, value)
    save_rule(actor=scene.boss, row=row, fields=[name], reason=reason)
    assert getattr(JuryRules.objects.get(pk=row.pk), name) == value
    assert sheet_of(scene.event) == before
    row.official = "calibrated"
    with pytest.raises(ValidationError, match="Write why"):
        save_rule(actor=scene.boss, row=row, fields=[name, "official"])
