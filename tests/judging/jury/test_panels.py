"""Who sits on which panel, in which role."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from hackathon.kernel.errors import StateConflict
from judging.models import PanelSeat
from judging.seats.services.jury import save_judge, seat_panels
from tests.acting import press
from tests.factories import (
    ChallengeFactory,
    EventFactory,
    JudgeFactory,
    OrganiserFactory,
    PanelSeatFactory,
    ScorecardFactory,
    judged_event,
)
from tests.publishing import computed_boards
from tests.teams.team.test_races import all_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return EventFactory(during="registration")


@pytest.fixture
def boss(event):
    return OrganiserFactory(event=event).user


@pytest.fixture
def challenge(event):
    return ChallengeFactory(event=event)


def roles(challenge):
    return dict(challenge.panel_seats.values_list("judge__name", "role"))


def test_a_judge_sits_on_several_panels_and_in_another_role_on_each(event, boss, challenge):
    other, judge = ChallengeFactory(event=event), JudgeFactory(event=event, name="Ada")

    seat_panels(
        actor=boss,
        event=event,
        seats={(judge.pk, challenge.pk): "president", (judge.pk, other.pk): "reserve"},
    )

    assert (roles(challenge), roles(other)) == ({"Ada": "president"}, {"Ada": "reserve"})


def test_presidents_change_in_one_step(event, boss, challenge):
    ada, bob = JudgeFactory(event=event, name="Ada"), JudgeFactory(event=event, name="Bob")
    PanelSeatFactory(judge=bob, challenge=challenge, role="president")

    seat_panels(
        actor=boss,
        event=event,
        seats={(ada.pk, challenge.pk): "president", (bob.pk, challenge.pk): "member"},
    )

    assert roles(challenge) == {"Ada": "president", "Bob": "member"}


def test_a_panel_has_one_president(event, boss, challenge):
    ada, bob = JudgeFactory(event=event), JudgeFactory(event=event)
    PanelSeatFactory(judge=bob, challenge=challenge, role="president")

    with pytest.raises(ValidationError, match="one president"):
        seat_panels(actor=boss, event=event, seats={(ada.pk, challenge.pk): "president"})


def test_nobody_is_seated_in_another_event_or_by_another_organiser(event, boss, challenge):
    judge, foreign = JudgeFactory(event=event), ChallengeFactory(event=EventFactory())

    with pytest.raises(StateConflict):
        seat_panels(actor=boss, event=event, seats={(judge.pk, foreign.pk): "member"})
    with pytest.raises(PermissionDenied):
        seat_panels(
            actor=OrganiserFactory(event=foreign.event).user,
            event=event,
            seats={(judge.pk, challenge.pk): "member"},
        )
    assert not PanelSeat.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_presidents_named_at_once_one_sits(event, boss, challenge):
    judges = [JudgeFactory(event=event) for _n in range(2)]

    outcomes = all_at_once(
        [
            lambda judge=judge: seat_panels(
                actor=boss, event=event, seats={(judge.pk, challenge.pk): "president"}
            )
            for judge in judges
        ]
    )

    assert outcomes.count(None) == 1
    assert PanelSeat.objects.filter(role="president").count() == 1


def sent(event, **seats):
    """The page's form as a browser sends it: each select with what it said at first."""
    names = {
        f"seat-{judge.pk}-{one.pk}": judge.panel_seats.filter(challenge=one).first()
        for judge in event.judges.all()
        for one in event.challenges.all()
    }
    was = {name: seat.role if seat else "" for name, seat in names.items()}
    return {f"initial-{name}": role for name, role in was.items()} | was | seats


def test_the_panels_page_shows_who_sits_where_and_saves_only_what_was_touched(
    client, event, boss, challenge
):
    ada, bob = JudgeFactory(event=event, name="Ada"), JudgeFactory(event=event, name="Bob")
    client.force_login(boss)
    page = reverse("admin:judging_judge_panels", args=[event.pk])
    stale = sent(event)
    seat_panels(actor=boss, event=event, seats={(bob.pk, challenge.pk): "reserve"})
    assert "Without a president" in client.get(page).text

    answer = press(client, page, stale | {f"seat-{ada.pk}-{challenge.pk}": "president"})

    assert answer.status_code == 302
    assert roles(challenge) == {"Ada": "president", "Bob": "reserve"}
    assert "Without a president" not in client.get(page).text


