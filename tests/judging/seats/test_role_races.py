"""Two roles that exclude each other, given to one person at the same instant, on real threads."""

import threading
import time
from contextlib import contextmanager

import pytest
from django.db import connection

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.roles import Role, holdings
from tests.house.role_ways import WAYS, world
from tests.teams.team.test_races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def held_back(person):
    """Nobody gets past the person's lock until this ends: all have written by then."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(2, %s)", [person.pk])
        yield
        cursor.execute("SELECT pg_advisory_unlock(2, %s)", [person.pk])


def waiting_for(person):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 2 "
            "AND objid = %s AND NOT granted",
            [person.pk],
        )
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("team.register", "judge.accept"),
        ("join_link.use", "coach.accept"),
        ("join_request.answer", "judge.accept"),
        ("invitation.accept", "organiser.add"),
        ("member.move", "organiser.trust"),
    ],
)
def test_of_two_roles_given_at_once_one_is_refused(one, other):
    scene = world()
    acts = [WAYS[verb](scene) for verb in (one, other)]
    outcomes = []
    with held_back(scene.person):
        both = threading.Thread(target=lambda: outcomes.extend(all_at_once(acts)))
        both.start()
        end = time.monotonic() + 10
        while waiting_for(scene.person) < 2 and both.is_alive() and time.monotonic() < end:
            time.sleep(0.02)
        waiting = waiting_for(scene.person)
    both.join()

    assert waiting == 2, "somebody did not wait for the other"
    refused = [outcome for outcome in outcomes if outcome]
    assert [type(refusal) for refusal in refused] == [StateConflict], outcomes
    seen = {held.role for held in holdings(scene.event, [scene.person.pk], Role)}
    assert len(seen) == 1
