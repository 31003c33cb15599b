"""Two databases that differ only in marks look the same to all who may not know the marks."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from hackathon.models import AuditEntry, OutboxMessage
from judging.conflicts.services import declare_conflict
from judging.models import Calculation, MarkChange, Panel, Score
from judging.ranking.services.calculation import calculate
from judging.scorecards.services.scoring import hand_in_scorecard, save_scorecard
from tests.factories import (
    ChallengeFactory,
    JudgeFactory,
    MemberFactory,
    OrganiserFactory,
    PanelSeatFactory,
    SubmissionFactory,
    VersionFactory,
)
from tests.house.test_pages import scene_of
from tests.judging.embargo.twins import addresses, differences, narrowed, readable, seen
from tests.turns import share_in_turn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain")]


def judging_scene():
    """Judging has begun; a rival team and judges by whom marks are given, and by whom not.

    Beside it a challenge with the same criteria, whose panel has marked everything: its
    president sits on the first panel, too, and owes there.
    """
    scene = scene_of("one")
    event, challenge = scene["event"], scene["challenge"]
    now = timezone.now()
    names = ["registration_opens_at", "hacking_starts_at", "submissions_close_at"]
    for hours, name in enumerate(names):
        setattr(event, name, now - timedelta(hours=9 - hours))
    event.judging_closes_at = now + timedelta(hours=9)
    with unguarded("test"):
        event.save()
    other = entered(event, challenge)
    marker, boss = JudgeFactory(event=event), OrganiserFactory(event=event)
    on_jury = JudgeFactory(event=event, user=OrganiserFactory(event=event).user)
    for judge in (marker, on_jury):
        PanelSeatFactory(judge=judge, challenge=challenge)
    helper = OrganiserFactory(event=event, sees_marks=False)
    scene["neighbour"] = neighbour = ChallengeFactory(event=event)
    blind = {
        "nobody": None,
        "participant": scene["captain"],
        "judge who has not handed in": scene["judge"].user,
        "president of the other panel": president_who_owes(neighbour, challenge).user,
        "organiser without the right": helper.user,
        "organiser on the jury": on_jury.user,
    }
    return scene, marker, [scene["version"], other], blind, boss.user


def entered(event, challenge):
    """A project with a name of its own: under one name all projects would look alike."""
    seat = MemberFactory(team__event=event, team__challenge=challenge)
    title = f"Project of {seat.team}"
    submission = SubmissionFactory(team=seat.team, title=title)
    return VersionFactory(submission=submission, submitted_by=seat.user, title=title)


def president_who_owes(challenge, elsewhere):
    """All marks of the president's own panel are in; on the other they have given none."""
    event = challenge.event
    president = JudgeFactory(event=event)
    PanelSeatFactory(judge=president, challenge=challenge, role="president")
    PanelSeatFactory(judge=president, challenge=elsewhere)
    hand_in(president, [entered(event, challenge) for _each in range(2)], (2, 3))
    with unguarded("test"):  # from now on its reviews are shared out, so that a wave can be planned
        Panel.objects.create(
            challenge=challenge,
            mode="some",
            reviews_each=1,
            more_waves=2,
            wave_size=1,
            discussion_opened_at=timezone.now(),
        )
    return president


def hand_in(judge, versions, values):
    for version, value in zip(versions, values, strict=True):
        marks = dict.fromkeys(judge.event.criteria.all(), value)
        mine = {"actor": judge.user, "judge": judge, "version": version}
        card = save_scorecard(**mine, marks=marks, revision=0, remarks=f"Remark {value}")
        hand_in_scorecard(actor=judge.user, scorecard=card, revision=card.revision)


def mark(marker, versions, values):
    """The marker's scorecards, handed in; ``values`` are the marks of each version."""
    hand_in(marker, versions, values)
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


