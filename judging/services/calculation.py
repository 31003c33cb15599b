"""Rankings are computed in the background and kept with the hash of what went in."""

from typing import Any

from challenges.models import Challenge
from hackathon.models import Event
from judging import policy
from judging.computing import calculations, results
from judging.marks import marks_of
from judging.models import Calculation
from judging.outlook import outlook_of
from judging.rulesheet import sheet_of


def calculate(*, event: Event) -> list[Calculation]:
    """The ranking of every challenge from the marks as they are; those known stay as they are.

    Computed before anything is locked: a ranking is named by its inputs, so that one that was
    overtaken meanwhile is merely not the newest.
    """
    kept = []
    for marks in marks_of(event):
        known = {row.challenge_id: row for row in calculations(marks)}
        missing = [pk for pk in marks.challenge_ids if pk not in known]
        kept += known.values()
        if missing:
            board = marks.standings()
            found = results(marks, board)
            for pk in missing:
                found[pk]["outlook"] = outlook_of(pk, marks, board)
            kept += [store(pk, marks.sha256, found[pk]) for pk in missing]
    return kept


def store(challenge_id: int, sha256: str, result: dict[str, Any]) -> Calculation:
    challenge = Challenge.objects.select_related("event").get(pk=challenge_id)
    with policy.STORE_CALCULATION.begin(None, challenge, lock=[challenge]) as record:
        row, is_new = Calculation.objects.get_or_create(
            challenge=challenge,
            inputs_sha256=sha256,
            defaults={
                "result": result, "computed_at": record.at, "sheet": sheet_of(challenge.event),
            },
        )  # fmt: skip
        record.about(row, is_new=is_new)  # the log is read by more people than the marks are
    return row


def calculate_due() -> int:
    """Every event whose jury is at work or deliberates; returns how many rankings there are."""
    events = Event.objects.filter(published_at=None)
    due = [event for event in events if policy.STORE_CALCULATION.open_now(event)]
    return sum(len(calculate(event=event)) for event in due)
