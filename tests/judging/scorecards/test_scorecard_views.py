"""The scorecard and the desk as a judge's browser and devices meet them."""

import json

import pytest
from django.urls import reverse

from hackathon.kernel.guard import unguarded
from judging.conflicts.services import declare_conflict
from judging.models import JuryRules, MarkChange, PanelSeat, Refusal, Score, Scorecard
from judging.progress.services import reopen_scorecard
from judging.scorecards.services.scoring import save_scorecard
from tests.factories import (
    ChallengeFactory,
    CriterionFactory,
    JudgeFactory,
    MemberFactory,
    OrganiserFactory,
    PanelSeatFactory,
    SubmissionFactory,
    VersionFactory,
    judged_event,
    submitted,
)
from tests.judging.scorecards.test_scoring import marks_for
from tests.judging.scorecards.test_views import marks, scorecard_page
from tests.reading import squeezed

pytestmark = pytest.mark.django_db


@pytest.fixture
def bench(client):
    judge, version = judged_event()
    client.force_login(judge.user)
    return judge, version


def address(version):
    return reverse("judging:marks", args=[version.event.slug, version.submission_id])


def tap(client, version, revision=0, number=1, **more):
    body = json.dumps({"version": number, "revision": revision, **more})
    return client.post(address(version), body, content_type="application/json")


def fields(judge, value):
    return {f"mark_{criterion.pk}": value for criterion in judge.event.criteria.all()}


def test_a_tap_is_saved_by_itself_and_the_device_learns_how_the_card_stands(client, bench):
    judge, version = bench
    first = judge.event.criteria.first()

    told = tap(client, version, fields={f"mark_{first.pk}": 4}, device="phone").json()

    assert (told["revision"], told["values"][f"mark_{first.pk}"]) == (1, "4")
    assert (told["open"], told["handed_in"], bool(told["token"])) == (True, False, True)
    assert MarkChange.objects.get().device == "phone"
    assert client.get(address(version)).json()["values"] == told["values"]


def test_two_devices_that_differ_are_told_and_nothing_is_overwritten(client, bench):
    judge, version = bench
    first, second = fields(judge, 0)
    tap(client, version, fields={first: 4})

    other = tap(client, version, fields={second: 2})
    clash = tap(client, version, fields={first: 1})

    assert (other.status_code, clash.status_code) == (200, 409)
    assert (clash.json()["clashes"], clash.json()["values"][first]) == ([first], "4")
    assert not Refusal.objects.exists()
    assert tap(client, version, clash.json()["revision"], fields={first: 1}).status_code == 200
    assert Score.objects.get(criterion=first.removeprefix("mark_")).value == 1


@pytest.mark.parametrize("value", [0, 6, 10**9, "4", 3.5, True, None, float("nan"), [4]])
def test_what_is_no_mark_is_refused_in_a_sentence_and_on_record(client, bench, value):
    judge, version = bench
    first = next(iter(fields(judge, 0)))

    answer = tap(client, version, fields={first: value})

    assert answer.status_code == 422
    assert "not on the scale" in answer.json()["said"]
    assert "not on the scale" in Refusal.objects.get(verb="scorecard.save").reason
    assert not Scorecard.objects.exists()


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"revision": "1"}', '{"revision": NaN}', "[" * 100_000]
)
def test_what_cannot_be_read_is_refused(client, bench, body):
    _judge, version = bench

    answer = client.post(address(version), body, content_type="application/json")

    assert answer.status_code == 422
    assert "cannot be read" in answer.json()["said"]


def test_a_mark_for_a_version_that_was_replaced_and_a_foreign_criterion_are_refused(client, bench):
    judge, version = bench
    foreign = CriterionFactory(event=judge.event, challenge=ChallengeFactory(event=judge.event))
    newer = VersionFactory(submission=version.submission, number=2, submitted_by=judge.user)

    old = tap(client, version, fields=fields(judge, 4))
    strange = tap(client, newer, number=2, fields={f"mark_{foreign.pk}": 4})

    assert "newer version" in old.json()["said"]
    assert "rubric" in strange.json()["said"]
    assert Refusal.objects.count() == 2


def test_texts_are_kept_within_their_length(client, bench):
    _judge, version = bench

    assert tap(client, version, fields={"remarks": "Clear.\u202e"}).status_code == 200
    assert tap(client, version, 1, fields={"note": "x" * 5001}).status_code == 422

    assert Scorecard.objects.get().remarks == "Clear."


