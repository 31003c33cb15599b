"""Forty processes at once on two teams and the people around them, fifty times.

Joins by invitation, link and request, leaves, hand-overs, removals, mergers and what organisers
put right. The bar: never over size, never in two teams, never zero or two captains, nothing but
refusals in words, no deadlock that anybody is shown.
"""

import multiprocessing
import os
import random
import time
from collections import Counter

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import connection
from django.db.models import Count, F, Q

from hackathon.kernel.errors import Busy
from tests.bench.stack import BenchStack

TRIALS, PROCESSES = 50, 40


def main(stack: BenchStack) -> bool:
    seed = int(os.environ.get("SEED", "2020"))
    connection.close()
    context = multiprocessing.get_context("fork")
    gun = context.Barrier(PROCESSES)
    lines = [context.Pipe() for _ in range(PROCESSES)]
    crew = [context.Process(target=work, args=[line[1], gun], daemon=True) for line in lines]
    for process in crew:
        process.start()
    broken, outcomes, began = 0, Counter(), time.monotonic()
    for trial in range(TRIALS):
        jobs = scene(random.Random(seed + trial))  # noqa: S311 - no secret
        for (line, _), job in zip(lines, jobs, strict=True):
            line.send(job)
        outcomes.update(line.recv() for line, _ in lines)
        broken += report(stack, trial)
    for line, _ in lines:
        line.send(None)
    wrong = {name: n for name, n in outcomes.items() if name not in ("done", "refused")}
    stack.say(f"seed {seed}: {TRIALS} trials of {PROCESSES} in {time.monotonic() - began:.0f} s")
    stack.say(f"{outcomes['done']} done, {outcomes['refused']} refused in words, other: {wrong}")
    return not broken and not wrong and outcomes["done"] > TRIALS


def work(line, gun) -> None:
    """A process with a connection of its own: waits for the gun, does its job, says how it went."""
    connection.close()
    while job := line.recv():
        connection.ensure_connection()
        gun.wait()
        line.send(attempt(*job))


def attempt(name: str, ids: dict) -> str:
    from tests.bench import team_doings

    try:
        getattr(team_doings, name)(**ids)
    except Busy:
        return "busy: a deadlock or a lock not given"
    except (ValidationError, PermissionDenied, ObjectDoesNotExist):
        return "refused"
    except Exception as error:
        return repr(error)[:200]
    return "done"


def scene(dice: random.Random) -> list[tuple[str, dict]]:
    """Two teams of one event, one person whom both want, guests, and forty things to do."""
    from tests.bench import team_doings

    return team_doings.forty(team_doings.set_up(), dice, PROCESSES)


def report(stack: BenchStack, trial: int) -> int:
    """What does not hold after a trial, in all events so far; 0 if everything does."""
    from teams.models import Member, Team

    leading = Count("members", filter=Q(members__is_captain=True))
    teams = Team.objects.annotate(size=Count("members", distinct=True), captains=leading)
    twice = Member.objects.values("event", "user").annotate(n=Count("pk")).filter(n__gt=1)
    found = {
        "over size": teams.filter(size__gt=F("event__max_team_size")).count(),
        "in two teams": twice.count(),
        "open without one captain": teams.filter(closed_at=None).exclude(captains=1).count(),
        "closed with people": teams.exclude(closed_at=None).filter(size__gt=0).count(),
    }
    if any(found.values()):
        stack.say(f"trial {trial}: {found}")
    return sum(found.values())
