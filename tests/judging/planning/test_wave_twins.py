"""Two databases that differ only in which project is reviewed further: that follows the marks."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from judging.models import Assignment, Panel, PaperSheet, Scorecard, Wave
from tests.factories import JudgeFactory, PanelSeatFactory, ScorecardFactory
from tests.judging.embargo.test_twins import judging_scene
from tests.judging.embargo.twins import addresses, differences, readable, seen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain")]


def share_out(challenge, first, further):
    """Two released waves: pairs of a judge and a submission in each."""
    now = timezone.now()
    with unguarded("test"):
        Panel.objects.update_or_create(
            challenge=challenge, defaults={"mode": "some", "reviews_each": 1}
        )
        for number, pairs in enumerate((first, further), 1):
            wave, _is_new = Wave.objects.update_or_create(
                challenge=challenge,
                number=number,
                defaults={"proposed_at": now, "released_at": now},
            )
            for judge, submission in pairs:
                Assignment.objects.get_or_create(
                    judge=judge,
                    submission=submission,
                    defaults={"wave": wave, "assigned_at": now},
                )


def places_of(challenge):
    """The pages on which reviews are told."""
    event = challenge.event
    people = event.judges.filter(panel_seats__challenge=challenge)
    return [
        reverse("judging:progress", args=[event.slug]),
        reverse("judging:paper_sheets", args=[event.slug, challenge.slug]),
        reverse("judging:plan", args=[event.slug, challenge.slug]),
        *(reverse("judging:progress_of", args=[event.slug, judge.pk]) for judge in people),
        *(
            reverse("judging:reopen", args=[event.slug, card.pk])
            for card in Scorecard.objects.filter(judge__event=event)
        ),
        *(
            reverse("judging:paper_sheet", args=[event.slug, sheet.pk])
            for sheet in PaperSheet.objects.filter(judge__event=event)
        ),
        *(
            reverse("judging:paper_typing", args=[event.slug, judge.pk, version.submission_id])
            for judge in people
            for version in challenge.entered
        ),
    ]


def test_who_may_not_know_the_marks_does_not_learn_which_project_is_reviewed_further():
    """Two judges are asked further: of one the scorecard is in, the other's is on paper."""
    scene, marker, versions, blind, boss = judging_scene()
    challenge, now = scene["challenge"], timezone.now()
    late = JudgeFactory.create_batch(2, event=challenge.event)
    for judge in late:
        PanelSeatFactory(judge=judge, challenge=challenge)
    first, other = versions
    share_out(
        challenge,
        [(marker, row.submission) for row in versions],
        [(judge, first.submission) for judge in late],
    )
    ScorecardFactory(judge=late[0], version=first, handed_in_at=now)
    with unguarded("test"):
        PaperSheet.objects.create(
            judge=late[1], version=first, typed_by=boss, typed_at=now, marks={}
        )
    challenge.entered = versions
    site, workplace = addresses(scene)
    unseeing = blind["organiser without the right"]
    people = {
        "organiser without the right": unseeing,
        "organiser on the jury": blind["organiser on the jury"],
        "organiser with the right": boss,
    }
    places = dict.fromkeys(people, places_of(challenge))
    places["organiser without the right"] = [
        *places_of(challenge),
        *readable(unseeing, site),
        *workplace,
    ]
    assert len(places["organiser without the right"]) > 100

    before = {name: seen(who, places[name]) for name, who in people.items()}
    with unguarded("test"):
        for rows in (Assignment, Scorecard, PaperSheet):
            to = other.submission if rows is Assignment else other
            column = "submission" if rows is Assignment else "version"
            rows.objects.filter(judge__in=late).update(**{column: to})
    after = {name: seen(who, places[name]) for name, who in people.items()}

    told = {name: differences(before[name], after[name]) for name in people}
    assert told.pop("organiser with the right")
    assert {name: found for name, found in told.items() if found} == {}
