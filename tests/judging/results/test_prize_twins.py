"""Databases that differ only in who has been given the prizes look the same to all but a few."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from judging.models import Award, Conflict
from judging.results.views.choices import KEY
from tests.factories import (
    EventFactory,
    JudgeFactory,
    OrganiserFactory,
    PanelSeatFactory,
    PrizeFactory,
    UserFactory,
)
from tests.house.test_pages import scene_of
from tests.judging.embargo.test_twins import entered, mark
from tests.judging.embargo.twins import addresses, differences, readable, refused, seen
from tests.publishing import give_award, withhold_award
from tests.signed_in import confirmed
from tests.turns import share_in_turn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain")]

TRUSTED = "organiser with the right"
# Whether anything has been decided at all is asked by those who differ most.
FEW = ("nobody", "captain of one", "organiser without the right", "organiser with the right")
WORKERS = ("organiser without the right", "tied organiser with the right")


def move_deadlines(event, *, hours):
    """The instants until submissions close, an hour apart, and the end of judging in ``hours``."""
    now = timezone.now()
    names = ["registration_opens_at", "hacking_starts_at", "submissions_close_at"]
    for place, name in enumerate(names):
        setattr(event, name, now - timedelta(hours=9 - place))
    event.judging_closes_at = now + timedelta(hours=hours)
    with unguarded("test"):
        event.save()


def deliberation_scene():
    """All marks are in; two prizes, two projects. Everybody who may not know, and who may."""
    scene = scene_of("one")
    event, challenge = scene["event"], scene["challenge"]
    move_deadlines(event, hours=9)
    rival = entered(event, challenge)
    marker = JudgeFactory(event=event)
    PanelSeatFactory(judge=marker, challenge=challenge)
    mark(marker, [scene["version"], rival], (5, 2))
    move_deadlines(event, hours=-1)
    prizes = [challenge.prizes.get(), PrizeFactory(challenge=challenge, rank=2)]
    submissions = [scene["submission"], rival.submission]
    return scene, prizes, submissions, readers(scene, rival, marker)


def readers(scene, rival, marker):
    event, challenge = scene["event"], scene["challenge"]
    return {
        "nobody": None,
        "newcomer": scene["newcomer"],
        "captain of one": scene["captain"],
        "captain of the other": rival.submitted_by,
        "coach": scene["coach"].user,
        "owner of the challenge": scene["owner"].user,
        "judge": marker.user,
        "tied judge": tied(scene, challenge).user,
        "tied president": tied(scene, challenge, role="president").user,
        "organiser of another event": OrganiserFactory(event=EventFactory()).user,
        "organiser without the right": OrganiserFactory(event=event, sees_marks=False).user,
        "tied organiser with the right": tied(
            scene, challenge, user=OrganiserFactory(event=event).user
        ).user,
        "superuser": UserFactory(is_staff=True, is_superuser=True),
        TRUSTED: OrganiserFactory(event=event).user,
    }


def tied(scene, challenge, role="member", **more):
    """A judge of the panel who has a conflict of interest with the first team."""
    judge = JudgeFactory(event=scene["event"], **more)
    PanelSeatFactory(judge=judge, challenge=challenge, role=role)
    with unguarded("test"):
        Conflict.objects.create(
            judge=judge,
            team=scene["team"],
            kind="family",
            state="stands",
            declared_at=timezone.now(),
        )
    return judge


@contextmanager
def once():
    """Something that is undone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def worlds(boss, prizes, submissions):
    """The ways in which the prizes can have been decided, each by itself."""
    first, second = prizes
    with once():
        give_award(actor=boss, prize=first, submission=submissions[0])
        withhold_award(actor=boss, prize=second, reason="Nothing was good enough.")
        yield "one"
    with once():
        give_award(actor=boss, prize=first, submission=submissions[1], reason="The pitch.")
        yield "the other"
    yield "nobody yet"


def places_by_reader(scene, prizes, people):
    """Every page for everybody; the workplace for those who have one.

    Addresses that take forms alone answer all alike: they are asked by one person.
    """
    site, workplace = addresses(scene)
    workplace.append(reverse("admin:challenges_prize_delete", args=[prizes[0].pk]))
    pages = [*readable(people["newcomer"], site), "/admin/"]
    places = {name: pages.copy() for name in people}
    places["newcomer"] = site
    for name in WORKERS:
        places[name] += workplace
    own_pages = [place for place in workplace if "challenges" in place or "results" in place]
    places["superuser"] += own_pages
    places["organiser of another event"] += own_pages
    assert len(site) > 90
    assert len(workplace) > 90
    places = {name: share_in_turn(own, 2) for name, own in places.items()}
    places[TRUSTED] = [reverse("admin:judging_results_change", args=[scene["event"].pk])]
    return places


def told_in_each_world(people, places, worlds):
    """What each reader is told: by the pages, and by trying to delete the rows."""
    told = {}
    for world in worlds:
        asked = FEW if world == "nobody yet" else people
        told[world] = {name: seen(people[name], places[name]) for name in asked}
        for name in set(WORKERS) & set(asked):
            told[world][name] |= refused(people[name], places[name])
    return told


def test_who_may_not_know_is_told_the_same_whoever_has_been_given_the_prizes():
    scene, prizes, submissions, people = deliberation_scene()
    places = places_by_reader(scene, prizes, people)

    told = told_in_each_world(people, places, worlds(people[TRUSTED], prizes, submissions))

    assert len({str(submission) for submission in submissions}) == 2
    one, other, nobody = told.values()
    telling = differences_by_reader(one, other) | differences_by_reader(one, nobody)
    assert {(name, place) for name, place in telling if name == TRUSTED} == {
        (TRUSTED, place) for place in places[TRUSTED]
    }
    assert sorted(found for found in telling if found[0] != TRUSTED) == []


def differences_by_reader(first, second):
    """Who is told one world from the other, and by which address."""
    return {(name, place) for name in second for place in differences(first[name], second[name])}


def test_what_a_tied_organiser_chooses_is_not_held_against_what_was_decided():
    """Else they would learn who gets a prize: by what the site remembers of their choice."""
    scene, prizes, submissions, people = deliberation_scene()
    event = scene["event"].pk
    name = f"prize-{prizes[0].pk}"
    sent = {f"{name}-submission": str(submissions[0].pk), f"{name}-reason": ""}
    page = reverse("admin:judging_results_change", args=[event])
    giving = reverse("admin:judging_results_award", args=[event, prizes[0].pk])

    told = []
    for _world in worlds(people[TRUSTED], prizes, submissions):
        found = Award.objects.filter(prize=prizes[0]).first()
        revoking = reverse("admin:judging_results_revoke", args=[event, found.pk if found else 1])
        for what, path in (("keep", page), ("give", giving), ("revoke", revoking)):
            client = confirmed(Client(), people["tied organiser with the right"])
            answer = client.post(path, sent)
            told.append((what, answer.status_code, client.session.get(KEY, {})))

    assert len(told) == 9
    assert len({str(one) for one in told}) == 3, told
