"""Workers killed with -9 twenty times while twenty teams upload 20 MB each, and then submit.

The bar: whatever was acknowledged is there, byte for byte; no file and no version twice; nothing
is left of the interrupted work once the janitor has been.
"""

import hashlib
import os
import random
import signal
import struct
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from tests.bench.stack import BenchStack

TEAMS, MB, KILLS, WORKERS = 20, 20, 20, 4
PIECE = 512 * 1024


def main(stack: BenchStack) -> bool:
    from tests.sender import Sender, session_of

    seed = int(os.environ.get("SEED", "2020"))
    dice = random.Random(seed)  # noqa: S311 - no secret
    seats = scene()
    sessions = [session_of(seat.user) for seat in seats]
    over, ledger, began = threading.Event(), {}, time.monotonic()
    with stack.web(workers=WORKERS) as port:
        killer = threading.Thread(target=kill, args=[stack, dice, over])
        killer.start()
        with ThreadPoolExecutor(TEAMS) as pool:
            jobs = [
                pool.submit(upload_and_submit, Sender(port, session), seat, over, ledger, number)
                for number, (seat, session) in enumerate(zip(seats, sessions, strict=True))
            ]
            failures = [repr(job.exception()) for job in jobs if job.exception()]
        killer.join()
    stack.say(f"seed {seed}: {TEAMS} uploads of {MB} MB in {time.monotonic() - began:.0f} s")
    breaks = sum(job.result() for job in jobs if not job.exception())
    stack.say(f"{kill.done} workers killed, {breaks} requests broken, {len(ledger)} acknowledged")
    stack.say(f"failures: {failures}")
    found = broken(ledger) | swept()
    stack.say(", ".join(f"{name}: {count}" for name, count in found.items()))
    is_real = kill.done == KILLS and breaks > 0
    return not failures and is_real and len(ledger) == TEAMS and not any(found.values())


def scene() -> list[Any]:
    from tests import factories

    event = factories.EventFactory(during="hacking")
    challenge = factories.ChallengeFactory(event=event)
    seats = [
        factories.MemberFactory(team__event=event, team__challenge=challenge) for _ in range(TEAMS)
    ]
    for seat in seats:
        factories.SubmissionFactory(
            team=seat.team, summary="Trains.", status="draft", submitted_at=None
        )
        seat.team.event = event
    connection.close()
    return seats


def film(number: int) -> bytes:
    """Noise in the frame of an MP4: 20 MB that nobody else has."""
    noise = random.Random(number).randbytes(MB * 1024 * 1024)  # noqa: S311 - no secret
    frame = struct.pack(">I4s4sI", 16, b"ftyp", b"isom", 0) + struct.pack(">I4s", 8, b"moov")
    return frame + struct.pack(">I4s", 8 + len(noise), b"mdat") + noise


def upload_and_submit(sender, seat, over, ledger: dict, number: int) -> int:
    body, dice = film(number), random.Random(1000 + number)  # noqa: S311 - no secret

    def rest() -> None:
        """Half are slow, so that the killing finds some in the middle and some at the end."""
        if number % 2 and not over.is_set():
            time.sleep(dice.uniform(0.2, 0.8))

    sender.send(seat.team, f"film {number}.mp4", body, PIECE, rest)
    ledger[seat.team.pk] = hashlib.sha256(body).hexdigest()
    sender.submit(seat.team)
    sender.close()
    return sender.breaks


def kill(stack: BenchStack, dice: random.Random, over: threading.Event) -> None:
    """One worker at a time, as soon as all of them are there again."""
    master = int((stack.folder / "log" / "gunicorn.pid").read_text().split()[0])
    kill.done = 0
    while kill.done < KILLS:
        time.sleep(dice.uniform(0.2, 1.2))
        if workers := children(master):
            os.kill(dice.choice(workers), signal.SIGKILL)
            kill.done += 1
    over.set()


def children(master: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]


def broken(ledger: dict[int, str]) -> dict[str, int]:
    """What does not hold of what was acknowledged; nothing, if all is well."""
    from hackathon.files.storage import digest_of, path_of
    from teams.models import Attachment, Version

    held = list(Attachment.objects.values_list("team", "sha256"))
    versions = list(Version.objects.select_related("submission"))
    handed_in = {version.submission.team_id: version.files for version in versions}
    return {
        "acknowledged and missing": len(set(ledger.items()) - set(held)),
        "files twice": len(held) - len({team for team, _sha in held}),
        "not whole on disk": sum(digest_of(path_of(sha)) != sha for _team, sha in held),
        "versions twice": len(versions) - len(handed_in),
        "submitted without its file": sum(
            [file.sha256 for file in handed_in.get(team, [])] != [sha]
            for team, sha in ledger.items()
        ),
    }


def swept() -> dict[str, int]:
    """What is left of the interruptions after a day and the janitor's round."""
    from hackathon.files.storage import stored_files
    from hackathon.kernel.guard import unguarded
    from teams.models import Attachment, Upload
    from teams.tasks import sweep_files

    with unguarded("bench: a day goes by"):
        Upload.objects.update(began_at=timezone.now() - timedelta(days=2))
    for path in everything():
        os.utime(path, (time.time() - 2 * 86400,) * 2)
    sweep_files()
    stored = {sha for sha, _at in stored_files()}
    named = set(Attachment.objects.values_list("sha256", flat=True))
    incoming = Path(settings.MEDIA_ROOT) / "incoming"
    return {
        "temporary files left": len(list(incoming.iterdir())),
        "uploads left": Upload.objects.count(),
        "stored files without a row": len(stored - named),
        "rows without a file": len(named - stored),
    }


def everything() -> Iterator[Path]:
    return (path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
