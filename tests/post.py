"""What arrived in a test's own mail sink, and waiting for it."""

import email
import re
import time
from email import policy

from hackathon.models import EmailLog

CODE = re.compile(r"^([A-Z0-9-]{6,})\s*$", re.M)


def arrived(sink):
    files = sink.mail.glob("*.eml")
    return [email.message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def text_of(mail, kind="plain"):
    return mail.get_body(preferencelist=(kind,)).get_content()


def wait_for(condition, what, seconds=60):
    """What ``condition`` returns, once that is true; an AssertionError that says what was waited
    for if it is not in so many seconds, which a busy machine has time enough in."""
    give_up_at = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < give_up_at, f"not in {seconds} seconds: {what}"
        time.sleep(0.1)
    return found


def code_to(address):
    """The code in the newest mail to this address, as it stands in the queue."""
    return CODE.search(EmailLog.objects.filter(recipient=address).order_by("-pk").first().text)[1]
