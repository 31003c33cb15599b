"""Sending one mail at a time over SMTP, so that it is known where in the dialogue it failed.

Whether the server's account, its own trouble, a recipient or a message is at fault can be told
from the step and the code alone (``Fault.blames``). It decides whether all mails wait, one mail
waits, or one mail has failed.
"""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import Enum
from smtplib import (
    SMTP,
    SMTPConnectError,
    SMTPException,
    SMTPResponseException,
    SMTPServerDisconnected,
)
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address
from django.core.mail.utils import DNS_NAME


class Step(Enum):
    """The steps of the dialogue, in their order."""

    CONNECT = "connect"
    BANNER = "banner"
    EHLO = "EHLO"
    STARTTLS = "STARTTLS"
    AUTH = "AUTH"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    END = "end of data"


class Blame(Enum):
    """What a failure says about the mail that it happened to."""

    SERVER = "server"  # nothing: every other mail would have failed as well
    DOUBT = "doubt"  # perhaps this mail, perhaps the server: another one is tried first
    MAIL = "mail"  # this recipient or this message is refused, for good


# Closing the connection, asking to sign in, or not knowing the dialogue is never about a mail.
ABOUT_THE_SERVER = {421, 500, 502, 503, 504, 530, 534, 535, 538}
# Many servers say only at RCPT what they have against the sender or against passing mails on.
# What they say is about the recipient if none of these holds:
NOT_THE_RECIPIENT = re.compile(r"\b5\.(1\.[78]|3\.\d+|5\.\d+|7\.\d+)\b")  # RFC 3463
NO_RELAY = re.compile(r"\brelay", re.IGNORECASE)
ENHANCED = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b")
ABOUT_NOBODY = {554}  # RFC 5321 has 550 to 553 for recipients, and 554 for the whole dialogue
ADDRESS = re.compile(r"\S+@\S+")


class Fault(Exception):
    """Where the dialogue ended before it should; ``code`` is 0 if the server said nothing."""

    def __init__(self, step: Step, code: int, words: str) -> None:
        super().__init__(step, code, words)
        self.step, self.code, self.words = step, code, words

    def __str__(self) -> str:
        said = f"{self.code} {self.words}" if self.code else self.words
        return f"{self.step.value}: {said}".strip()

    @property
    def blames(self) -> Blame:
        if self.step not in (Step.RCPT, Step.DATA, Step.END):
            return Blame.SERVER
        if self.code in ABOUT_THE_SERVER:
            return Blame.SERVER
        if self.code < 500:
            return Blame.DOUBT
        if self.step == Step.RCPT and not self.names_the_recipient:
            return Blame.DOUBT
        return Blame.MAIL

    @property
    def names_the_recipient(self) -> bool:
        """Whether a refusal at RCPT is about who it was for, and not about who sends."""
        words = ADDRESS.sub("", self.words)
        if NO_RELAY.search(words) or NOT_THE_RECIPIENT.search(words):
            return False
        return self.code not in ABOUT_NOBODY or bool(ENHANCED.search(words))


@contextmanager
def at_step(step: Step) -> Iterator[None]:
    """Whatever goes wrong inside is a Fault at this step."""
    try:
        yield
    except SMTPConnectError as error:
        raise Fault(Step.BANNER, error.smtp_code, as_text(error.smtp_error)) from error
    except SMTPResponseException as error:
        code = max(error.smtp_code, 0)  # -1 for an answer that was cut off
        raise Fault(step, code, as_text(error.smtp_error)) from error
    except SMTPServerDisconnected as error:
        is_connected = step == Step.CONNECT
        raise Fault(Step.BANNER if is_connected else step, 0, str(error)) from error
    except (SMTPException, OSError) as error:
        raise Fault(step, 0, str(error) or type(error).__name__) from error


def as_text(words: Any) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else str(words)


