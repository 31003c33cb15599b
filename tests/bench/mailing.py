"""What the benches about mails share: a mail server of their own, a ledger, workers, a clock.

``BENCH_SMALL=1`` makes each of them small: to see that it runs, not to measure.
"""

import json
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hackathon.embedded.programs import MAIL, Worker
from tests.bench.stack import BenchStack
from tests.mail_server import MailServer

IS_SMALL = os.environ.get("BENCH_SMALL") == "1"
LEASE = 10


class Ledger:
    """What was promised: a line for each mail, on disk before anything is sent."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self) -> int:
        """Every mail that is in the queue now."""
        from hackathon.models import EmailLog

        rows = EmailLog.objects.order_by("pk").values("message_id", "recipient")
        with self.path.open("w") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
            file.flush()
            os.fsync(file.fileno())
        return len(rows)

    def read(self) -> list[dict[str, str]]:
        return [json.loads(line) for line in self.path.read_text().splitlines()]


def differences(ledger: Ledger, server: MailServer, may_repeat: int) -> list[str]:
    """What does not hold: everything arrived, nothing else did, and repeats are few and known."""
    promised = {(row["message_id"], row["recipient"]) for row in ledger.read()}
    arrived = Counter((mail.message_id, mail.recipient) for mail in list(server.taken))
    repeated = sum(times - 1 for times in arrived.values())
    found = []
    if missing := promised - arrived.keys():
        found.append(f"{len(missing)} mails never arrived")
    if strange := arrived.keys() - promised:
        found.append(f"{len(strange)} mails arrived that nobody had promised")
    if repeated > may_repeat:
        found.append(f"{repeated} mails arrived again, and at most {may_repeat} may")
    return found


def mail_worker(stack: BenchStack, server: MailServer, **more: str) -> Worker:
    mailing = {"EMAIL_URL": server.url, "MAIL_LEASE_SECONDS": str(LEASE)}
    return Worker(stack.folder / "mailing", stack.env | mailing | more, (MAIL,))


@contextmanager
def sweeping(seconds: float = 1) -> Iterator[None]:
    """Beat, but quicker: a worker is asked every second to look at what is due."""
    from hackathon.celery import app

    over = threading.Event()

    def ring() -> None:
        while not over.wait(seconds):
            with suppress(Exception):  # Redis may be away; that is what some benches are about
                app.send_task("hackathon.tasks.sweep", retry=False, expires=5)

    thread = threading.Thread(target=ring, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(20)


def wait_until(is_so: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True


def all_sent() -> bool:
    from hackathon.models import EmailLog, OutboxMessage

    waits = EmailLog.objects.exclude(status__in=["sent", "failed"]).exists()
    return not waits and not OutboxMessage.objects.filter(relayed_at=None).exists()


def queue(number: int, prefix: str = "person") -> None:
    from hackathon.mail.services.queueing import queue_worded

    for index in range(number):
        queue_worded(
            recipient=f"{prefix}{index}@example.org",
            language="en",
            template="bench",
            subject="Hello",
            text=f"To {prefix} {index}.",
        )


def verdict(stack: BenchStack, wrong: list[str]) -> bool:
    for sentence in wrong:
        stack.say(f"WRONG: {sentence}")
    return not wrong