def pages_of_the_neighbour(scene):
    """The pages of the challenge with the same criteria, whose own marks are the same."""
    beside = scene | {"challenge": scene["neighbour"]}
    own = f"/{scene['neighbour'].slug}/"
    return [place for place in addresses(beside)[0] if own in place]


def places_by_reader(scene, blind, boss):
    """For each person the pages that they could ask for."""
    site, workplace = addresses(scene)
    pages = [*readable(blind["participant"], site), "/admin/"]
    beside = readable(blind["president of the other panel"], pages_of_the_neighbour(scene))
    places = {name: pages + workplace * name.startswith("organiser") for name in blind}
    places["participant"] = site
    places["president of the other panel"] += beside
    filters = narrowed(blind["organiser on the jury"], workplace)
    places["organiser on the jury"] += filters + beside
    places["organiser with the right"] = [
        reverse("judging:ranking", args=[scene["event"].slug, challenge.slug])
        for challenge in (scene["challenge"], scene["neighbour"])
    ]
    assert len(site) > 90
    assert len(workplace) > 90
    assert len(filters) > 60
    assert {"ranking", "minutes", "plan"} <= {place.split("/")[-3] for place in beside}
    known = {"organiser with the right": places.pop("organiser with the right")}
    return {name: share_in_turn(own, 2) for name, own in places.items()} | known


def test_who_may_not_know_the_marks_sees_the_same_bytes_whatever_they_are():
    scene, marker, versions, blind, boss = judging_scene()
    people = blind | {"organiser with the right": boss}

    mark(marker, versions, (5, 2))
    places = places_by_reader(scene, blind, boss)
    first = {name: seen(who, places[name]) for name, who in people.items()}
    mark_otherwise(marker, versions, (1, 4))
    second = {name: seen(who, places[name]) for name, who in people.items()}

    told = {name: differences(first[name], second[name]) for name in people}
    known = told.pop("organiser with the right")
    assert {name: places for name, places in told.items() if places} == {}
    assert known == places["organiser with the right"]


def tied_to(team, challenge, role, other):
    """On the panel, through with all that is theirs, and with a conflict with the team."""
    judge = JudgeFactory(event=challenge.event)
    PanelSeatFactory(judge=judge, challenge=challenge, role=role)
    declare_conflict(actor=judge.user, judge=judge, team=team)
    hand_in(judge, [other], (3,))
    return judge.user


def test_who_is_tied_to_a_team_sees_the_same_bytes_whatever_marks_it_has():
    scene, marker, versions, blind, _boss = judging_scene()
    challenge, tied = scene["challenge"], versions[0].submission.team
    with unguarded("test"):
        Panel.objects.update_or_create(
            challenge=challenge, defaults={"discussion_opened_at": timezone.now()}
        )
    untied = JudgeFactory(event=challenge.event)
    PanelSeatFactory(judge=untied, challenge=challenge, role="deputy")
    hand_in(untied, versions, (2, 4))
    people = {
        "president": tied_to(tied, challenge, "president", versions[1]),
        "judge": tied_to(tied, challenge, "member", versions[1]),
        "deputy": untied.user,
    }

    mark(marker, versions, (5, 2))
    site = readable(blind["participant"], addresses(scene)[0])
    beside = readable(people["president"], pages_of_the_neighbour(scene))
    own = [challenge.event.slug, challenge.slug]
    places = {*share_in_turn([*site, *beside], 2), reverse("judging:ranking", args=own)}
    first = {name: seen(who, places) for name, who in people.items()}
    mark_otherwise(marker, versions, (1, 2))  # the marks of the team that they are tied to
    second = {name: seen(who, places) for name, who in people.items()}

    told = {name: differences(first[name], second[name]) for name in people}
    assert reverse("judging:ranking", args=own) in told.pop("deputy")
    assert {name: places for name, places in told.items() if places} == {}
    ranking = first["president"][reverse("judging:ranking", args=own)]
    assert "decides in your place" in ranking[3]
