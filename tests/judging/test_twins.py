"""Two databases that differ only in marks look the same to all who may not know the marks."""

import re
from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from hackathon.guard import unguarded
from hackathon.models import AuditEntry, OutboxMessage
from judging.models import Calculation, MarkChange, Score
from judging.services.calculation import calculate
from judging.services.scoring import hand_in_scorecard, save_scorecard
from tests.factories import (
    JudgeFactory,
    MemberFactory,
    OrganiserFactory,
    PanelSeatFactory,
    SubmissionFactory,
    VersionFactory,
)
from tests.hackathon.test_admin_walls import FLOORS
from tests.hackathon.test_admin_walls import pages as admin_pages
from tests.house.test_pages import address, arguments, pages, scene_of
from tests.judging.test_overseeing_views import unpacked

pytestmark = pytest.mark.django_db

# What differs from one request to the next, whatever the database holds.
FLEETING = re.compile(
    r'"(csrf|token)": "[^"]*"|name="(csrfmiddlewaretoken|key)" value="[^"]*"|nonce="[^"]*"|'
    r'data-now="[^"]*"|\d+ (?:d|h|min)\b|less than a minute|'
    r"\d\d:\d\d(:\d\d)?|\d{4}-\d\d-\d\dT[\d:.+Z]+"
)


def judging_scene():
    """Judging has begun; a rival team and judges by whom marks are given, and by whom not."""
    scene = scene_of("one")
    event, challenge = scene["event"], scene["challenge"]
    now = timezone.now()
    names = ["registration_opens_at", "hacking_starts_at", "submissions_close_at"]
    for hours, name in enumerate(names):
        setattr(event, name, now - timedelta(hours=9 - hours))
    event.judging_closes_at = now + timedelta(hours=9)
    with unguarded("test"):
        event.save()
    rival = MemberFactory(team__event=event, team__challenge=challenge)
    other = VersionFactory(submission=SubmissionFactory(team=rival.team), submitted_by=rival.user)
    marker, boss = JudgeFactory(event=event), OrganiserFactory(event=event)
    on_jury = JudgeFactory(event=event, user=OrganiserFactory(event=event).user)
    for judge in (marker, on_jury):
        PanelSeatFactory(judge=judge, challenge=challenge)
    helper = OrganiserFactory(event=event, sees_marks=False)
    blind = {
        "nobody": None, "participant": scene["captain"],
        "judge who has not handed in": scene["judge"].user,
        "organiser without the right": helper.user, "organiser on the jury": on_jury.user,
    }  # fmt: skip
    return scene, marker, [scene["version"], other], blind, boss.user


def mark(marker, versions, values):
    """The marker's scorecards, handed in; ``values`` are the marks of each version."""
    for version, value in zip(versions, values, strict=True):
        marks = dict.fromkeys(marker.event.criteria.all(), value)
        mine = {"actor": marker.user, "judge": marker, "version": version}
        card = save_scorecard(**mine, marks=marks, revision=0, remarks=f"Remark {value}")
        hand_in_scorecard(actor=marker.user, scorecard=card, revision=card.revision)
    calculate(event=marker.event)


def mark_otherwise(marker, versions, values):
    """The same rows with other marks in them, as if they had been given from the beginning."""
    with connection.cursor() as cursor, unguarded("test"):
        cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger sees it
        for version, value in zip(versions, values, strict=True):
            cards = marker.scorecards.filter(version=version)
            cards.update(remarks=f"Remark {value}")
            Score.objects.filter(scorecard__in=cards).update(value=value)
            MarkChange.objects.filter(scorecard__in=cards).update(after=value)
        Calculation.objects.all().delete()
        computed = AuditEntry.objects.filter(verb="calculation.store").count()
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    calculate(event=marker.event)
    with connection.cursor() as cursor:  # that it was computed twice is this test's own doing
        cursor.execute("SET LOCAL session_replication_role = replica")
        stored = AuditEntry.objects.filter(verb="calculation.store").order_by("pk")
        newest = [entry.pk for entry in stored[computed:]]
        OutboxMessage.objects.filter(entry__in=newest)._raw_delete("default")
        AuditEntry.objects.filter(pk__in=newest)._raw_delete("default")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def addresses(scene):
    """Every page of the site, and every page that organisers have."""
    known = arguments(scene)
    site = [address(name, needed, known) for name, needed in pages().items()]
    return site, admin_lists(scene) + admin_extras(scene)


def admin_lists(scene):
    found = []
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        rows = reverse(f"{name}_changelist")
        found.append(f"{rows}?q=Rail&event={scene['event'].pk}")
        found.append(rows)
        found += [reverse(f"{name}_change", args=[row.pk]) for row in model.objects.all()[:2]]
    return found


def admin_extras(scene):
    """The organisers' own pages of one event: lists to take along, workspaces, registers."""
    found = [reverse("admin:index")]
    for name, wanted in admin_pages(admin.site.get_urls()):
        if set(wanted) == {"event_id"} and name.startswith(FLOORS):
            try:
                found.append(reverse(f"admin:{name}", args=[scene["event"].pk]))
            except NoReverseMatch:
                continue
    return found


def seen(who, places):
    client = Client()
    if who:
        client.force_login(who)
    told = {}
    for place in places:
        page = client.get(place)
        body = unpacked(b"".join(page.streaming_content) if page.streaming else page.content)
        text = FLEETING.sub("", body.decode("latin-1"))
        told[place] = (page.status_code, page.get("ETag"), page.get("Location"), text)
    return told


def test_who_may_not_know_the_marks_sees_the_same_bytes_whatever_they_are():
    scene, marker, versions, blind, boss = judging_scene()
    people = blind | {"organiser with the right": boss}

    mark(marker, versions, (5, 2))
    site, workplace = addresses(scene)
    places = {name: site + workplace * name.startswith("organiser") + ["/admin/"] for name in blind}
    places["organiser with the right"] = [
        reverse("judging:ranking", args=[scene["event"].slug, scene["challenge"].slug])
    ]
    first = {name: seen(who, places[name]) for name, who in people.items()}
    mark_otherwise(marker, versions, (1, 4))
    second = {name: seen(who, places[name]) for name, who in people.items()}

    assert len(site) > 90
    assert len(workplace) > 90
    for name in blind:
        different = [place for place in places[name] if first[name][place] != second[name][place]]
        assert different == [], (name, different)
    assert first["organiser with the right"] != second["organiser with the right"]
