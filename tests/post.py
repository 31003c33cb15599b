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


def wait_for(condition, seconds):
    give_up_at = time.monotonic() + seconds
    while not condition() and time.monotonic() < give_up_at:
        time.sleep(0.1)


def code_to(address):
    """The code in the newest mail to this address, as it stands in the queue."""
    return CODE.search(EmailLog.objects.filter(recipient=address).order_by("-pk").first().text)[1]
