"""The criteria by which the submissions of a challenge are judged."""

import re
from collections.abc import Iterable

from django.db.models import Subquery

from challenges.models import Challenge
from hackathon.models import Event
from judging.rules.models import Criterion
from teams.models import Version


def criteria_of(event: Event) -> list[Criterion]:
    """What is in force in the event, for all its challenges and for single ones."""
    return list(event.criteria.in_force())


def rubric_among(criteria: Iterable[Criterion], challenge_id: int) -> list[Criterion]:
    """Those that count in one challenge, each with its share of all weights in per cent."""
    rubric = [row for row in criteria if row.challenge_id in (None, challenge_id)]
    total = sum(criterion.weight for criterion in rubric)
    for criterion in rubric:
        criterion.share = round(100 * criterion.weight / total)
    return rubric


def rubric_of(challenge: Challenge) -> list[Criterion]:
    return rubric_among(criteria_of(challenge.event), challenge.pk)


def rubric_for(version: Version) -> tuple[list[Criterion], int | None]:
    """The criteria by which a version is judged, and the version of its project that counts now,
    by its number among all; None if the project does not compete. One query."""
    challenge = version.submission.team.challenge
    entered = Version.objects.entered().filter(submission=version.submission_id).values("pk")
    criteria = list(challenge.event.criteria.in_force().annotate(counting=Subquery(entered)))
    if criteria:
        return rubric_among(criteria, challenge.pk), criteria[0].counting
    return [], entered.values_list("pk", flat=True).first()


def sharing_rubric(challenge: Challenge) -> set[int]:
    """The challenges that are marked by the same criteria, this one among them.

    Their judges are compared with each other: each is ranked by the marks of all.
    """
    return sharing_rubrics(challenge.event, {challenge.pk})


def sharing_rubrics(event: Event, challenges: set[int]) -> set[int]:
    """The same for several: they, and all that are marked by the same criteria as one of them."""
    own = event.criteria.in_force().exclude(challenge=None)
    apart = set(own.values_list("challenge", flat=True))
    if challenges <= apart:
        return challenges
    everyone = event.challenges.values_list("pk", flat=True)
    return challenges | {pk for pk in everyone if pk not in apart}


def name_of(criterion: Criterion) -> str:
    """The name of its mark among the fields of a scorecard."""
    return f"mark_{criterion.pk}"


def criterion_named(name: str) -> Criterion | None:
    """The criterion that a field of a scorecard is named after, by its number alone: whoever
    takes the mark reads what it is. None if this is not the name of a mark."""
    number = re.fullmatch(r"mark_([0-9]{1,18})", name)
    return Criterion(pk=int(number[1])) if number else None
