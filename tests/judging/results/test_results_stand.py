"""After the publication the page of results changes by a correction alone, and says so."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from challenges.policy import EDIT_PRIZE
from hackathon.events.services import edit_event, reschedule_event, save_row
from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.kernel.guard import unguarded
from hackathon.kernel.operations import registry
from hackathon.kernel.phases import Phase
from hackathon.models import AuditEntry, Event
from judging.models import Correction, Publication
from judging.results.selectors.publication import results_of
from judging.results.services import Changed, correct_results
from judging.rules.selectors.sheets import fingerprint_of
from judging.seats.services.jury import save_judge
from teams.rulings.services import (
    close_team,
    correct_team,
    merge_teams,
    move_member,
    reopen_team,
)
from tests.factories import ChallengeFactory, OrganiserFactory, PrizeFactory, UserFactory
from tests.judging.ranking.level import level_at_the_top
from tests.publishing import give_award, publish_as_it_is

pytestmark = pytest.mark.django_db
REASON = "The name was misspelt."
LANGUAGES = ("en", "fr", "nl", "de")


@pytest.fixture
def scene():
    """Published: Amber has won."""
    challenge, judges, entered = level_at_the_top()
    prize = PrizeFactory(challenge=challenge, reward="A week in Brussels")
    boss = OrganiserFactory(event=challenge.event).user
    give_award(actor=boss, prize=prize, submission=entered["Amber"], reason="The pitch.")
    publish_as_it_is(boss, challenge.event)
    return challenge, prize, judges, entered, boss


def told(event, slug=None):
    """What the page says to somebody who is signed out, in each language."""
    return [told_in(event, slug, language) for language in LANGUAGES]


def told_in(event, slug, language):
    page = Client(headers={"accept-language": language}).get(
        reverse("judging:results", args=[slug or event.slug])
    )
    body = re.sub(r'data-now="[^"]*"', "", page.text)
    return (page.status_code, *re.findall(r"<title>.*?</title>|<main.*</main>", body, re.S))


def winner_of(scene):
    return scene[3]["Amber"].team


def edits(scene):
    """Each way in which the rows behind the page may change once it is public."""
    challenge, _prize, judges, _entered, boss = scene

    def title_of_judge():
        judges[0].function_en = "Minister"
        save_judge(actor=boss, judge=judges[0], panel={challenge: "president"})

    team = winner_of(scene)
    return {
        "the winner is renamed": lambda: correct_team(
            actor=boss, team=team, reason=REASON, name="Amber Alert"
        ),
        "a judge has another title": title_of_judge,
    }


EDITS = ["the winner is renamed", "a judge has another title"]


@pytest.mark.parametrize("name", EDITS)
def test_whatever_is_edited_the_page_tells_what_was_published(scene, name):
    event = scene[0].event
    before = told(event)
    assert "Amber" in before[0][2]

    edits(scene)[name]()

    assert told(event) == before


def unsettling(scene):
    """Each act on a team that public results would no longer rest on."""
    team, other, boss = winner_of(scene), scene[3]["Birch"].team, scene[4]
    elsewhere, newcomer = ChallengeFactory(event=scene[0].event), UserFactory()
    said = {"actor": boss, "reason": REASON}
    return {
        "moved": lambda: correct_team(team=team, challenge=elsewhere, **said),
        "closed": lambda: close_team(team=team, **said),
        "merged": lambda: merge_teams(source=team, target=other, **said),
        "left by all": lambda: move_member(user=team.members.get().user, team=other, **said),
        "joined": lambda: move_member(user=newcomer, team=team, **said),
        "reopened": lambda: reopen_team(team=closed_long_ago(other), **said),
    }


def closed_long_ago(team):
    with unguarded("test"):
        team.closed_at = team.created_at
        team.save()
    return team


@pytest.mark.parametrize("act", ["moved", "closed", "merged", "left by all", "joined", "reopened"])
def test_what_public_results_rest_on_does_not_move(scene, act):
    with pytest.raises(ValidationError):
        unsettling(scene)[act]()


@pytest.mark.parametrize(
    ("name", "value"),
    [("is_listed", False), ("name", "Other"), ("slug", "other"), ("time_zone", "Asia/Tokyo")],
)
def test_the_event_of_public_results_stays_where_it_is_and_under_its_name(scene, name, value):
    event = scene[0].event

    with pytest.raises(StateConflict, match="The results are public"):
        edit_event(actor=scene[4], event=Event.objects.get(pk=event.pk), changes={name: value})


def test_prizes_and_the_timetable_are_closed(scene):
    challenge, prize, _judges, _entered, boss = scene
    prize.title = "Another"
    later = {"judging_closes_at": challenge.event.judging_closes_at + timedelta(hours=1)}

    with pytest.raises(PhaseClosed):
        save_row(actor=boss, operation=EDIT_PRIZE, row=prize)
    with pytest.raises(PhaseClosed):
        reschedule_event(actor=boss, event=challenge.event, changes=later)


def zone_of_another_day(now):
    """A time zone in which it is another day than in Brussels, whatever the hour is."""
    day = now.astimezone(ZoneInfo("Europe/Brussels")).date()
    zones = ("Pacific/Kiritimati", "Pacific/Pago_Pago")  # 14 hours ahead of UTC, 11 behind it
    return next(zone for zone in zones if now.astimezone(ZoneInfo(zone)).date() != day)


def test_a_time_zone_of_another_day_is_found_at_each_hour():
    hours = [datetime(2026, month, 15, hour, tzinfo=UTC) for month in (1, 7) for hour in range(24)]

    assert all(zone_of_another_day(hour) for hour in hours)


def other_value(field, value):
    """A value that the column could hold instead; None where there is none to try."""
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.ForeignKey | models.JSONField):
        return None
    if isinstance(field, models.DateTimeField):
        return value + timedelta(days=40) if value else None
    if isinstance(field, models.IntegerField):
        return (value or 0) + 7
    if field.name == "time_zone":
        return zone_of_another_day(timezone.now())
    if field.choices:
        return next((key for key, _label in field.choices if key != value), None)
    if isinstance(field, models.CharField | models.TextField):
        return "changed"
    return None


def tables_behind(event):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        told(event)
    read = {name for one in queries for name in re.findall(r'(?:FROM|JOIN) "?(\w+)', one["sql"])}
    return read & {model._meta.db_table for model in apps.get_models()}


def columns_behind(event):
    """Each column of each row that the page reads, with another value that it could hold."""
    own = {Publication, Correction}
    tables = tables_behind(event)
    for model in apps.get_models():
        if model._meta.db_table not in tables or model in own or model._meta.proxy:
            continue
        for row in model._base_manager.all():
            for field in model._meta.concrete_fields:
                old = getattr(row, field.attname)
                value = None if field.primary_key else other_value(field, old)
                if value is not None:
                    yield model, row.pk, field.attname, old, value


def written(rows, name, value):
    try:
        with transaction.atomic(), unguarded("test"):
            return rows.update(**{name: value})
    except IntegrityError:
        return 0


def test_no_row_that_the_page_reads_changes_it_but_through_a_door_that_refuses(scene):
    """Every column of every row that the page reads is changed, whoever may do so and how."""
    event, boss = scene[0].event, scene[4]
    before, telling, tried = told(event), [], list(columns_behind(event))
    for model, pk, name, old, value in tried:
        rows = model._base_manager.filter(pk=pk)
        if not written(rows, name, value):
            continue  # the database itself refuses such a row
        if told(event, value if name == "slug" else None) != before:
            telling.append((model, name, value))
        with unguarded("test"):
            rows.update(**{name: old})
    assert told(event) == before
    assert len(tried) > 20
    assert {"name", "is_listed", "time_zone", "published_at"} <= {name for _m, name, _v in telling}
    assert {model for model, _name, _value in telling} == {Event}
    for _model, name, value in telling:
        with pytest.raises((ValidationError, ValueError)):
            edit_event(actor=boss, event=Event.objects.get(pk=event.pk), changes={name: value})


def test_operations_that_are_open_now_write_no_row_of_the_page_but_the_correction(scene):
    """By name: whichever is added next is asked whether it writes what the page reads."""
    open_now = {verb for verb, one in registry.items() if Phase.PUBLISHED in one.phases}
    touching = {verb for verb in open_now if verb.startswith(("results.", "award.", "prize."))}

    assert len(open_now) > 30
    assert touching == {"results.correct"}


def test_a_correction_says_what_changed_when_and_why_in_each_language(scene):
    event, boss = scene[0].event, scene[4]
    correct_team(actor=boss, team=winner_of(scene), reason=REASON, name="Amber Alert")

    correct_results(
        actor=boss, event=event, reason=REASON, fingerprint=fingerprint_of(results_of(event))
    )

    for page in told(event):
        assert REASON in page[2]
        assert "Amber Alert" in page[2]
        assert "<del>" in page[2]
    assert AuditEntry.objects.get(verb="results.correct").subject == Correction.objects.get()


def test_a_correction_tells_of_a_judge_what_changed_and_nothing_of_the_others(scene):
    challenge, _prize, judges, _entered, boss = scene
    event = challenge.event
    judges[0].function_en = "Minister"
    save_judge(actor=boss, judge=judges[0], panel={challenge: "president"})

    correction = correct_results(
        actor=boss, event=event, reason=REASON, fingerprint=fingerprint_of(results_of(event))
    )

    [[label, before, after]] = correction.changes["en"]
    assert judges[0].name in label
    assert (before, after) == (judges[0].name, f"{judges[0].name}, Minister")


def test_a_correction_needs_a_reason_a_difference_and_what_was_looked_at(scene):
    event, boss = scene[0].event, scene[4]
    same = fingerprint_of(results_of(event))
    with pytest.raises(StateConflict, match="says this already"):
        correct_results(actor=boss, event=event, reason=REASON, fingerprint=same)
    correct_team(actor=boss, team=winner_of(scene), reason=REASON, name="Amber Alert")
    with pytest.raises(Changed):
        correct_results(actor=boss, event=event, reason=REASON, fingerprint=same)
    now = fingerprint_of(results_of(event))
    with pytest.raises(ValidationError, match="Say why"):
        correct_results(actor=boss, event=event, reason=" ", fingerprint=now)
    assert not Correction.objects.exists()


def test_organisers_are_led_from_a_changed_row_to_the_correction(scene, client):
    event, boss = scene[0].event, scene[4]
    client.force_login(boss)
    workspace = reverse("admin:judging_results_change", args=[event.pk])
    place = reverse("admin:judging_results_correct", args=[event.pk])
    said = "Something that the results page shows has been changed since."
    page = client.get(workspace).text
    assert place in page  # how it is done, whether there is something to correct or not
    assert said not in page
    correct_team(actor=boss, team=winner_of(scene), reason=REASON, name="Amber Alert")
    page = client.get(workspace).text
    assert place in page
    assert said in page

    form = client.get(place).context["form"]
    without = client.post(place, {"fingerprint": form["fingerprint"].value(), "reason": ""})
    assert without.status_code == 422
    assert "Say why: the reason stands on the results page." in without.text
    assert without.context["form"]["reason"].value() == ""
    done = client.post(place, {"fingerprint": form["fingerprint"].value(), "reason": REASON})

    assert done.status_code == 302
    assert "Amber Alert" in told(event)[0][2]


def test_the_winners_project_is_there_even_if_its_team_is_closed(scene):
    """The page of results leads to it."""
    event, winner = scene[0].event, scene[3]["Amber"]
    with unguarded("as it was possible once"):
        winner.team.closed_at = timezone.now()
        winner.team.save()

    place = reverse("teams:project", args=[event.slug, winner.pk])

    assert place in told(event)[0][2]
    assert Client().get(place).status_code == 200