def test_handing_in_from_a_device_needs_every_mark_and_the_state_it_saw(client, bench):
    judge, version = bench
    assert "every criterion" in tap(client, version, do="hand_in").json()["said"]
    tap(client, version, fields=fields(judge, 4))
    assert tap(client, version, 0, do="hand_in").status_code == 409

    handed_in = tap(client, version, 1, do="hand_in").json()

    assert handed_in["url"] == reverse("judging:desk", args=[judge.event.slug])
    again = tap(client, version, 1, do="hand_in")
    assert (again.status_code, again.json()["open"]) == (422, False)
    assert Refusal.objects.filter(verb="scorecard.hand_in").count() == 2


def test_after_the_lock_a_mark_is_refused_and_on_record(client):
    judge, version = judged_event(during="deliberation")
    client.force_login(judge.user)

    answer = tap(client, version, fields=fields(judge, 4))

    assert (answer.status_code, Scorecard.objects.count()) == (422, 0)
    assert "Deliberation" in answer.json()["said"]
    assert Refusal.objects.get().actor == judge.user


def test_marks_for_a_recused_team_or_another_panel_are_a_404_and_on_record(client, bench):
    judge, version = bench
    elsewhere = submitted(judge.event)
    declare_conflict(actor=judge.user, judge=judge, team=version.team)

    for theirs in (version, elsewhere):
        assert tap(client, theirs, fields=fields(judge, 4)).status_code == 404
        assert client.post(scorecard_page(theirs), marks(judge)).status_code == 404

    assert Refusal.objects.count() == 4
    assert not Scorecard.objects.exists()


def test_a_judge_abstains_with_a_reason_and_takes_it_up_again(client, bench):
    judge, version = bench
    page = scorecard_page(version)
    assert client.post(page, {"do": "abstain", "reason": " "}).status_code == 422

    client.post(page, {"do": "abstain", "reason": "I know too little."})

    assert "You abstained: “I know too little.”" in client.get(page).text
    assert "abstained" in client.get(reverse("judging:desk", args=[judge.event.slug])).text
    client.post(page, {"do": "take_up"})
    assert 'value="hand_in"' in client.get(page).text


def test_a_newer_version_is_told_and_goes_on_from_the_marks_before(client, bench):
    judge, version = bench
    tap(client, version, fields=fields(judge, 4))
    VersionFactory(submission=version.submission, number=2, submitted_by=judge.user)
    page = scorecard_page(version)
    assert "the team has entered version 2 since" in client.get(page).text
    assert "newer version" in client.get(reverse("judging:desk", args=[judge.event.slug])).text

    client.post(page, {"do": "carry_on"})

    after = client.get(page).text
    assert "You read version 1 first." in after
    assert after.count(" checked") == 2


def test_where_the_rules_allow_it_the_page_takes_marks_after_the_hand_in(client, bench):
    judge, version = bench
    with unguarded("test"):
        JuryRules.objects.create(event=judge.event, edits_until_lock=True)
    client.post(scorecard_page(version), marks(judge, do="hand_in"))

    page = client.get(scorecard_page(version)).text

    assert "it stays handed in" in page
    assert tap(client, version, 1, fields=fields(judge, 2)).json()["handed_in"]


def test_a_reopened_scorecard_tells_why(client, bench):
    judge, version = bench
    client.post(scorecard_page(version), marks(judge, do="hand_in"))
    boss = OrganiserFactory(event=judge.event).user

    reopen_scorecard(actor=boss, scorecard=Scorecard.objects.get(), reason="Look at the video.")

    text = squeezed(client.get(scorecard_page(version)).text)
    assert "opened again for you. Hand it in when you are done." in text
    assert "The reason: “Look at the video.”" in text


def test_the_anchor_of_each_mark_is_tied_to_its_radio(client, bench):
    judge, version = bench
    first = judge.event.criteria.first()
    with unguarded("test"):
        first.anchors_en = "Weak.\nSo so.\nFair.\nGood.\nSolves a frequent problem."
        first.save()

    page = client.get(scorecard_page(version)).text

    assert f'aria-describedby="id_mark_{first.pk}_5"' in page
    assert f'id="id_mark_{first.pk}_5" data-mark="5"' in squeezed(page)


def test_the_desk_names_what_is_next_and_shows_ones_own_scale(client, bench):
    judge, version = bench
    desk = reverse("judging:desk", args=[judge.event.slug])
    assert "Next: Railbow" in client.get(desk).text

    tap(client, version, fields=fields(judge, 4))
    assert "Go on with Railbow" in client.get(desk).text
    tap(client, version, 1, do="hand_in")

    page = client.get(desk).text
    assert "You have handed in everything." in page
    assert "Railbow: 4.00" in page


