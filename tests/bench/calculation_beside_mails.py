"""A big ranking is computed without each judge in turn while 200 mails go out.

Two workers, as on a site: one for the mails, one for what is computed. The bar: mails go out at
half their pace at the least (on two cores the computing takes one), and the ranking is still being
computed when the last has gone.
"""

import time

from tests.bench.big_panel import make_panel
from tests.bench.stack import BenchStack

MAILS = 200
BAR = 0.5
PATIENCE = 120


def main(stack: BenchStack) -> bool:
    from hackathon.embedded.programs import COMPUTING, MAIL
    from hackathon.kernel import doorbell
    from judging.ranking.selectors.computing import RANKINGS
    from judging.ranking.services.calculation import ask_without_each, calculate

    panel = make_panel()
    calculate(event=panel.event)  # alone it takes a few seconds: less than the mails
    with stack.worker((MAIL,)), stack.worker((COMPUTING,)):
        send_mails(stack)  # warm
        alone = send_mails(stack)
        ask_without_each(panel.challenge)
        doorbell.ring(RANKINGS)
        wait_until(is_computing)
        beside = send_mails(stack)
        was_computing = is_computing()
        stack.say(f"alone {alone:.1f} mails/s, beside a calculation {beside:.1f} mails/s")
    ratio = beside / alone
    stack.say(f"ratio {ratio:.2f} (bar {BAR}); computing until the last mail: {was_computing}")
    return ratio >= BAR and was_computing


def is_computing() -> bool:
    from judging.models import CalculationJob

    return CalculationJob.objects.exclude(lease_until=None).exists()


def send_mails(stack: BenchStack) -> float:
    """Mails a second, from the moment that the worker is rung for."""
    from hackathon.kernel import doorbell
    from hackathon.mail.services.queueing import queue_worded
    from hackathon.models import EmailLog

    for number in range(MAILS):
        queue_worded(
            recipient=f"reader{number}@example.org",
            language="en",
            template="bench",
            subject="News",
            text="A few words.\n",
        )
    began = time.monotonic()
    doorbell.ring()
    wait_until(lambda: not EmailLog.objects.exclude(status="sent").exists())
    return MAILS / (time.monotonic() - began)


def wait_until(condition) -> None:
    give_up_at = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > give_up_at:
            raise RuntimeError("It takes too long.")
        time.sleep(0.02)
