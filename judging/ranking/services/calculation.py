"""Rankings are computed in the background and kept with the hash of what went in.

What is to be computed is a row with a lease (``CalculationJob``): one worker has it at a time, and
what fails is tried again later, while all the others go on.
"""

import json
import logging
import time
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from challenges.models import Challenge
from hackathon.kernel.fences import do_for_each
from hackathon.kernel.guard import writing
from hackathon.kernel.operations import database_clock
from hackathon.kernel.pauses import ENDS_THE_ROUND
from hackathon.models import Event
from judging.planning.selectors.outlook import outlook_of
from judging.ranking import policy
from judging.ranking.models import Calculation, CalculationJob
from judging.ranking.selectors.computing import calculations, results, without_each
from judging.rules.selectors.sheets import sheet_of
from judging.scorecards.selectors.marks import Marks, marks_for, marks_of

logger = logging.getLogger(__name__)

TASK = "judging.tasks.calculate_rankings"
LEASE = timedelta(minutes=30)  # longer than any ranking takes; a worker that died is waited out
LONGEST_ROUND = timedelta(minutes=10)
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 60)]  # then every hour


def calculate(*, event: Event) -> list[Calculation]:
    """The ranking of every challenge from the marks as they are; those known stay as they are.

    Computed before anything is locked: a ranking is named by its inputs, so that one that was
    overtaken meanwhile is merely not the newest.
    """
    return [row for marks in marks_of(event) for row in keep(marks)]


def keep(marks: Marks) -> list[Calculation]:
    """Compute what is not kept for these marks; all of it is given."""
    known = {row.challenge_id: row for row in calculations(marks)}
    missing = [pk for pk in marks.challenge_ids if pk not in known]
    if not missing:
        return list(known.values())
    board = marks.standings()
    found = results(marks, board)
    for pk in missing:
        found[pk]["outlook"] = outlook_of(pk, marks, board)
    return [*known.values(), *(store(pk, marks.sha256, found[pk]) for pk in missing)]


def store(challenge_id: int, sha256: str, result: dict[str, Any]) -> Calculation:
    """Raises ValueError if anything in the result is not a finite number."""
    json.dumps(result, allow_nan=False)
    challenge = Challenge.objects.select_related("event").get(pk=challenge_id)
    with policy.STORE_CALCULATION.begin(None, challenge, lock=[challenge]) as record:
        row, is_new = Calculation.objects.get_or_create(
            challenge=challenge,
            inputs_sha256=sha256,
            defaults={
                "result": result,
                "computed_at": record.at,
                "sheet": sheet_of(challenge.event),
            },
        )
        record.about(row, is_new=is_new)  # the log is read by more people than the marks are
    return row


def calculate_due() -> int:
    """Every event whose jury is at work or deliberates; returns how many rankings were computed.

    An event that fails does not hold up the others.
    """
    do_for_each(TASK, Event.objects.filter(published_at=None), note_what_is_wanted)
    done, stop_at = 0, time.monotonic() + LONGEST_ROUND.total_seconds()
    while time.monotonic() < stop_at:  # the next round takes up the rest
        kept = take_a_job()
        if kept is None:
            break
        done += kept
    return done


def note_what_is_wanted(event: Event) -> int:
    """A job for each ranking that is not kept; those that nobody waits for any more go. Says how
    many are new."""
    if not policy.STORE_CALCULATION.open_now(event):
        return 0
    wanted = {marks.sha256 for marks in marks_of(event) if not is_kept(marks)}
    jobs = CalculationJob.objects.filter(event=event, kind=CalculationJob.Kind.RANKING)
    noted = set(jobs.values_list("inputs_sha256", flat=True))
    if noted == wanted:
        return 0
    with writing("calculation_job.note"):
        jobs.exclude(inputs_sha256__in=wanted).delete()
        now = database_clock()
        CalculationJob.objects.bulk_create(
            [
                CalculationJob(event=event, inputs_sha256=sha256, wanted_at=now)
                for sha256 in wanted - noted
            ],
            ignore_conflicts=True,
        )
    return len(wanted - noted)


def is_kept(marks: Marks) -> bool:
    return calculations(marks).count() == len(marks.challenge_ids)


def take_a_job() -> int | None:
    """Do the oldest job that is due: how many rankings came of it, or None if there is none."""
    job = claim()
    if job is None:
        return None
    try:
        kept = carry_out(job)
    except ENDS_THE_ROUND:
        raise  # the lease runs out, and it is tried again
    except Exception as failure:
        logger.exception("A calculation of event %s failed (%s tries)", job.event_id, job.tries)
        put_off(job, failure)
        return 0
    with writing("calculation_job.end"):
        CalculationJob.objects.filter(pk=job.pk).delete()
    return kept


def claim() -> CalculationJob | None:
    with writing("calculation_job.claim"):
        now = database_clock()
        is_free = Q(lease_until=None) | Q(lease_until__lte=now)
        is_due = Q(not_before=None) | Q(not_before__lte=now)
        jobs = CalculationJob.objects.select_for_update(skip_locked=True, of=("self",))
        job = jobs.filter(is_free, is_due).select_related("event").first()
        if job:
            job.lease_until, job.tries = now + LEASE, job.tries + 1
            job.save(update_fields=["lease_until", "tries"])
    return job


def carry_out(job: CalculationJob) -> int:
    """Nothing, if the marks have moved on since it was wanted."""
    do = keep if job.kind == CalculationJob.Kind.RANKING else keep_without_each
    found = [marks for marks in marks_of(job.event) if marks.sha256 == job.inputs_sha256]
    return sum(len(do(marks)) for marks in found)


def ask_without_each(challenge: Challenge) -> None:
    """Want to know who would be first without each judge, for the marks as they are ranked now."""
    marks = marks_for(challenge)
    if marks is None or not calculations(marks).filter(left_out__isnull=True).exists():
        return
    with writing("calculation_job.note"):
        CalculationJob.objects.get_or_create(
            event=challenge.event,
            kind=CalculationJob.Kind.WITHOUT_EACH,
            inputs_sha256=marks.sha256,
            defaults={"wanted_at": database_clock()},
        )


def keep_without_each(marks: Marks) -> list[Calculation]:
    """Computed before anything is locked, and written beside the rankings of the same marks."""
    found = without_each(marks) if len(marks.judges) else {}
    return [keep_beside(row, found.get(row.challenge_id, [])) for row in calculations(marks)]


def keep_beside(row: Calculation, left_out: list[dict[str, Any]]) -> Calculation:
    json.dumps(left_out, allow_nan=False)
    challenge = Challenge.objects.select_related("event").get(pk=row.challenge_id)
    with policy.STORE_CALCULATION.begin(None, challenge, lock=[challenge]) as record:
        row.left_out = left_out
        row.save(update_fields=["left_out"])
        record.about(row)
    return row


def put_off(job: CalculationJob, failure: Exception) -> None:
    """The job may be gone by now, if the marks have moved on."""
    with writing("calculation_job.put_off"):
        CalculationJob.objects.filter(pk=job.pk).update(
            failure=type(failure).__name__,
            lease_until=None,
            not_before=next_try(job.tries, database_clock()),
        )


def next_try(tries: int, now: datetime) -> datetime:
    return now + PAUSES[min(tries, len(PAUSES)) - 1]