def test_each_judge_meets_the_submissions_in_an_order_of_their_own(client, bench):
    judge, version = bench
    titles = [f"Project {number}" for number in range(8)]
    for title in titles:
        member = MemberFactory(team__event=judge.event, team__challenge=version.team.challenge)
        submission = SubmissionFactory(team=member.team, title=title)
        VersionFactory(submission=submission, submitted_by=member.user, title=title)
    orders = []
    for one in (judge, judge, *JudgeFactory.create_batch(2, event=judge.event)):
        PanelSeat.objects.filter(judge=one).exists() or PanelSeatFactory(
            judge=one, challenge=version.team.challenge
        )
        client.force_login(one.user)
        page = client.get(reverse("judging:desk", args=[judge.event.slug])).text
        orders.append(tuple(sorted(titles, key=lambda title: page.index(f">{title}<"))))

    assert orders[0] == orders[1]
    assert len(set(orders)) == 3


@pytest.mark.parametrize("rows", [1, 3])
def test_the_scorecard_asks_the_same_number_of_questions_for_any_rubric(
    client, django_assert_num_queries, rows
):
    judge, version = judged_event()
    CriterionFactory.create_batch(rows, event=judge.event)
    save_scorecard(
        actor=judge.user, judge=judge, version=version, marks=marks_for(judge, 3), revision=0
    )
    client.force_login(judge.user)
    client.get(scorecard_page(version))

    with django_assert_num_queries(25):
        client.get(scorecard_page(version))


def test_what_a_page_of_another_judge_sends_is_not_taken_for_ones_own(client, bench):
    judge, version = bench
    first = next(iter(fields(judge, 0)))

    answer = tap(client, version, fields={first: 4}, person=judge.user.pk + 1)

    assert (answer.status_code, answer.json()) == (403, {"person": judge.user.pk})
    assert not Scorecard.objects.exists()
    told = tap(client, version, fields={first: 4}, person=judge.user.pk).json()
    assert (told["person"], told["revision"]) == (judge.user.pk, 1)


def test_half_an_emoji_and_a_nameless_device_hold_no_mark_up(client, bench):
    judge, version = bench
    first = next(iter(fields(judge, 0)))

    sent = {"fields": {first: 4, "remarks": "Clear \ud83d"}, "device": "\x00\udc00"}

    assert tap(client, version, **sent).status_code == 200
    assert Scorecard.objects.get().remarks == "Clear"
    assert MarkChange.objects.get().device == ""


def send(client, version, way, fields, number, revision=0):
    if way == "script":
        return tap(client, version, revision, number, fields=fields)
    typed = {name: str(value) for name, value in fields.items()}
    sent = typed | {"revision": str(revision), "version": str(number), "do": "save"}
    return client.post(scorecard_page(version), sent)


REFUSED = {
    "not on the scale": lambda first: ({first: 9}, 1),
    "does not belong": lambda first: ({"mark_987654": 3}, 1),
    "newer version": lambda first: ({first: 3}, 7),
    "at most 5000": lambda first: ({first: 3, "remarks": "x" * 5001}, 1),
}


@pytest.mark.parametrize("words", REFUSED)
def test_the_form_and_the_script_refuse_the_same_and_keep_it_on_record(client, bench, words):
    judge, version = bench
    given, number = REFUSED[words](next(iter(fields(judge, 0))))

    statuses = [send(client, version, way, given, number).status_code for way in ("script", "form")]

    kept = Refusal.objects.values("verb", "data", "reason", "actor")
    assert statuses == [422, 422]
    assert len(kept) == 2
    assert kept[0] == kept[1]
    assert words in kept[0]["reason"]
    assert not Score.objects.exists()


@pytest.mark.parametrize("stays", [False, True])
def test_what_handing_in_means_is_said_before_it_is_done(client, bench, stays):
    judge, version = bench
    event = version.event
    with unguarded("test"):
        JuryRules.objects.update_or_create(event=event, defaults={"edits_until_lock": stays})
    page = client.get(scorecard_page(version)).text
    final = "Handing in is final: afterwards only whoever leads the panel or an organiser can open"
    closes_at = event.local_time(event.judging_closes_at)
    still = f"After handing in you may still change marks, until {closes_at}."
    assert (final in page, still in page) == (not stays, stays)
    assert 'aria-describedby="hand-in-means"' in page

    tap(client, version, fields=fields(judge, 3))
    client.post(
        scorecard_page(version), {"do": "hand_in", "revision": 1, "version": 1, **fields(judge, 3)}
    )
    assert judge.scorecards.get().handed_in_at
    assert "hand-in-means" not in client.get(scorecard_page(version)).text
