"""A panel as large as they come: 200 projects with 3 reviews each, calibrated officially."""

import random
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

PROJECTS, REVIEWS, JUDGES, CRITERIA = 200, 3, 60, 3


@dataclass(frozen=True)
class BigPanel:
    event: Any
    challenge: Any
    president: Any  # a person
    organiser: Any


def make_panel(seed: int = 2020) -> BigPanel:
    """All marks are handed in, judging is over; nothing is computed yet."""
    from hackathon.kernel.guard import unguarded
    from judging.models import JuryRules, Panel
    from tests import factories

    event = factories.EventFactory(during="deliberation")
    challenge = factories.ChallengeFactory(event=event)
    organiser = factories.OrganiserFactory(event=event).user
    factories.PrizeFactory(challenge=challenge)
    factories.CriterionFactory.create_batch(CRITERIA, event=event)
    judges = factories.JudgeFactory.create_batch(JUDGES, event=event)
    for number, judge in enumerate(judges):
        role = "member" if number else "president"
        factories.PanelSeatFactory(judge=judge, challenge=challenge, role=role)
    with unguarded("bench"):
        JuryRules.objects.create(event=event, official="calibrated", ladder=["median", "president"])
        Panel.objects.create(challenge=challenge, mode="some", reviews_each=REVIEWS)
    versions = [project_in(event, challenge, number) for number in range(PROJECTS)]
    with unguarded("bench"):
        review_all(challenge, judges, versions, random.Random(seed))  # noqa: S311 - no secret
    return BigPanel(event, challenge, judges[0].user, organiser)


def project_in(event, challenge, number: int):
    from tests import factories

    seat = factories.MemberFactory(team__event=event, team__challenge=challenge)
    title = f"Project {number}"
    submission = factories.SubmissionFactory(team=seat.team, title=title)
    return factories.VersionFactory(submission=submission, submitted_by=seat.user, title=title)


def review_all(challenge, judges, versions, dice: random.Random) -> None:
    """Each project by three judges, who differ in severity, on a scale from 1 to 5."""
    from judging.models import Assignment, MarkChange, Score, Scorecard, Wave

    now = timezone.now()
    wave = Wave.objects.create(challenge=challenge, number=1, proposed_at=now, released_at=now)
    severity = {judge.pk: dice.gauss(0, 0.6) for judge in judges}
    cards, quality = [], {}
    for number, version in enumerate(versions):
        quality[version.pk] = dice.gauss(3.2, 0.8)
        for step in range(REVIEWS):
            judge = judges[(number * REVIEWS + step * (1 + number % 7)) % len(judges)]
            cards.append(Scorecard(judge=judge, version=version, revision=1, handed_in_at=now))
    unique = {(card.judge_id, card.version_id): card for card in cards}
    cards = Scorecard.objects.bulk_create(unique.values())
    Assignment.objects.bulk_create(
        Assignment(judge=card.judge, submission=card.version.submission, wave=wave, assigned_at=now)
        for card in cards
    )
    criteria = list(challenge.event.criteria.all())
    given = [
        (card, criterion, mark(quality[card.version_id] - severity[card.judge_id], dice))
        for card in cards
        for criterion in criteria
    ]
    Score.objects.bulk_create(
        Score(scorecard=card, criterion=criterion, value=value) for card, criterion, value in given
    )
    MarkChange.objects.bulk_create(
        MarkChange(
            scorecard=card,
            criterion=criterion,
            after=value,
            changed_by=card.judge.user,
            changed_at=now,
        )
        for card, criterion, value in given
    )


def mark(liking: float, dice: random.Random) -> int:
    return min(5, max(1, round(dice.gauss(liking, 0.7))))
