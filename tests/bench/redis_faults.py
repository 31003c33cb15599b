"""People join teams and save what they submit while Redis is well, refuses, and hangs.

The bar: 95 of 100 answers take at most twice as long as while Redis is well (and never less than
a tenth of a second is asked for), none fails, and every mail arrives once Redis is well again.
"""

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

from hackathon.embedded import places
from hackathon.embedded.programs import Web
from hackathon.embedded.valkey import Valkey
from tests.bench import mailing
from tests.bench.stack import BenchStack, Figures
from tests.mail_server import MailServer
from tests.reading import squeezed

EACH = 20 if mailing.IS_SMALL else 200
STATES = ("warming up", "well", "refused", "hung", "well again")
TOKEN = "t" * 32
FLOOR = 0.1


def main(stack: BenchStack) -> bool:
    server = MailServer().start()
    redis = Valkey(stack.folder / "redis").start()
    stack.env |= {"REDIS_URL": redis.url, "EMAIL_URL": server.url}
    port = places.remembered_port(stack.folder / "web.port")
    web = Web(stack.folder, stack.env, port, workers=2)
    worker = mailing.mail_worker(stack, server)
    figures: dict[tuple[str, str], Figures] = {}
    wrong: list[str] = []
    try:
        web.start()
        worker.start()
        for state in STATES:
            with redis_that_is(redis, state):
                for what, prepare in (("join", joining), ("submit", submitting)):
                    send = prepare(EACH)
                    figures[what, state] = found = stack.load(port, send, total=EACH, at_once=4)
                    stack.say(f"{what:7} Redis {state:11} {found}")
                    if found.failures:
                        wrong.append(f"{found.failures} answers failed ({what}, Redis {state})")
        with on_redis(redis.url), mailing.sweeping():
            if not mailing.wait_until(mailing.all_sent, 120):
                wrong.append("not every mail was sent once Redis was well again")
    finally:
        for part in (worker, web, redis):
            part.stop()
        server.stop()
    ledger = mailing.Ledger(stack.folder / "ledger.jsonl")
    stack.say(f"{ledger.write()} mails were promised, {len(server.taken)} arrived")
    wrong += mailing.differences(ledger, server, may_repeat=0)
    for what in ("join", "submit"):
        most = max(2 * figures[what, "well"].percentile(0.95), FLOOR)
        for state in ("refused", "hung"):
            took = figures[what, state].percentile(0.95)
            if took > most:
                wrong.append(f"{what}, Redis {state}: 95 % took {took:.2f} s, more than {most:.2f}")
    return mailing.verdict(stack, wrong)


@contextmanager
def redis_that_is(redis: Valkey, state: str) -> Iterator[None]:
    if state == "refused":
        redis.child.kill()
        yield
        redis.start()
    elif state == "hung":
        os.kill(redis.child.process.pid, signal.SIGSTOP)
        yield
        os.kill(redis.child.process.pid, signal.SIGCONT)
        time.sleep(1)
    else:
        yield


@contextmanager
def on_redis(url: str) -> Iterator[None]:
    """This process rings there as well."""
    from hackathon.celery import app

    app.conf.update(broker_url=url, broker_write_url=url, broker_read_url=url)
    yield


def cookies_of(user) -> dict[str, str]:
    from tests.sender import session_of

    return {
        "Cookie": f"sessionid={session_of(user)}; csrftoken={TOKEN}",
        "X-CSRFToken": TOKEN,
        "Content-Type": "application/x-www-form-urlencoded",
    }


def joining(number: int):
    """Each person presses the button of a join link of a team of one."""
    from datetime import timedelta

    from django.utils import timezone

    from hackathon.kernel.guard import unguarded
    from teams.models import JoinLink
    from tests import factories

    event = factories.EventFactory(during="registration")
    challenge = factories.ChallengeFactory(event=event)
    asked = []
    for _ in range(number):
        seat = factories.MemberFactory(team__event=event, team__challenge=challenge)
        now = timezone.now()
        with unguarded("bench"):
            link = JoinLink.opening(
                seat.team,
                made_by=seat.user,
                created_at=now,
                uses=4,
                uses_left=4,
                expires_at=now + timedelta(days=1),
            )
            link.save()
        path = f"/e/{event.slug}/teams/join/{link.code}/"
        asked.append((path, cookies_of(factories.UserFactory())))

    def send(connection, index: int) -> int:
        path, headers = asked[index]
        return post(connection, path, "", headers)

    return send


def submitting(number: int):
    """Each captain submits a complete project, through the preview as a person does."""
    from teams.submissions.services.drafts import save_draft
    from tests import factories

    event = factories.EventFactory(during="hacking")
    challenge = factories.ChallengeFactory(event=event)
    asked = []
    for index in range(number):
        seat = factories.MemberFactory(team__event=event, team__challenge=challenge)
        content = {"title": f"Project {index}", "summary": "Trains, found faster."}
        save_draft(actor=seat.user, team=seat.team, content=content, revision=0)
        page = f"/e/{event.slug}/teams/{seat.team.pk}/submission/preview/"
        asked.append((page, cookies_of(seat.user)))
    forms = {}

    def send(connection, index: int) -> int:
        page, headers = asked[index]
        if index not in forms:
            connection.request("GET", page, headers=headers)
            text = connection.getresponse().read().decode()
            hidden = r'<input type="hidden" name="(\w+)" value="([^"]*)"'
            fields = re.findall(hidden, squeezed(text))
            forms[index] = "&".join(f"{name}={value}" for name, value in fields)
        return post(connection, page, forms[index], headers)

    return send


def post(connection, path: str, body: str, headers: dict[str, str]) -> int:
    """Anything but a redirect counts as a failure."""
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    answer.read()
    return 200 if answer.status == 302 else 599
