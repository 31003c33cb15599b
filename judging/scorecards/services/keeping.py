"""What a scorecard was for the panel of another challenge, kept until its project is back there."""

from typing import Any

from django.utils.dateparse import parse_datetime

from judging.rules.selectors.rubric import rubric_of
from judging.scorecards.models import MarkChange, Score, Scorecard
from judging.scorecards.services.marking import Trace

TEXTS = ("remarks", "note", "abstained_reason")
INSTANTS = ("handed_in_at", "abstained_at")
State = dict[str, Any]


def state_of(card: Scorecard) -> State:
    """Everything that its judge gave, in plain values."""
    scores = Score.objects.filter(scorecard=card).order_by("criterion")
    rows = scores.values_list("criterion", "value", "lowest", "highest")
    state: State = {name: getattr(card, name) for name in TEXTS}
    for name in INSTANTS:
        moment = getattr(card, name)
        state[name] = moment and moment.isoformat()
    return state | {"marks": {str(key): list(mark) for key, *mark in rows}}


def keep_for(card: Scorecard, challenge_id: int) -> None:
    """What it is now it will be again there, and wherever else these same marks counted."""
    kept = card.elsewhere or {}
    same = [key for key, state in kept.items() if state is None]
    card.elsewhere = kept | dict.fromkeys([str(challenge_id), *same], state_of(card))


def forget(card: Scorecard, challenge_id: int) -> State | None:
    """What was kept for this challenge, which from now on is the scorecard itself."""
    kept = dict(card.elsewhere or {})
    state = kept.pop(str(challenge_id), None)
    card.elsewhere = kept or None
    return state


def put_back(card: Scorecard, state: State, trace: Trace) -> None:
    """Its judge's marks as they were for the panel to which the project is back, each on the scale
    on which it was given: whether they stand by the rules in force is asked after that
    (``judging.amendments.services.reopening``)."""
    rubric = {row.pk for row in rubric_of(card.version.submission.team.challenge)}
    marks = {int(key): mark for key, mark in state["marks"].items()}
    changed = put_back_marks(card, marks, trace)
    changed += [name for name in ("remarks", "note") if getattr(card, name) != state[name]]
    for name in TEXTS:
        setattr(card, name, state[name])
    for name in INSTANTS:
        setattr(card, name, state[name] and parse_datetime(state[name]))
    if rubric - marks.keys():
        card.handed_in_at = None
    card.revision += 1
    card.changed_in |= dict.fromkeys(changed, card.revision)


def put_back_marks(card: Scorecard, marks: dict[int, list[int]], trace: Trace) -> list[str]:
    """Returns the names of those that are others than before."""
    standing = {score.criterion_id: score for score in card.scores.select_related("criterion")}
    for key, score in standing.items():
        if key not in marks:
            score.delete()
    told = []
    for key, (value, lowest, highest) in marks.items():
        scale = {"value": value, "lowest": lowest, "highest": highest}
        card.scores.update_or_create(criterion_id=key, defaults=scale)
    for key in {*standing, *marks}:
        before = standing[key].value if key in standing else None
        after = marks[key][0] if key in marks else None
        if before != after:
            told.append(f"mark_{key}")
            MarkChange.objects.create(
                scorecard=card,
                criterion_id=key,
                before=before,
                after=after,
                changed_by=trace.actor,
                changed_at=trace.at,
                device=trace.device,
            )
    return told
