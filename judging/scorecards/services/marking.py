"""The marks of a scorecard as rows: what stands, and what is written in one statement."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from hackathon.models import User
from judging.rules.models import Criterion
from judging.scorecards.models import Score, Scorecard

GIVE_MARKS = """
    WITH given AS (
        SELECT * FROM jsonb_to_recordset(%(marks)s)
        AS mark (criterion int, before int, after int, lowest int, highest int)
    ), told AS (
        INSERT INTO judging_markchange
            (scorecard_id, criterion_id, before, after, changed_by_id, changed_at, device)
        SELECT %(scorecard)s, criterion, before, after, %(actor)s, %(at)s, %(device)s FROM given
    )
    INSERT INTO judging_score (scorecard_id, criterion_id, value, lowest, highest)
    SELECT %(scorecard)s, criterion, after, lowest, highest FROM given
    ON CONFLICT (scorecard_id, criterion_id) DO UPDATE
    SET value = excluded.value, lowest = excluded.lowest, highest = excluded.highest"""


class Trace:
    """Who changes marks, when, and on which device."""

    def __init__(self, actor: User, at: datetime, device: str) -> None:
        self.actor, self.at, self.device = actor, at, device[:32]


def with_marks(cards: QuerySet[Scorecard]) -> QuerySet[Scorecard]:
    """Each with ``marks``: a criterion's number, its mark, and the scale on which it was given."""
    scores = Score.objects.filter(scorecard=OuterRef("pk")).order_by("pk")
    names = {name: name for name in ("value", "lowest", "highest")}
    mark = JSONObject(criterion="criterion_id", **names)
    return cards.annotate(marks=ArraySubquery(scores.values(mark=mark)))


def take_marks(card: Scorecard) -> None:
    """What ``with_marks`` brought along, as the scorecard keeps it."""
    marks = vars(card)["marks"]
    card.given = {mark["criterion"]: mark["value"] for mark in marks}
    card.scales = {mark["criterion"]: (mark["lowest"], mark["highest"]) for mark in marks}


def give_marks(scorecard: Scorecard, marks: Mapping[Criterion, int], trace: Trace) -> None:
    """Write marks that differ from what stands, and a row that tells of each change.

    One statement for both: they come by the thousand in the last hour.
    """
    if not marks:
        return
    rows = [
        {
            "criterion": criterion.pk,
            "before": scorecard.given.get(criterion.pk),
            "after": value,
            "lowest": criterion.lowest,
            "highest": criterion.highest,
        }
        for criterion, value in marks.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            GIVE_MARKS,
            {
                "marks": json.dumps(rows),
                "scorecard": scorecard.pk,
                "actor": trace.actor.pk,
                "at": trace.at,
                "device": trace.device,
            },
        )
    scorecard.given |= {criterion.pk: value for criterion, value in marks.items()}


def put_on_scale(scorecard: Scorecard, rubric: list[Criterion]) -> None:
    """Each mark on the scale in force, on which its judge sees it."""
    for row in rubric:
        if scorecard.scales.get(row.pk) not in (None, (row.lowest, row.highest)):
            scores = Score.objects.filter(scorecard=scorecard, criterion=row)
            scores.update(lowest=row.lowest, highest=row.highest)
