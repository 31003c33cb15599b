"""A time that the clocks of the event skip or show twice is refused when it is typed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib import admin
from django.db import models
from django.forms import SplitDateTimeField
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from hackathon.web.fields import WallClockField
from tests.acting import press
from tests.factories import ChallengeFactory, EventFactory, OrganiserFactory
from tests.hackathon.workplace.test_admin import change_page, filled

pytestmark = pytest.mark.django_db

SKIPPED, TWICE = ("2027-03-28", "02:30:00"), ("2026-10-25", "02:30:00")


@pytest.fixture
def event():
    return EventFactory(during="registration")


@pytest.fixture
def signed_in(client, event):
    client.force_login(OrganiserFactory(event=event).user)
    return client


def typed(name, moment):
    return {f"{name}_0": moment[0], f"{name}_1": moment[1]}


@pytest.mark.parametrize(
    "name",
    ["registration_opens_at", "hacking_starts_at", "submissions_close_at", "judging_closes_at"],
)
def test_the_events_form_says_which_it_is_and_what_to_type(signed_in, event, name):
    skipped = signed_in.post(change_page(event), filled(event, **typed(name, SKIPPED))).text
    twice = signed_in.post(change_page(event), filled(event, **typed(name, TWICE))).text

    assert "02:30 does not exist on 28 March 2027 in Europe/Brussels" in skipped
    assert "Type 01:30 or 03:30." in skipped
    assert "02:30 comes twice on 25 October 2026 in Europe/Brussels" in twice
    assert "for example 01:30 or 03:30" in twice


def test_in_a_zone_without_that_night_the_same_time_is_fine(signed_in, event):
    page = press(
        signed_in,
        change_page(event),
        filled(event, time_zone="Asia/Tokyo", **typed("judging_closes_at", SKIPPED)),
    )

    assert page.status_code == 302
    event.refresh_from_db()
    assert event.judging_closes_at == datetime(2027, 3, 27, 17, 30, tzinfo=UTC)


def test_a_challenges_deadline_is_typed_in_its_events_zone(signed_in, event):
    with unguarded("test"):
        event.time_zone = "America/New_York"
        event.save()
    challenge = ChallengeFactory(event=event)
    page = reverse("admin:challenges_challenge_change", args=[challenge.pk])
    said = {"slug": challenge.slug, "title_en": "T", "question_en": "?", "position": 1}

    twice = signed_in.post(page, said | typed("submissions_close_at", ("2026-11-01", "01:30:00")))
    assert "comes twice on 1 November 2026 in America/New_York" in twice.text

    noon = (event.submissions_close_at + timedelta(hours=1)).astimezone(event.zone)
    wall = (f"{noon:%Y-%m-%d}", f"{noon:%H:%M:%S}")
    moved = press(signed_in, page, said | typed("submissions_close_at", wall))
    assert moved.status_code == 302
    challenge.refresh_from_db()
    assert challenge.submissions_close_at == noon.replace(microsecond=0)


def test_an_instant_that_an_extension_put_there_can_be_sent_back_unchanged(signed_in, event):
    """The second 02:30 is a real instant, though nobody could type it."""
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    with unguarded("test"):
        event.registration_opens_at = second - timedelta(days=2)
        event.hacking_starts_at = second - timedelta(days=1)
        event.submissions_close_at = second
        event.judging_closes_at = second + timedelta(days=200)
        event.save()

    assert press(signed_in, change_page(event), filled(event, name_en="New")).status_code == 302
    event.refresh_from_db()
    assert (event.submissions_close_at, event.name) == (second, "New")


def test_every_admin_form_with_a_time_has_this_field(event):
    request = RequestFactory().get("/")
    request.user = OrganiserFactory(event=event).user
    found = 0
    with timezone.override(event.zone):
        for model, page in admin.site._registry.items():
            if not page.has_add_permission(request) and not page.has_change_permission(request):
                continue
            for field in model._meta.get_fields():
                if isinstance(field, models.DateTimeField) and field.editable:
                    shown = page.formfield_for_dbfield(field, request)
                    if isinstance(shown, SplitDateTimeField):
                        found += 1
                        assert isinstance(shown, WallClockField), field
    assert found > 6
