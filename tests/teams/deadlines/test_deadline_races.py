"""Who waits for a lock, and who moves a deadline meanwhile: each is judged after the locks."""

import threading
import time
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.errors import PhaseClosed
from hackathon.kernel.operations import hold
from hackathon.kernel.rereading import Held
from hackathon.models import Event
from teams.deadlines.services.deadlines import answer_late, grant_extension, grant_to_all
from teams.models import Attempt
from tests.factories import ChallengeFactory, EventFactory, MemberFactory, OrganiserFactory
from tests.teams.deadlines.scene import ends, fresh, hand_in
from tests.teams.submissions.paths import (
    autosave,
    file_in,
    page_save,
    page_submit,
    preview_submit,
    ready,
    state,
)

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ada():
    return MemberFactory(team__event=EventFactory(during="hacking"))


def in_thread(job):
    outcome = []

    def run():
        try:
            outcome.append(job())
        except ValidationError as refusal:
            outcome.append(refusal)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, outcome


@pytest.mark.parametrize("path", [autosave, file_in, page_submit, preview_submit, page_save])
def test_whoever_waits_for_a_lock_across_the_deadline_is_too_late(ada, path):
    ready(ada, path)
    before = state()
    ends(ada.team.event, timezone.now() + 2 * SECOND)
    with transaction.atomic():
        Held().lock(fresh(ada.team))
        thread, _outcome = in_thread(lambda: path(ada))
        time.sleep(2.5)
    thread.join()

    assert state() == before
    if path in (page_submit, preview_submit):
        assert Attempt.objects.get().made_at >= ada.team.event.submissions_close_at


def test_a_deadline_that_moves_while_fifty_submits_wait_is_one_of_the_two_for_each(ada):
    event = ada.team.event
    boss = OrganiserFactory(event=event).user
    seats = [MemberFactory(team__event=event) for _ in range(50)]
    old = timezone.now() + 3 * SECOND
    ends(event, old)
    with transaction.atomic():
        hold(Event.objects.get(pk=event.pk), exclusive=True)  # nobody gets in
        half = [in_thread(lambda seat=seat: hand_in(seat)) for seat in seats[:25]]
        time.sleep(0.3)
        mover = in_thread(
            lambda: grant_to_all(
                actor=boss, event=Event.objects.get(pk=event.pk), minutes=1, reason="x"
            )
        )
        time.sleep(0.3)
        rest = [in_thread(lambda seat=seat: hand_in(seat)) for seat in seats[25:]]
        time.sleep(3)  # the old deadline passes while all of them wait
    for thread, _ in [*half, mover, *rest]:
        thread.join()

    event.refresh_from_db()
    moved_at = event.extensions.get().granted_at
    assert event.submissions_close_at > moved_at + 59 * SECOND
    for attempt in Attempt.objects.all():
        deadline = old if attempt.made_at < moved_at else event.submissions_close_at
        taken = attempt.outcome == "taken"
        assert taken == (attempt.made_at < deadline), (attempt.outcome, attempt.made_at, deadline)
    assert Attempt.objects.count() == 50
    assert Attempt.objects.filter(outcome="taken").exists()


def test_two_organisers_who_answer_one_request_give_time_once(ada):
    from teams.deadlines.services.deadlines import ask_late

    event = ada.team.event
    boss = OrganiserFactory(event=event).user
    ends(event, timezone.now() - 60 * SECOND)
    asked = ask_late(actor=ada.user, team=fresh(ada.team), reason="x")
    answers = [
        in_thread(
            lambda: (
                answer_late(
                    actor=boss, asked=type(asked).objects.get(pk=asked.pk), minutes=5
                ).answer
            )
        )
        for _ in range(6)
    ]
    for thread, _ in answers:
        thread.join()

    assert [outcome[0] for _, outcome in answers].count("accepted") == 1
    assert event.extensions.count() == 1


def test_a_text_that_is_saved_late_does_not_move_a_challenges_deadline_back(ada, client):
    """The form was opened before an extension and is sent after it."""
    event = ada.team.event
    challenge = ChallengeFactory(event=event, submissions_close_at=event.submissions_close_at)
    boss = OrganiserFactory(event=event).user
    client.force_login(boss)
    page = reverse("admin:challenges_challenge_change", args=[challenge.pk])
    form = client.get(page).context["adminform"].form
    at = form.initial["submissions_close_at"].astimezone(event.zone)
    grant_to_all(actor=boss, event=event, challenge=challenge, minutes=30, reason="x")
    challenge.refresh_from_db()
    moved = challenge.submissions_close_at

    client.post(
        page,
        {
            "slug": challenge.slug,
            "title_en": "New title",
            "question_en": "?",
            "position": 1,
            "submissions_close_at_0": f"{at:%Y-%m-%d}",
            "submissions_close_at_1": f"{at:%H:%M:%S}",
            "initial-submissions_close_at_0": f"{at:%Y-%m-%d}",
            "initial-submissions_close_at_1": f"{at:%H:%M:%S}",
        },
    )

    challenge.refresh_from_db()
    assert challenge.submissions_close_at == moved
    assert challenge.title == "New title"


def test_a_team_that_gets_more_time_while_it_waits_obeys_the_new_deadline(ada):
    event = ada.team.event
    boss = OrganiserFactory(event=event).user
    ends(event, timezone.now() - 60 * SECOND)
    with pytest.raises(PhaseClosed):
        hand_in(ada)
    grant_extension(actor=boss, team=fresh(ada.team), minutes=5, reason="x")

    assert hand_in(ada, key="two").number == 1