class Backend(EmailBackend):
    """Django's own, one step after the other; raises Fault.

    ``deadline`` (of the monotonic clock) ends a dialogue however slowly the server answers.
    """

    deadline: float | None = None

    def open(self) -> bool:
        """Everything before the first mail; says whether a connection was made."""
        if self.connection:
            return False
        try:
            self.shake_hands()
        except Fault:
            self.drop()
            raise
        return True

    def shake_hands(self) -> None:
        self.deadline = None
        seconds = self.timeout or settings.EMAIL_TIMEOUT
        more: dict[str, Any] = {"timeout": seconds, "local_hostname": DNS_NAME.get_fqdn()}
        if self.use_ssl:
            more["context"] = self.ssl_context
        with at_step(Step.CONNECT):
            self.connection = self.connection_class(self.host, self.port, **more)
        with at_step(Step.EHLO):
            self.connection.ehlo_or_helo_if_needed()
        if self.use_tls:
            with at_step(Step.STARTTLS):
                self.connection.starttls(context=self.ssl_context)
        if self.username and self.password:
            with at_step(Step.AUTH):
                self.connection.login(self.username, self.password)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """All of them or a Fault."""
        self.open()
        for message in email_messages:
            self._send(message)
        return len(email_messages)

    def _send(self, email_message: EmailMessage) -> bool:
        encoding = email_message.encoding or settings.DEFAULT_CHARSET
        sender = sanitize_address(email_message.from_email, encoding)
        try:
            self.command(Step.MAIL, f"MAIL FROM:<{bare_address(sender)}>")
            for address in email_message.recipients():
                recipient = bare_address(sanitize_address(address, encoding))
                self.command(Step.RCPT, f"RCPT TO:<{recipient}>", wanted=(250, 251))
            self.command(Step.DATA, "DATA", wanted=(354,))
            message: Any = email_message.message()
            self.transfer(message.as_bytes(linesep="\r\n"))
        except Fault as fault:
            self.begin_anew(fault)
            raise
        return True

    def command(self, step: Step, line: str, *, wanted: tuple[int, ...] = (250,)) -> None:
        with at_step(step):
            self.mind_the_deadline()
            code, words = self.opened().docmd(line)
        if code not in wanted:
            raise Fault(step, max(code, 0), as_text(words))

    def transfer(self, message: bytes) -> None:
        body = re.sub(rb"(?m)^\.", b"..", message)
        end = b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n"
        with at_step(Step.END):
            self.mind_the_deadline()
            self.opened().send(body + end)
            code, words = self.opened().getreply()
        if code != 250:
            raise Fault(Step.END, max(code, 0), as_text(words))

    def opened(self) -> SMTP:
        if self.connection is None:
            raise SMTPServerDisconnected("There is no connection.")
        return self.connection

    def mind_the_deadline(self) -> None:
        """The socket waits no longer than what is left; raises TimeoutError if nothing is."""
        sock = self.opened().sock
        if sock is None or self.deadline is None:
            return
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("The server took too long.")
        sock.settimeout(min(left, self.timeout or settings.EMAIL_TIMEOUT))

    def begin_anew(self, fault: Fault) -> None:
        """After a refusal the connection is good for the next mail, if it says so itself."""
        if not fault.code or fault.code == 421:
            self.drop()
            return
        try:
            self.command(fault.step, "RSET")
        except Fault:
            self.drop()

    def close(self) -> None:
        """With a farewell, but not for longer than a second."""
        if self.connection and self.connection.sock:
            self.connection.sock.settimeout(1)
        super().close()

    def drop(self) -> None:
        """Without a farewell: nobody may be listening."""
        connection, self.connection = self.connection, None
        if connection:
            with suppress(OSError):
                connection.close()


def bare_address(address: str) -> str:
    """Of ``Name <address>`` the address alone, without anything that would end the line."""
    found = re.search(r"<([^<>]*)>\s*$", address)
    return re.sub(r"[\r\n<>]", "", found[1] if found else address).strip()
