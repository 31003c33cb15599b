"""A judge who was excused by mistake gets back what that act ended, and nothing of what came since
is overthrown."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.kernel.guard import unguarded
from hackathon.mail.services.queueing import relay_promises
from hackathon.mail.services.wording import word_mail
from hackathon.models import AuditEntry, EmailLog, User
from judging.models import (
    Assignment,
    Conflict,
    Judge,
    PanelSeat,
    PaperSheet,
    Reinstatement,
    Scorecard,
)
from judging.scorecards.selectors import holding
from judging.seats.selectors.returning import last_excuse, return_of
from judging.seats.services.jury import (
    accept_judging,
    decline_judging,
    invite_judge,
    seat_panels,
)
from judging.seats.services.leaving import excuse_judge
from judging.seats.services.returning import reinstate_judge
from teams.rulings.services import correct_team
from tests.acting import press
from tests.factories import ChallengeFactory, MemberFactory, OrganiserFactory, ScorecardFactory
from tests.judging.amendments.acts import changed, hashes, ranking, scene_in
from tests.judging.conflicts.test_conflict_register import entered, handed_in, tie
from tests.judging.seats.test_excuse import asked, scene, shared_out, sit  # noqa: F401 - one is a fixture
from tests.publishing import publish_as_it_is

pytestmark = pytest.mark.django_db


def excuse(scene, judge=None, **more):  # noqa: F811
    excuse_judge(actor=scene["boss"], judge=again(judge or scene["judge"]), reason="Ill.", **more)


def reinstate(scene, judge=None, actor=None):  # noqa: F811
    return reinstate_judge(
        actor=actor or scene["boss"], judge=again(judge or scene["judge"]), reason="By mistake."
    )


def again(judge):
    return Judge.objects.get(pk=judge.pk)


def role_of(judge):
    return PanelSeat.objects.get(judge=judge).role


def make_president(judge):
    with unguarded("test"):
        PanelSeat.objects.filter(judge=judge).update(role="president")


@pytest.mark.parametrize("set_aside", [False, True])
@pytest.mark.parametrize("mode", ["all", "some"])
def test_all_of_it_comes_back(scene, set_aside, mode):  # noqa: F811
    judge, open_one = scene["judge"], entered(scene)
    make_president(judge)
    free, reserve = sit(scene), sit(scene, "reserve")
    for each in (judge, free):
        handed_in(each, scene["version"], 3)
    if mode == "some":
        shared_out(scene, judge, [scene["version"], open_one])
        shared_out(scene, free, [scene["version"]])
    before, ranks, asked_before = hashes(), ranking(scene["event"]), kept_assignments()
    excuse(scene, set_aside=set_aside)
    assert role_of(reserve) == "member"
    assert changed(before, hashes())

    reinstate(scene)

    assert changed(before, hashes()) == set()
    assert ranking(scene["event"]) == ranks
    standing = kept_assignments()
    assert {key: standing[key] for key in asked_before} == asked_before
    assert not [key for key in standing.keys() - asked_before.keys() if not standing[key][1]]
    kept = Reinstatement.objects.get()
    assert (kept.excused_reason, kept.reason, kept.made_by) == (
        "Ill.",
        "By mistake.",
        scene["boss"],
    )


def kept_assignments():
    return {
        row.pk: (row.judge_id, row.ended_at, row.ended_reason, row.assigned_at)
        for row in Assignment.objects.all()
    }


def lost(scene, judge=None):  # noqa: F811
    judge = again(judge or scene["judge"])
    return " ".join(return_of(judge, last_excuse(judge)).lost)


def test_what_somebody_else_has_begun_stays_with_them_and_is_named(scene):  # noqa: F811
    free = sit(scene, name="Freya")
    shared_out(scene, scene["judge"], [scene["version"], entered(scene)])
    excuse(scene)
    ScorecardFactory(judge=free, version=scene["version"])

    assert "Freya has begun" in lost(scene)
    reinstate(scene)

    assert (asked(scene["judge"]), asked(free)) == (1, 1)
    row = Assignment.objects.get(judge=free, ended_at=None)
    assert row.submission == scene["version"].submission


def test_a_review_that_went_on_to_a_third_comes_back_from_them(scene):  # noqa: F811
    heir = sit(scene)
    shared_out(scene, scene["judge"], [scene["version"]])
    excuse(scene)
    third = sit(scene)
    excuse(scene, heir)
    assert asked(third) == 1

    reinstate(scene)

    assert (asked(scene["judge"]), asked(third)) == (1, 0)


@pytest.mark.parametrize("order", ["first the one", "first the other"])
def test_two_who_come_back_in_turn_have_one_review_between_them(scene, order):  # noqa: F811
    heir = sit(scene, name="Hedy")
    shared_out(scene, scene["judge"], [scene["version"]])
    excuse(scene)
    third = sit(scene)
    excuse(scene, heir)
    judges = [scene["judge"], heir]
    for judge in judges if order == "first the one" else reversed(judges):
        reinstate(scene, judge)

    assert [asked(judge) for judge in (*judges, third)] == [1, 0, 0]
    if order == "first the one":
        assert f"gone back to {scene['judge']}" in lost_by(heir)


def lost_by(judge):
    """What was said when they were taken back: nothing has changed since."""
    entry = AuditEntry.objects.get(verb="judge.excuse", subject_id=judge.pk)
    return " ".join(return_of(again(judge), entry).lost)


def test_a_second_press_ends_on_a_page_that_says_they_are_back(client, scene):  # noqa: F811
    excuse(scene)
    client.force_login(scene["boss"])
    page = reverse("admin:judging_judge_reinstate", args=[scene["judge"].pk])
    press(client, page, {"reason": "By mistake."})

    again_ = client.post(page, {"reason": "By mistake."}, follow=True)

    assert again_.status_code == 200
    assert "has been taken back into the jury already" in again_.text
    leave = reverse("admin:judging_judge_excuse", args=[scene["judge"].pk])
    excuse(scene)
    assert "has left the jury already" in client.get(leave, follow=True).text


def test_a_reserve_who_has_begun_stays_a_member_and_is_named(scene):  # noqa: F811
    reserve = sit(scene, "reserve", name="Rita")
    excuse(scene)
    ScorecardFactory(judge=reserve, version=scene["version"], saved_at=timezone.now())

    assert "Rita has begun" in lost(scene)
    reinstate(scene)

    assert role_of(reserve) == "member"


def test_a_president_named_since_stays_and_is_named(scene):  # noqa: F811
    make_president(scene["judge"])
    other = sit(scene, name="Petra")
    excuse(scene)
    make_president(other)

    assert "Petra" in lost(scene)
    reinstate(scene)

    assert (role_of(scene["judge"]), role_of(other)) == ("member", "president")


def test_a_seat_taken_away_since_stays_away_and_is_named(scene):  # noqa: F811
    excuse(scene)
    seat_panels(
        actor=scene["boss"],
        event=scene["event"],
        seats={(scene["judge"].pk, scene["challenge"].pk): ""},
    )

    assert "taken off" in lost(scene)
    reinstate(scene)

    assert not again(scene["judge"]).panel_seats.exists()


def test_a_tie_that_came_since_keeps_the_review_away_and_is_named(scene):  # noqa: F811
    sit(scene)
    shared_out(scene, scene["judge"], [scene["version"]])
    excuse(scene)
    tie(scene["judge"], scene["version"].submission.team)

    assert "conflict of interest" in lost(scene)
    reinstate(scene)

    assert asked(scene["judge"]) == 0


def test_a_scorecard_of_a_project_that_moved_counts_when_it_comes_back(scene):  # noqa: F811
    card = handed_in(scene["judge"], scene["version"], 4)
    elsewhere = ChallengeFactory(event=scene["event"])
    team, here = scene["version"].submission.team, scene["challenge"]

    def move(challenge):
        row = type(team).objects.get(pk=team.pk)
        correct_team(actor=scene["boss"], team=row, reason="Moved.", challenge=challenge)

    excuse(scene, set_aside=True)
    move(elsewhere)
    assert "another challenge" in lost(scene)
    reinstate(scene)
    assert Scorecard.objects.get(pk=card.pk).set_aside_at

    move(here)

    assert Scorecard.objects.get(pk=card.pk).set_aside_at is None


def test_who_has_come_back_by_a_new_invitation_gets_their_scorecards_back(scene):  # noqa: F811
    card = handed_in(scene["judge"], scene["version"], 4)
    excuse(scene, set_aside=True)
    judge = invite_judge(actor=scene["boss"], judge=again(scene["judge"]))
    accept_judging(actor=judge.user, judge=judge)

    reinstate(scene)

    assert Scorecard.objects.get(pk=card.pk).set_aside_at is None


def test_a_new_invitation_that_is_out_is_settled_by_it(scene):  # noqa: F811
    was = again(scene["judge"])
    excuse(scene)
    invite_judge(actor=scene["boss"], judge=again(was))

    reinstate(scene)

    judge = again(was)
    assert judge.is_seated
    assert judge.token_hash is None
    assert judge.accepted_at == was.accepted_at


def test_who_has_declined_since_is_not_seated_against_their_will(scene):  # noqa: F811
    excuse(scene)
    judge = invite_judge(actor=scene["boss"], judge=again(scene["judge"]))
    decline_judging(actor=judge.user, judge=judge)

    with pytest.raises(StateConflict, match="declined"):
        reinstate(scene)


def test_who_competes_by_now_is_refused(scene):  # noqa: F811
    excuse(scene)
    MemberFactory(team__event=scene["event"], user=scene["judge"].user)

    with pytest.raises(StateConflict, match="team"):
        reinstate(scene)
    assert again(scene["judge"]).left_at


def test_who_excused_themselves_and_sees_marks_does_not_come_back_by_an_act_of_their_own(scene):  # noqa: F811
    excuse(scene)
    own = OrganiserFactory(event=scene["event"], user=scene["judge"].user).user

    with pytest.raises(StateConflict, match="another organiser"):
        reinstate(scene, actor=own)


def test_only_organisers_with_a_reason_once_and_not_after_publication(scene):  # noqa: F811
    president = sit(scene, "president")
    with pytest.raises(StateConflict, match="has not left"):
        reinstate(scene)
    excuse(scene)
    with pytest.raises(PermissionDenied):
        reinstate(scene, actor=president.user)
    with pytest.raises(StateConflict, match="Say why"):
        reinstate_judge(actor=scene["boss"], judge=again(scene["judge"]), reason=" ")
    reinstate(scene)
    with pytest.raises(StateConflict, match="has not left"):
        reinstate(scene)


def test_those_whom_it_concerns_are_told(scene):  # noqa: F811
    reserve = sit(scene, "reserve")
    shared_out(scene, scene["judge"], [scene["version"]])
    excuse(scene)
    relay_promises()
    EmailLog.objects.all().delete()

    reinstate(scene)
    relay_promises()

    told = {mail.recipient: mail.template for mail in EmailLog.objects.all()}
    assert told == {
        reserve.email: "judging/mail/goes_back",
        scene["judge"].email: "judging/mail/reinstated",
    }


def test_the_page_shows_it_before_it_is_done_and_the_list_leads_there(client, scene):  # noqa: F811
    card = handed_in(scene["judge"], scene["version"], 4)
    free = sit(scene, name="Freya")
    shared_out(scene, scene["judge"], [scene["version"]])
    excuse(scene, set_aside=True)
    ScorecardFactory(judge=free, version=scene["version"])
    client.force_login(scene["boss"])
    page = reverse("admin:judging_judge_reinstate", args=[scene["judge"].pk])
    for name, args in (("change", [scene["judge"].pk]), ("changelist", [])):
        assert page in client.get(reverse(f"admin:judging_judge_{name}", args=args)).text

    shown = client.get(page).text
    assert "1 scorecard that was set aside counts again" in shown
    press(client, page, {"do": "reinstate", "reason": "By mistake."})

    assert again(scene["judge"]).is_seated
    assert Scorecard.objects.get(pk=card.pk).set_aside_at is None
    assert page not in client.get(reverse("admin:judging_judge_changelist")).text
    assert "has been taken back into the jury already" in client.get(page, follow=True).text


def test_the_list_says_that_a_new_invitation_is_out(client, scene):  # noqa: F811
    excuse(scene)
    invite_judge(actor=scene["boss"], judge=again(scene["judge"]))
    client.force_login(scene["boss"])

    assert "invited again" in client.get(reverse("admin:judging_judge_changelist")).text


def test_the_page_on_which_one_excuses_says_that_it_can_be_undone(client, scene):  # noqa: F811
    sit(scene)
    client.force_login(scene["boss"])

    page = client.get(reverse("admin:judging_judge_excuse", args=[scene["judge"].pk])).text

    assert "can be undone until the results are published" in page


def test_it_is_in_the_log_without_words_of_people(scene):  # noqa: F811
    excuse(scene)
    reinstate(scene)

    entry = AuditEntry.objects.get(verb="judge.reinstate")
    assert "mistake" not in str(entry.data)


def test_minutes_tell_both(client, scene):  # noqa: F811
    excuse(scene)
    reinstate(scene)
    client.force_login(scene["boss"])

    page = client.get(
        reverse("judging:minutes", args=[scene["event"].slug, scene["challenge"].slug])
    ).text

    assert "Ill." in page
    assert "By mistake." in page


def test_after_publication_it_is_too_late(scene):  # noqa: F811
    published = scene_in("deliberation")
    excuse_judge(actor=published.boss, judge=again(published.judges[1]), reason="Ill.")
    publish_as_it_is(published.boss, published.read().event)

    with pytest.raises(PhaseClosed):
        reinstate_judge(actor=published.boss, judge=again(published.judges[1]), reason="Too late.")


def test_who_has_a_sheet_waiting_keeps_the_review(scene):  # noqa: F811
    free = sit(scene, name="Freya")
    shared_out(scene, scene["judge"], [scene["version"]])
    excuse(scene)
    with unguarded("test"):
        PaperSheet.objects.create(
            judge=free, version=scene["version"], typed_by=scene["boss"], typed_at=timezone.now()
        )

    assert "Freya has begun" in lost(scene)
    reinstate(scene)

    assert (asked(scene["judge"]), asked(free)) == (0, 1)


def test_the_page_says_that_marks_on_a_device_are_not_known(scene, client):  # noqa: F811
    sit(scene, name="Freya")
    shared_out(scene, scene["judge"], [scene["version"]])
    excuse(scene)
    client.force_login(scene["boss"])
    page = reverse("admin:judging_judge_reinstate", args=[scene["judge"].pk])

    assert "on a device" in client.get(page).text
    assert "Freya gives reviews back" in client.get(page).text


def test_ties_that_arose_while_they_were_away_hold_their_marks_at_once(scene):  # noqa: F811
    judge = scene["judge"]
    handed_in(judge, scene["version"], 3)
    excuse(scene)
    domain = "@rare-company.eu"
    with unguarded("test"):
        Judge.objects.filter(pk=judge.pk).update(email=f"old{domain}")
        User.objects.filter(pk=judge.user_id).update(email=f"old{domain}")
        member = scene["version"].submission.team.members.first()
        User.objects.filter(pk=member.user_id).update(email=f"young{domain}")
    assert not Conflict.objects.exists()

    reinstate(scene)

    assert Conflict.objects.proposed().filter(judge=judge).exists()
    assert list(holding.counting(scene["event"])) == []


@pytest.mark.parametrize("set_aside", [False, True])
def test_the_mail_says_what_became_of_their_scorecards(scene, set_aside):  # noqa: F811
    judge = scene["judge"]
    handed_in(judge, scene["version"], 3)
    ScorecardFactory(judge=judge, version=entered(scene), revision=1)
    relay_promises()
    EmailLog.objects.all().delete()

    excuse(scene, set_aside=set_aside)
    relay_promises()

    text = word_mail(EmailLog.objects.get(template="judging/mail/excused"))[1]
    assert ("were set aside" in text) is set_aside
    assert ("go on counting" in text) is not set_aside
    assert text.count(f"- {scene['version'].title}") >= 1
    assert "had begun and not handed in" in text
