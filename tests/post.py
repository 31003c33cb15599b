"""What arrived in a test's own mail sink, and waiting for it."""

import email
import time
from email import policy


def arrived(sink):
    files = sink.mail.glob("*.eml")
    return [email.message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def text_of(mail, kind="plain"):
    return mail.get_body(preferencelist=(kind,)).get_content()


def wait_for(condition, seconds):
    give_up_at = time.monotonic() + seconds
    while not condition() and time.monotonic() < give_up_at:
        time.sleep(0.1)
