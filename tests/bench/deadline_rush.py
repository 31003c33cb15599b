"""Five hundred people submit 2 MB each within the last minute, a hundred more come too late.

Gunicorn with 4 workers, Postgres, and the crowd in a process of its own, more and more of it
towards the deadline. The bar: 500 of 500 accepted, none of the 100, no answer of 500 or above,
95 of 100 answers within 2 seconds, and every receipt genuine with its files on disk.
"""

import hashlib
import json
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench.stack import BenchStack, Figures

IN_TIME, LATE = 500, 100
LAST_MINUTE, MARGIN, SECONDS_LATE = 60, 2, 10
BAR = 2.0
HEAD_START = 25  # until the first of them sends


def main(stack: BenchStack) -> bool:
    with stack.web(workers=4) as port:
        deadline, plan = prepare(stack, port)
        stack.say(
            f"{IN_TIME} in the last {LAST_MINUTE} s before {deadline:%H:%M:%S} UTC, "
            f"{LATE} in the {SECONDS_LATE} s after it ..."
        )
        ledger = stack.folder / "ledger.jsonl"
        command = [sys.executable, "-m", "tests.bench.rush_driver", str(plan), str(ledger)]
        subprocess.run(command, check=True)
    entries = [json.loads(line) for line in ledger.read_text().splitlines()]
    wrong = [*figures(stack, entries), *checked(entries, deadline)]
    for sentence in wrong:
        stack.say(f"WRONG: {sentence}")
    return not wrong


def prepare(stack: BenchStack, port: int) -> tuple[datetime, Path]:
    """An event that closes soon, six hundred teams of one, and when each of them sends."""
    from django.conf import settings
    from django.test import Client

    from tests import factories

    stack.say("Making six hundred teams ...")
    event = factories.EventFactory(during="hacking")
    challenge = factories.ChallengeFactory(event=event)
    people = []
    for number in range(IN_TIME + LATE):
        seat = factories.MemberFactory(team__event=event, team__challenge=challenge)
        client = Client()
        client.force_login(seat.user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        path = f"/e/{event.slug}/teams/{seat.team.pk}/submission/"
        people.append({"number": number, "session": session, "path": path})
    deadline = datetime.now(UTC).replace(microsecond=0)
    deadline += timedelta(seconds=HEAD_START + LAST_MINUTE)
    close_at(event, deadline)
    for person in people:
        person["at"] = deadline.timestamp() + offset(person["number"])
    plan = stack.folder / "plan.json"
    plan.write_text(json.dumps({"port": port, "people": people}))
    return deadline, plan


def close_at(event, deadline: datetime) -> None:
    from hackathon.kernel.guard import unguarded

    event.submissions_close_at = deadline
    with unguarded("bench"):
        event.save()


def offset(number: int) -> float:
    """Seconds from the deadline: ever more before it, evenly after it."""
    if number < IN_TIME:
        return ((number + 1) / IN_TIME) ** 0.5 * (LAST_MINUTE - MARGIN) - LAST_MINUTE
    return (number - IN_TIME) / LATE * SECONDS_LATE


def figures(stack: BenchStack, entries: list[dict]) -> list[str]:
    early = [entry for entry in entries if entry["number"] < IN_TIME]
    late = [entry for entry in entries if entry["number"] >= IN_TIME]
    taken, refused = (Counter(entry["status"] for entry in part) for part in (early, late))
    durations = sorted(entry["seconds"] for entry in early)
    figures = Figures(durations, len(early) - taken[302], LAST_MINUTE)
    pages = sorted(entry.get("whole", 0) for entry in early)
    stack.say(f"in time: {dict(taken)}; {figures}")
    stack.say(
        f"slowest {durations[-1]:.2f} s; with the receipt's page 95 % "
        f"{pages[int(len(pages) * 0.95)]:.2f} s"
    )
    stack.say(f"too late: {dict(refused)}")
    behind = max(entry["sent"] for entry in early)
    stack.say(f"the last in time was sent at {datetime.fromtimestamp(behind, UTC):%H:%M:%S.%f}")
    found = []
    if taken != {302: IN_TIME}:
        found.append(f"not all in time were accepted: {dict(taken)}")
    if refused != {422: LATE}:
        found.append(f"not all who were late were refused in words: {dict(refused)}")
    if figures.percentile(0.95) > BAR:
        found.append(f"95 % took {figures.percentile(0.95):.2f} s, more than {BAR}")
    return found


def checked(entries: list[dict], deadline: datetime) -> list[str]:
    """What the ledger says was acknowledged, looked up in the database and on the disk."""
    from hackathon.files.storage import path_of
    from teams.models import Attempt, Version
    from teams.submissions import receipts
    from teams.submissions.selectors import proofs

    began, wrong = time.monotonic(), []
    for entry in (entry for entry in entries if entry["status"] == 302):
        said = receipts.read_receipt(entry["receipt"], proofs.public_key())
        version = Version.objects.get(submission=said.submission, number=said.version)
        if receipts.differences(said, proofs.receipt_of(version)):
            wrong.append(f"receipt {entry['number']} is not what the database holds")
        if [sha256 for sha256, _name in said.files] != [entry["file"]]:
            wrong.append(f"receipt {entry['number']} names other files than were sent")
        wrong += [
            f"file {sha256} is not on disk with that hash"
            for sha256, _name in said.files
            if hashlib.sha256(path_of(sha256).read_bytes()).hexdigest() != sha256
        ]
    outcomes = Counter(Attempt.objects.values_list("outcome", flat=True))
    if Version.objects.count() != IN_TIME or outcomes != {"taken": IN_TIME, "late": LATE}:
        wrong.append(f"{Version.objects.count()} versions, attempts {dict(outcomes)}")
    if Version.objects.filter(submitted_at__gte=deadline).exists():
        wrong.append("a version has an instant at or after the deadline")
    print(f"checked {len(entries)} lines of the ledger in {time.monotonic() - began:.0f} s")
    return wrong