def test_the_panels_of_another_event_are_nowhere(client, event):
    client.force_login(OrganiserFactory(event=EventFactory()).user)

    for page in ("panels", "import"):
        page = reverse(f"admin:judging_judge_{page}", args=[event.pk])
        assert client.get(page).status_code == client.post(page).status_code == 404


def test_nobody_waits_for_a_reserve_or_for_who_has_not_accepted():
    judge, version = judged_event()
    challenge = version.submission.team.challenge
    PanelSeatFactory(judge=JudgeFactory(event=judge.event), challenge=challenge, role="reserve")
    PanelSeatFactory(judge=JudgeFactory(event=judge.event, accepted_at=None), challenge=challenge)

    assert [board.expected for board in computed_boards(judge.event)] == [1]


def test_a_president_sees_their_own_panel_and_nothing_of_another(client, event):
    mine, other = ChallengeFactory(event=event), ChallengeFactory(event=event, title="Quiet rails")
    ada, bob = JudgeFactory(event=event, name="Ada"), JudgeFactory(event=event, name="Bob")
    PanelSeatFactory(judge=ada, challenge=mine, role="president")
    PanelSeatFactory(judge=bob, challenge=other)
    people = reverse("judging:president_people", args=[event.slug])
    excuse = reverse("judging:excuse", args=[event.slug, bob.pk])
    client.force_login(ada.user)

    shown = client.get(people).text

    assert mine.title in shown
    assert "Bob" not in shown
    assert "Quiet rails" not in shown
    assert client.get(excuse).status_code == client.post(excuse, {"reason": "x"}).status_code == 404
    for stranger in (bob.user, OrganiserFactory(event=event).user):
        client.force_login(stranger)
        assert client.get(people).status_code == 404


@pytest.fixture
def marked():
    """A judge whose marks count; the form that takes them off the panel; and an organiser."""
    judge, version = judged_event(during="deliberation")
    ScorecardFactory(judge=judge, version=version, handed_in_at=version.submitted_at)
    challenge = version.team.challenge
    return judge, challenge, OrganiserFactory(event=judge.event).user


@pytest.mark.parametrize("role", ["", "reserve"])
def test_whose_marks_count_leaves_a_panel_for_a_reason_that_stays_in_the_minutes(
    marked, client, role
):
    judge, challenge, boss = marked
    seats = {(judge.pk, challenge.pk): role}
    with pytest.raises(StateConflict, match="Say why they leave"):
        seat_panels(actor=boss, event=judge.event, seats=seats)
    with pytest.raises(StateConflict, match="Say why they leave"):
        save_judge(actor=boss, judge=judge, panel={challenge: role} if role else {})
    assert roles(challenge) == {judge.name: "member"}

    seat_panels(actor=boss, event=judge.event, seats=seats, reason="Ill since Friday.")

    assert roles(challenge) == ({judge.name: role} if role else {})
    client.force_login(boss)
    minutes = client.get(reverse("judging:minutes", args=[judge.event.slug, challenge.slug])).text
    assert judge.name in minutes
    assert "Ill since Friday." in minutes


def test_the_panels_page_asks_for_the_reason_and_keeps_what_was_chosen(marked, client):
    judge, challenge, boss = marked
    client.force_login(boss)
    page = reverse("admin:judging_judge_panels", args=[judge.event.pk])
    key = f"seat-{judge.pk}-{challenge.pk}"

    asked = client.post(page, {key: "", f"initial-{key}": "member"})
    done = press(client, page, {key: "", f"initial-{key}": "member", "reason": "Ill."})

    assert "Say why they leave the panel" in asked.text
    assert done.status_code == 302
    assert roles(challenge) == {}
