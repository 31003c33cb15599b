"""Results are published to two thousand people, and the worker is killed in the middle.

The bar: all have their mail within five minutes of the commit, none before it, and at most the
mails that were on their way arrive twice.
"""

import time
from threading import Timer

from tests.bench import mailing
from tests.bench.stack import BenchStack
from tests.mail_server import MailServer

PEOPLE, BAR = (40, 60) if mailing.IS_SMALL else (2000, 300)
AT_ONCE = 2


def main(stack: BenchStack) -> bool:
    from hackathon.models import AuditEntry, EmailLog
    from tests.publishing import publish_as_it_is

    server = MailServer().start()
    stack.say(f"Making an event with {PEOPLE} people ...")
    boss, event = event_with(PEOPLE)
    worker = mailing.mail_worker(stack, server)
    ledger = mailing.Ledger(stack.folder / "ledger.jsonl")
    wrong: list[str] = []
    try:
        worker.start()
        with mailing.sweeping():
            mailing.wait_until(mailing.all_sent, 60)
            before = len(server.taken), EmailLog.objects.count()
            publish_as_it_is(boss, event)
            committed = time.monotonic()
            if len(server.taken) > before[0]:
                wrong.append("a mail had arrived before the results were public")
            entry = AuditEntry.objects.get(verb="results.publish")
            killing = Timer(2 if mailing.IS_SMALL else 10, worker.child.kill)
            killing.start()
            mailing.wait_until(lambda: not worker.child.is_running, 30)
            sent_until_then = len(server.taken)
            worker.start()
            is_done = mailing.wait_until(mailing.all_sent, BAR)
            seconds = time.monotonic() - committed
    finally:
        worker.stop()
        server.stop()
    ledger.write()
    told = EmailLog.objects.filter(entry=entry).count()
    stack.say(
        f"{told} mails in {seconds:.0f} s after the commit; the worker was killed after "
        f"{sent_until_then}; {len(server.taken) - EmailLog.objects.count()} arrived again"
    )
    wrong += mailing.differences(ledger, server, may_repeat=AT_ONCE)
    if not is_done or seconds > BAR:
        wrong.append(f"not everybody had their mail within {BAR} s")
    if told < PEOPLE:
        wrong.append(f"only {told} people were written to")
    return mailing.verdict(stack, wrong)


def event_with(people: int):
    """In deliberation, with a prize given: whoever is in a team is written to."""
    from tests import factories
    from tests.publishing import give_award

    judge, version = factories.judged_event(during="deliberation")
    event = judge.event
    boss = factories.OrganiserFactory(event=event, sees_marks=True).user
    team = version.submission.team
    challenge = team.challenge
    card = factories.ScorecardFactory(
        judge=judge, version=version, handed_in_at=version.submitted_at
    )
    for criterion in event.criteria.all():
        factories.ScoreFactory(scorecard=card, criterion=criterion, value=3)
    prize = factories.PrizeFactory(challenge=challenge)
    for number in range(people):
        seat = number % 5 + 1
        if seat == 1:
            team = factories.TeamFactory(event=event, challenge=challenge)
        factories.MemberFactory(team=team, seat=seat, is_captain=seat == 1)
    give_award(actor=boss, prize=prize, submission=version.submission, reason="The best.")
    return boss, event
