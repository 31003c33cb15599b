"""More time: given to a team, a challenge or everyone; asked for and answered."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from challenges.services.offer import reschedule_challenge
from hackathon.events.services import reschedule_event
from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.models import AuditEntry
from teams.deadlines.rule import closing_of, deadline_of, with_closing
from teams.deadlines.services.deadlines import (
    answer_late,
    ask_late,
    grant_extension,
    grant_to_all,
)
from teams.models import Extension, LateRequest, Team
from tests.factories import (
    ChallengeFactory,
    EventFactory,
    MemberFactory,
    OrganiserFactory,
    UserFactory,
)
from tests.teams.deadlines.scene import MINUTE, asked, change, close, fresh, hand_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return MemberFactory(team__event=EventFactory(during="hacking"))


@pytest.fixture
def boss(ada):
    return OrganiserFactory(event=ada.team.event).user


def test_more_time_counts_from_the_deadline(ada, boss):
    before = deadline_of(ada.team)

    extension = grant_extension(actor=boss, team=ada.team, minutes=30, reason="A power cut.")

    assert (extension.before, extension.until) == (before, before + 30 * MINUTE)
    assert deadline_of(fresh(ada.team)) == extension.until
    assert AuditEntry.objects.get(verb="extension.grant").data["minutes"] == 30


def test_once_the_deadline_has_passed_it_counts_from_now_at_a_full_minute(ada, boss):
    close(ada)
    with pytest.raises(PhaseClosed):
        hand_in(ada)

    before = timezone.now()
    grant_extension(actor=boss, team=ada.team, minutes=10, reason="A power cut.")

    until = deadline_of(fresh(ada.team))
    assert before + 10 * MINUTE <= until <= timezone.now() + 11 * MINUTE
    assert deadline_of(fresh(ada.team)).second == 0
    assert not hand_in(ada, key="two").in_grace


def test_everyones_deadline_moves_and_so_does_a_challenges_own(ada, boss):
    event = ada.team.event
    own = ChallengeFactory(event=event, submissions_close_at=timezone.now() + 5 * MINUTE)
    before, shared = own.submissions_close_at, event.submissions_close_at

    grant_to_all(actor=boss, event=event, minutes=20, reason="The network failed.")

    own.refresh_from_db()
    event.refresh_from_db()
    assert own.submissions_close_at == before + 20 * MINUTE
    assert event.submissions_close_at == shared + 20 * MINUTE


def test_one_challenges_deadline_moves_alone(ada, boss):
    event, shared = ada.team.event, ada.team.event.submissions_close_at
    other = MemberFactory(team__event=event)

    what = {"minutes": 20, "reason": "The data came late."}
    grant_to_all(actor=boss, event=event, challenge=ada.team.challenge, **what)

    assert deadline_of(fresh(ada.team)) == shared + 20 * MINUTE
    assert deadline_of(fresh(other.team)) == shared


def test_another_events_challenge_is_not_moved(ada, boss):
    theirs = ChallengeFactory(event=EventFactory(during="hacking"))

    with pytest.raises(StateConflict):
        grant_to_all(actor=boss, event=ada.team.event, challenge=theirs, minutes=5, reason="x")

    theirs.refresh_from_db()
    assert theirs.submissions_close_at is None


@pytest.mark.parametrize("whom", ["team", "challenge", "everyone", "late"])
def test_no_deadline_passes_the_end_of_judging(ada, boss, whom):
    event, minutes = ada.team.event, 2 * 24 * 60
    grant = {
        "team": lambda: grant_extension(actor=boss, team=ada.team, minutes=minutes, reason="x"),
        "challenge": lambda: grant_to_all(
            actor=boss, event=event, challenge=ada.team.challenge, minutes=minutes, reason="x"
        ),
        "everyone": lambda: grant_to_all(actor=boss, event=event, minutes=minutes, reason="x"),
        "late": lambda: answer_late(actor=boss, asked=asked(ada), minutes=minutes),
    }[whom]

    with pytest.raises(StateConflict, match="Judging closes on"):
        grant()

    assert not Extension.objects.exists()


def test_grace_ends_with_judging_at_the_latest(ada):
    event = ada.team.event
    judging = event.submissions_close_at + 5 * MINUTE
    change(event, judging_closes_at=judging, grace_minutes=60)

    assert closing_of(ada.team) == judging
    assert with_closing(Team.objects.all()).get(pk=ada.team.pk).closes_at == judging


def test_the_database_works_out_the_same_closing_as_the_pages(ada, boss):
    event = ada.team.event
    change(event, grace_minutes=7)
    change(ada.team.challenge, submissions_close_at=event.submissions_close_at - 60 * MINUTE)
    extended = MemberFactory(team__event=event).team
    grant_extension(actor=boss, team=extended, minutes=3, reason="x")
    plain = MemberFactory(team__event=event).team

    rows = {team.pk: team.closes_at for team in with_closing(Team.objects.all())}
    assert rows == {team.pk: closing_of(fresh(team)) for team in (ada.team, extended, plain)}
    assert len(set(rows.values())) == 3


def test_only_the_events_organisers_give_time(ada):
    for stranger in (ada.user, OrganiserFactory(event=EventFactory()).user):
        with pytest.raises(PermissionDenied):
            grant_extension(actor=stranger, team=ada.team, minutes=5, reason="x")
        with pytest.raises(PermissionDenied):
            grant_to_all(actor=stranger, event=ada.team.event, minutes=5, reason="x")


def test_a_challenges_deadline_lies_within_hacking_and_judging(ada, boss):
    event, challenge = ada.team.event, ada.team.challenge
    for moment in (event.hacking_starts_at, event.judging_closes_at):
        with pytest.raises(StateConflict, match="lies between"):
            reschedule_challenge(actor=boss, challenge=challenge, closes_at=moment)

    inside = event.judging_closes_at - MINUTE
    reschedule_challenge(actor=boss, challenge=challenge, closes_at=inside)
    assert deadline_of(fresh(ada.team)) == inside

    with pytest.raises(StateConflict, match="lies between"):
        reschedule_event(actor=boss, event=event, changes={"judging_closes_at": inside})
    reschedule_challenge(actor=boss, challenge=challenge, closes_at=None)
    assert deadline_of(fresh(ada.team)) == event.submissions_close_at


def test_the_timetable_cannot_move_judging_before_a_teams_own_deadline(ada, boss):
    event = ada.team.event
    extension = grant_extension(actor=boss, team=ada.team, minutes=60, reason="x")

    with pytest.raises(StateConflict):
        reschedule_event(actor=boss, event=event, changes={"judging_closes_at": extension.until})


def test_a_late_team_asks_once_and_acceptance_is_an_extension(ada, boss):
    request = asked(ada)
    with pytest.raises(ValidationError, match="asked already"):
        ask_late(actor=ada.user, team=fresh(ada.team), reason="Again.")

    answer_late(actor=boss, asked=request, minutes=15, words="Good luck.")

    extension = Extension.objects.get()
    assert (extension.team, extension.reason) == (ada.team, "Our train was late.")
    assert hand_in(ada).number == 1
    with pytest.raises(StateConflict, match="answered already"):
        answer_late(actor=boss, asked=request, minutes=15)


def test_a_declined_team_stays_closed_and_may_ask_again(ada, boss):
    answer_late(actor=boss, asked=asked(ada), minutes=None, words="Everyone had the same time.")

    with pytest.raises(PhaseClosed):
        hand_in(ada)
    ask_late(actor=ada.user, team=fresh(ada.team), reason="Please.")
    assert LateRequest.objects.filter(answer="waiting").count() == 1


def test_nobody_asks_while_there_is_time_or_for_another_team(ada):
    with pytest.raises(StateConflict, match="still have time"):
        ask_late(actor=ada.user, team=ada.team, reason="x")
    close(ada)
    with pytest.raises(PermissionDenied):
        ask_late(actor=UserFactory(), team=fresh(ada.team), reason="x")
