"""At the very end the database's clock decides, and no other, on every path."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.errors import PhaseClosed
from teams.submissions.services.clock import take_last_drafts
from teams.submissions.services.drafts import save_draft
from tests.acting import press
from tests.clock import database_at
from tests.factories import EventFactory, MemberFactory, OrganiserFactory
from tests.teams.deadlines.scene import CONTENT, ends, fresh, hand_in
from tests.teams.submissions.paths import PATHS, ready, tried

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ada():
    return MemberFactory(team__event=EventFactory(during="hacking"))


@pytest.mark.parametrize("path", PATHS)
def test_at_the_deadline_it_is_too_late_and_a_microsecond_before_it_is_not(ada, path):
    ready(ada, path)
    deadline = ada.team.event.submissions_close_at

    with database_at(deadline):
        assert not tried(path, ada)
    with database_at(deadline - timedelta(microseconds=1)):
        assert tried(path, ada)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("hours", [-2, 2])
def test_the_applications_clock_decides_nothing(ada, path, hours):
    """Two hours wrong, either way: before the deadline all is taken, after it nothing is."""
    ready(ada, path)
    ends(ada.team.event, timezone.now() - 60 * SECOND)
    real = timezone.now()
    with time_machine.travel(real + timedelta(hours=hours)):
        assert abs(timezone.now() - real) > timedelta(minutes=100)
        assert not tried(path, ada)

    ends(ada.team.event, timezone.now() + 60 * SECOND)
    with time_machine.travel(real + timedelta(hours=hours)):
        assert tried(path, ada)


@pytest.mark.parametrize("hours", [-2, 2])
def test_the_clocks_own_task_and_the_organisers_page_ask_the_database_too(ada, client, hours):
    event = ada.team.event
    boss = OrganiserFactory(event=event).user
    event.last_draft_counts = True
    ends(event, timezone.now() + 60 * SECOND)
    save_draft(actor=ada.user, team=fresh(ada.team), content=CONTENT, revision=0)
    real = timezone.now()
    with time_machine.travel(real + timedelta(hours=hours)):
        assert take_last_drafts() == 0

    ends(event, real - 60 * SECOND)
    with time_machine.travel(real + timedelta(hours=hours)):
        assert take_last_drafts() == 1
        client.force_login(boss)
        page = reverse("admin:teams_extension_deadlines", args=[event.pk])
        press(client, page, {"whom": f"t{ada.team.pk}", "minutes": "10", "reason": "x"})

    left = fresh(ada.team).extended_until - real
    assert timedelta(minutes=9) < left < timedelta(minutes=12)


@pytest.mark.parametrize("offset", [timedelta(0), timedelta(hours=1)])
def test_on_the_night_the_clocks_change_an_hour_that_comes_twice_is_two(ada, offset):
    """The deadline is the second 02:30 of 25 October: at the first one there is an hour left."""
    event = ada.team.event
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    for days, name in enumerate(("registration_opens_at", "hacking_starts_at")):
        setattr(event, name, first - timedelta(days=3 - days))
    event.judging_closes_at = first + timedelta(days=2)
    ends(event, first + timedelta(hours=1))

    with database_at(first + offset):
        if offset:
            with pytest.raises(PhaseClosed):
                hand_in(ada)
        else:
            version = hand_in(ada)
            local = version.submitted_at.astimezone(event.zone)
            assert (f"{local:%H:%M}", local.utcoffset()) == ("02:30", timedelta(hours=2))
