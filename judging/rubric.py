"""The criteria by which the submissions of a challenge are judged."""

from collections.abc import Iterable

from challenges.models import Challenge
from hackathon.models import Event
from judging.models import Criterion


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


def name_of(criterion: Criterion) -> str:
    """The name of its mark among the fields of a scorecard."""
    return f"mark_{criterion.pk}"
