"""Real threads on the real Postgres: what must hold when everybody clicks at once."""

import threading
import time
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from hackathon.kernel.errors import PhaseClosed
from hackathon.kernel.guard import unguarded
from hackathon.models import Event
from teams.help.services.help import ask_help, claim_help
from teams.models import HelpRequest, HelpStep, Invitation, Team, Version
from teams.submissions.services.submissions import submit
from teams.team.services.registration import accept_invitation
from tests.factories import (
    CoachFactory,
    EventFactory,
    HelpRequestFactory,
    MemberFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(jobs):
    """Run every job in a thread of its own, from one starting gun; returns what went wrong."""
    gun, outcomes = threading.Barrier(len(jobs)), []

    def run(job):
        gun.wait()
        try:
            job()
            outcomes.append(None)
        except Exception as refusal:
            outcomes.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.parametrize("trial", range(20))
def test_forty_people_never_oversell_the_last_five_places(trial):
    captain = MemberFactory(
        team__event=EventFactory(during="registration", max_team_size=6), seats=6
    )
    guests = UserFactory.create_batch(40)
    with unguarded("test"):
        offers = Invitation.objects.bulk_create(
            Invitation.offering(
                captain.team, guest.email, invited_by=captain.user, created_at=timezone.now()
            )
            for guest in guests
        )

    def job(guest, pk):
        return lambda: accept_invitation(actor=guest, invitation=Invitation.objects.get(pk=pk))

    outcomes = all_at_once(
        [job(guest, offer.pk) for guest, offer in zip(guests, offers, strict=True)]
    )

    refusals = [outcome for outcome in outcomes if outcome]
    assert captain.team.members.count() == 6
    assert len(refusals) == 35
    assert all(isinstance(refusal, ValidationError) for refusal in refusals), refusals


def test_one_invitation_is_used_once_by_forty_clicks():
    captain = MemberFactory(team__event=EventFactory(during="registration"))
    guest = UserFactory()
    with unguarded("test"):
        offer = Invitation.offering(
            captain.team, guest.email, invited_by=captain.user, created_at=timezone.now()
        )
        offer.save()

    outcomes = all_at_once(
        [
            lambda: accept_invitation(actor=guest, invitation=Invitation.objects.get(pk=offer.pk))
            for _ in range(40)
        ]
    )

    assert outcomes.count(None) == 1
    assert captain.team.members.count() == 2


def test_a_submit_held_on_a_lock_across_the_deadline_is_refused():
    captain = MemberFactory(team__event=EventFactory(during="hacking"))
    event, team = captain.team.event, captain.team
    with unguarded("test"):
        Event.objects.filter(pk=event.pk).update(
            submissions_close_at=timezone.now() + timedelta(seconds=1)
        )
    began, outcomes = threading.Event(), []

    def late():
        began.set()
        outcomes.extend(
            all_at_once(
                [
                    lambda: submit(
                        actor=captain.user,
                        team=Team.objects.get(pk=team.pk),
                        key="one",
                        content={"title": "Railbow", "summary": "Trains."},
                        revision=0,
                    )
                ]
            )
        )

    with transaction.atomic():
        Team.objects.select_for_update().get(pk=team.pk)
        waiting = threading.Thread(target=late)
        waiting.start()
        began.wait()
        time.sleep(1.5)
    waiting.join()

    assert [type(outcome) for outcome in outcomes] == [PhaseClosed]
    assert Version.objects.count() == 0


def test_forty_coaches_claim_one_request_and_exactly_one_gets_it():
    captain = MemberFactory(team__event=EventFactory(during="hacking"))
    request = HelpRequestFactory(team=captain.team, asked_by=captain.user)
    coaches = CoachFactory.create_batch(40, event=captain.event)

    def job(coach):
        return lambda: claim_help(actor=coach.user, request=HelpRequest.objects.get(pk=request.pk))

    outcomes = all_at_once([job(coach) for coach in coaches])

    assert outcomes.count(None) == 1
    assert all(isinstance(outcome, ValidationError) for outcome in outcomes if outcome), outcomes
    request.refresh_from_db()
    assert HelpStep.objects.get().coach == request.claimed_by


def test_forty_questions_of_one_team_at_once_leave_three_open():
    captain = MemberFactory(team__event=EventFactory(during="hacking"))
    ask = {"actor": captain.user, "what": "How?", "where": "Here", "language": "en"}

    outcomes = all_at_once(
        [lambda: ask_help(team=Team.objects.get(pk=captain.team_id), **ask) for _ in range(40)]
    )

    assert outcomes.count(None) == 3
    assert sorted(HelpRequest.objects.values_list("slot", flat=True)) == [1, 2, 3]
