"""A judge leaves or never comes, and nobody waits for them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.guard import unguarded
from hackathon.mail.services.queueing import relay_promises
from hackathon.models import EmailLog
from judging.assignment.selectors import versions_for
from judging.models import Assignment, Judge, Panel, PanelSeat, Scorecard, Wave
from judging.seats.selectors.leaving import departure_of
from judging.seats.services.jury import accept_judging, invite_judge
from judging.seats.services.leaving import excuse_judge
from judging.seats.services.returning import reinstate_judge
from teams.rulings.services import close_team
from tests.acting import press
from tests.factories import (
    ChallengeFactory,
    JudgeFactory,
    OrganiserFactory,
    PanelSeatFactory,
    UserFactory,
    judged_event,
)
from tests.judging.conflicts.test_conflict_register import entered, handed_in, tie
from tests.publishing import computed_boards, standings
from tests.reading import squeezed
from tests.teams.team.test_races import all_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    judge, version = judged_event()
    return {
        "event": judge.event,
        "judge": judge,
        "version": version,
        "challenge": version.submission.team.challenge,
        "boss": OrganiserFactory(event=judge.event).user,
    }


def sit(scene, role="member", **more):
    judge = JudgeFactory(event=scene["event"], **more)
    PanelSeatFactory(judge=judge, challenge=scene["challenge"], role=role)
    return judge


def shared_out(scene, judge, versions, **panel):
    """A panel in which some see each submission; the judge has been asked to review these."""
    with unguarded("test"):
        Panel.objects.update_or_create(
            challenge=scene["challenge"], defaults={"mode": "some", **panel}
        )
        wave, _new = Wave.objects.get_or_create(
            challenge=scene["challenge"],
            number=1,
            defaults={"proposed_at": timezone.now(), "released_at": timezone.now()},
        )
        for version in versions:
            Assignment.objects.create(
                judge=judge, submission=version.submission, wave=wave, assigned_at=timezone.now()
            )


def excuse(scene, judge=None, actor=None, **more):
    return excuse_judge(
        actor=actor or scene["boss"], judge=judge or scene["judge"], reason="Ill.", **more
    )


def asked(judge):
    return judge.assignments.filter(ended_at=None).count()


def test_a_decision_does_not_wait_for_who_has_left(scene):
    sit(scene)
    assert computed_boards(scene["event"])[0].expected == 2

    excuse(scene)

    assert computed_boards(scene["event"])[0].expected == 1
    judge = Judge.objects.get(pk=scene["judge"].pk)
    assert (judge.is_seated, judge.left_reason) == (False, "Ill.")


def test_what_was_handed_in_stays_or_is_set_aside_with_the_reason(scene):
    other = sit(scene)
    cards = [handed_in(judge, scene["version"], 4) for judge in (scene["judge"], other)]

    excuse(scene)
    assert standings(scene["event"])[scene["challenge"]][0].reviews == 2
    board = computed_boards(scene["event"])[0]
    assert (board.handed_in, board.expected) == (2, 2)
    excuse(scene, other, set_aside=True)

    assert standings(scene["event"])[scene["challenge"]][0].reviews == 1
    kept, gone = (Scorecard.objects.get(pk=card.pk) for card in cards)
    assert kept.set_aside_at is None
    assert gone.set_aside_reason == "Ill."


def test_open_reviews_move_to_those_with_least_to_do_and_never_against_a_conflict(scene):
    more = [entered(scene) for _n in range(3)]
    busy, tied, free = sit(scene, name="Busy"), sit(scene, name="Tied"), sit(scene, name="Free")
    shared_out(scene, busy, more[:2])
    shared_out(scene, scene["judge"], [scene["version"], more[2]])
    for version in (scene["version"], more[2]):
        tie(tied, version.submission.team)

    excuse(scene)

    assert (asked(scene["judge"]), asked(busy), asked(tied), asked(free)) == (0, 2, 0, 2)
    ended = Assignment.objects.filter(judge=scene["judge"])
    assert {row.ended_reason for row in ended} == {"Ill."}
    assert computed_boards(scene["event"])[0].expected == 4


def test_what_was_handed_in_is_not_reviewed_anew_unless_it_is_set_aside(scene):
    free = sit(scene)
    shared_out(scene, scene["judge"], [scene["version"]])
    handed_in(scene["judge"], scene["version"], 4)

    assert departure_of(scene["judge"], set_aside=False).moves == []
    assert [m.to for m in departure_of(scene["judge"], set_aside=True).moves] == [free]


def test_a_reserve_is_called_up_first_and_becomes_a_member(scene):
    sit(scene, name="Idle")
    reserve = sit(scene, "reserve", name="Reserve")
    shared_out(scene, scene["judge"], [scene["version"], entered(scene)])

    excuse(scene)

    assert asked(reserve) == 2
    assert PanelSeat.objects.get(judge=reserve).role == "member"


def test_the_cap_of_a_judge_holds_and_what_is_left_to_nobody_is_said(scene):
    free = sit(scene)
    shared_out(scene, scene["judge"], [scene["version"], entered(scene)], most_per_judge=1)

    plan = excuse(scene)

    assert (len(plan.moved), len(plan.unmoved), asked(free)) == (1, 1, 1)


def test_a_president_who_leaves_makes_room_for_another(scene):
    PanelSeat.objects.filter(judge=scene["judge"])
    with unguarded("test"):
        PanelSeat.objects.update(role="president")

    plan = excuse(scene)

    assert plan.without_president == [scene["challenge"]]
    sit(scene, "president")


def test_who_never_came_is_excused_and_their_link_is_dead(scene):
    judge = JudgeFactory(
        event=scene["event"], user=None, accepted_at=None, name="X", email="x@y.eu"
    )
    invite_judge(actor=scene["boss"], judge=judge)

    excuse(scene, judge)

    with pytest.raises(StateConflict):
        accept_judging(actor=UserFactory(email="x@y.eu"), judge=Judge.objects.get(pk=judge.pk))


def test_who_was_excused_by_mistake_is_invited_again(scene):
    excuse(scene)

    judge = invite_judge(actor=scene["boss"], judge=Judge.objects.get(pk=scene["judge"].pk))
    accept_judging(actor=judge.user, judge=judge)

    assert Judge.objects.get(pk=judge.pk).is_seated


def test_an_organiser_excuses_and_a_president_of_all_panels_of_the_judge_and_nobody_else(scene):
    president, other = sit(scene, "president"), sit(scene)
    elsewhere = ChallengeFactory(event=scene["event"])
    wide = sit(scene)
    PanelSeatFactory(judge=wide, challenge=elsewhere)
    for actor, judge in (
        (other.user, scene["judge"]),
        (scene["judge"].user, other),
        (president.user, wide),
        (OrganiserFactory(event=judged_event()[0].event).user, other),
    ):
        with pytest.raises(PermissionDenied):
            excuse(scene, judge, actor)

    excuse(scene, other, president.user)

    assert list(Judge.objects.exclude(left_at=None)) == [other]


def test_nobody_is_excused_without_a_reason_or_twice(scene):
    with pytest.raises(StateConflict, match="Say why"):
        excuse_judge(actor=scene["boss"], judge=scene["judge"], reason=" ")
    excuse(scene)
    with pytest.raises(StateConflict, match="left already"):
        excuse(scene)


def test_those_who_take_over_and_who_leaves_are_told(scene):
    reserve = sit(scene, "reserve")
    shared_out(scene, scene["judge"], [scene["version"]])

    excuse(scene)
    relay_promises()

    told = {mail.recipient: mail.template for mail in EmailLog.objects.all()}
    assert told == {
        reserve.email: "judging/mail/takes_over",
        scene["judge"].email: "judging/mail/excused",
    }


@pytest.mark.parametrize("where", ["admin", "president"])
def test_the_page_shows_what_will_happen_before_it_is_done(client, scene, where):
    president, free = sit(scene, "president"), sit(scene, name="Freya")
    shared_out(scene, president, [])
    shared_out(scene, scene["judge"], [scene["version"]])
    handed = entered(scene)
    handed_in(scene["judge"], handed, 3)
    key = scene["judge"].pk
    client.force_login(scene["boss"] if where == "admin" else president.user)
    page = (
        reverse("admin:judging_judge_excuse", args=[key])
        if where == "admin"
        else reverse("judging:excuse", args=[scene["event"].slug, key])
    )

    assert "1 handed-in scorecard goes on counting" in client.get(page).text
    shown = client.post(page, {"do": "look", "set_aside": "on"}).text
    assert "1 handed-in scorecard is set aside" in shown
    assert "takes over 1 review" in shown
    assert client.post(page, {"do": "excuse", "reason": ""}).status_code in (200, 422)
    assert Judge.objects.get(pk=key).is_seated
    press(client, page, {"do": "excuse", "reason": "Ill."})

    assert not Judge.objects.get(pk=key).is_seated
    assert asked(president) + asked(free) == 1


def test_who_chose_otherwise_reads_what_that_does_before_it_is_done(client, scene):
    handed_in(scene["judge"], scene["version"], 3)
    key = scene["judge"].pk
    client.force_login(scene["boss"])
    page = reverse("admin:judging_judge_excuse", args=[key])
    first = client.get(page)
    sent = {"do": "excuse", "reason": "Ill.", "set_aside": "on", "agreed": "on"}
    sent |= {"shown": first.context["step"].shown, "shown_set_aside": ""}

    again = client.post(page, sent)

    assert "You changed your choice" in again.text
    assert "Nothing was done" not in again.text
    assert 'name="shown_set_aside" value="on"' in squeezed(again.text)
    assert "Ill." in again.text
    assert Judge.objects.get(pk=key).is_seated
    sent |= {"shown": again.context["step"].shown, "shown_set_aside": "on"}
    client.post(page, sent)
    assert not Judge.objects.get(pk=key).is_seated


def test_who_has_left_sees_nothing_of_the_jury_and_is_not_listed(client, scene):
    with unguarded("test"):
        Judge.objects.update(name="Grace Hopper")
    excuse(scene)
    client.force_login(scene["judge"].user)
    slug = scene["event"].slug
    submission = scene["version"].submission_id

    for page in ("desk", "profile"):
        assert client.get(reverse(f"judging:{page}", args=[slug])).status_code == 404
    assert client.get(reverse("judging:scorecard", args=[slug, submission])).status_code == 404
    assert "Hopper" not in client.get(reverse("judging:jury", args=[slug])).text


@pytest.mark.django_db(transaction=True)
def test_two_who_excuse_the_same_judge_at_once_move_their_work_once(scene):
    free = sit(scene)
    shared_out(scene, scene["judge"], [scene["version"]])

    outcomes = all_at_once(
        [lambda: excuse(scene, Judge.objects.get(pk=scene["judge"].pk)) for _n in range(6)]
    )

    assert outcomes.count(None) == 1
    assert asked(free) == 1


def test_who_takes_over_is_told_of_what_comes_to_their_desk_alone(scene):
    """A team that has closed may reopen: its review is theirs, and no project to open."""
    other = sit(scene)
    closed = entered(scene)
    shared_out(scene, scene["judge"], [scene["version"], closed])
    close_team(actor=scene["boss"], team=closed.team, reason="No show.")

    excuse(scene)

    relay_promises()
    mail = EmailLog.objects.get(template="judging/mail/takes_over")
    assert mail.context["number"] == 1 == len(versions_for(other))
    assert asked(other) == 2
    EmailLog.objects.all().delete()
    judge = Judge.objects.get(pk=scene["judge"].pk)
    reinstate_judge(actor=scene["boss"], judge=judge, reason="A mistake.")
    relay_promises()
    numbers = {mail.template: mail.context for mail in EmailLog.objects.all()}
    assert numbers["judging/mail/goes_back"]["number"] == 1
    assert numbers["judging/mail/reinstated"]["reviews"] == 1
    assert asked(judge) == 2
