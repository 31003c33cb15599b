"""A mail server that fails at each step of the dialogue in each way, and is well again later.

At each step: refused for now, refused for good, silence, and a broken line; before the recipient
for all mails, afterwards for one. The bar: only what concerns one recipient or one message ends
one mail; everything else arrives when the server is well again; what arrives twice was dropped
after it had been taken, and has the Message-ID that it had at first.
"""

import time
from collections import Counter

from hackathon.mail.smtp import Step
from tests.bench import mailing
from tests.bench.stack import BenchStack
from tests.mail_server import DROP, HANG, MailServer, be_well

TROUBLES = ["451 later", "550 no", DROP, HANG]
ABOUT_ONE = (Step.RCPT, Step.DATA, Step.END)
STEPS = [Step.CONNECT, Step.BANNER, Step.EHLO, Step.AUTH, Step.MAIL, *ABOUT_ONE]
CASES = [(step, trouble) for step in STEPS for trouble in TROUBLES]
if mailing.IS_SMALL:
    CASES = [(Step.CONNECT, DROP), (Step.AUTH, "550 no"), (Step.END, DROP), (Step.RCPT, "550 no")]
MAILS, SICK_SECONDS = 6, 4


def main(stack: BenchStack) -> bool:
    server = MailServer().start()
    url = server.url.replace("smtp://", "smtp://house:secret@")
    worker = mailing.mail_worker(stack, server, EMAIL_URL=url)
    wrong: list[str] = []
    try:
        worker.start()
        with mailing.sweeping():
            for step, trouble in CASES:
                found = try_case(server, step, trouble)
                wrong += found
                stack.say(f"{step.value:12} {trouble:10} {'; '.join(found) or 'as it should be'}")
    finally:
        worker.stop()
        server.stop()
    return mailing.verdict(stack, wrong)


def try_case(server: MailServer, step: Step, trouble: str) -> list[str]:
    from hackathon.models import EmailLog

    EmailLog.objects.all().delete()
    server.taken.clear()
    victim = "person3@example.org" if step in ABOUT_ONE else ""
    if step == Step.CONNECT:
        server.stop()
    else:
        server.plan = fail_at(step, trouble, victim)
    mailing.queue(MAILS)
    time.sleep(SICK_SECONDS + (20 if trouble == HANG else 0))
    server.plan = be_well
    if step == Step.CONNECT:
        server.start()
    is_over = mailing.wait_until(mailing.all_sent, 150)
    return judge_case(server, step, trouble, victim, is_over)


def fail_at(step: Step, trouble: str, victim: str):
    def plan(at: Step, recipient: str) -> str | None:
        return trouble if at == step and victim in ("", recipient) else None

    return plan


def judge_case(
    server: MailServer, step: Step, trouble: str, victim: str, is_over: bool
) -> list[str]:
    from hackathon.models import EmailLog

    name = f"{step.value} {trouble}"
    failed = set(EmailLog.objects.filter(status="failed").values_list("recipient", flat=True))
    expected = {victim} if victim and trouble.startswith("5") else set()
    times = Counter(mail.recipient for mail in server.taken)
    again = {recipient for recipient, number in times.items() if number > 1}
    may_repeat = {victim} if step == Step.END and trouble in (DROP, HANG) else set()
    ids = {(mail.recipient, mail.message_id) for mail in server.taken}
    wanted = {f"person{number}@example.org" for number in range(MAILS)} - expected
    found = []
    if not is_over or times.keys() != wanted:
        found.append(f"{name}: {sorted(wanted ^ times.keys())} differ from what should arrive")
    if failed != expected:
        found.append(f"{name}: {sorted(failed ^ expected)} ended, or should have")
    if again - may_repeat:
        found.append(f"{name}: {sorted(again)} arrived again")
    if len(ids) != len(times):
        found.append(f"{name}: a mail came with another Message-ID")
    if EmailLog.objects.filter(status="failed", text="").exists():
        found.append(f"{name}: a mail that failed has lost its text")
    return found
