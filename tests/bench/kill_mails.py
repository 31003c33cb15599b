"""Five hundred mails, and the worker killed ten times while it sends them.

The bar: all of them arrive; what arrives twice was on its way when a worker was killed, at most two
mails a killing, with the Message-ID that it had at first.
"""

import random
import time

from tests.bench import mailing
from tests.bench.stack import BenchStack
from tests.mail_server import MailServer

MAILS, KILLS = (40, 2) if mailing.IS_SMALL else (500, 10)
AT_ONCE = 2  # mails on their way in one worker


def main(stack: BenchStack) -> bool:
    server = MailServer().start()
    server.plan = slowly
    mailing.queue(MAILS)
    ledger = mailing.Ledger(stack.folder / "ledger.jsonl")
    ledger.write()
    worker, dice, began = mailing.mail_worker(stack, server), random.Random(7), time.monotonic()  # noqa: S311
    kills = 0
    try:
        worker.start()
        with mailing.sweeping():
            while kills < KILLS and not mailing.all_sent():
                time.sleep(dice.uniform(0.5, 3))
                worker.child.kill()
                kills += 1
                worker.start()
            is_done = mailing.wait_until(mailing.all_sent, 240)
    finally:
        worker.stop()
        server.stop()
    stack.say(
        f"{MAILS} mails, {kills} workers killed, {time.monotonic() - began:.0f} s, "
        f"{len(server.taken) - MAILS} arrived again"
    )
    wrong = mailing.differences(ledger, server, may_repeat=kills * AT_ONCE)
    if not is_done:
        wrong.append("not everything was sent in time")
    return mailing.verdict(stack, wrong)


def slowly(step, recipient):
    """So that the killing finds mails in the middle of it."""
    time.sleep(0.005)
