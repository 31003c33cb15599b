"""A small SMTP server of the tests' own that fails where it is told to: real sockets, real words.

``server.plan`` is asked at every step of every dialogue, with the step and the recipient (empty
before RCPT is sent), and answers with what to do: ``None`` to go on, a line to say instead, or
``DROP`` and ``HANG``. What was taken is in ``server.taken``, in the order in which it came.
"""

import datetime
import email
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email import policy

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from hackathon.mail.smtp import Step

DROP, HANG = "drop", "hang"
Plan = Callable[[Step, str], str | None]


def be_well(step: Step, recipient: str) -> None:
    """Takes everything."""


class Ended(Exception):
    """This dialogue is over."""


@dataclass(frozen=True)
class Taken:
    recipient: str
    message_id: str
    text: str


class MailServer:
    def __init__(self, *, tls: bool = False, certificate=None) -> None:
        self.plan: Plan = be_well
        self.taken: list[Taken] = []
        self.connections = 0
        self.tls, self.certificate = tls, certificate
        self.over = threading.Event()
        self.port = 0
        self.listener: socket.socket | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> "MailServer":
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listener.getsockname()[1]
        self.over.clear()
        threading.Thread(target=self.accept, args=[self.listener], daemon=True).start()
        return self

    def stop(self) -> None:
        """Nobody is at home at this port any more."""
        self.over.set()
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def accept(self, listener: socket.socket) -> None:
        while not self.over.is_set():
            try:
                line, _address = listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.serve, args=[line], daemon=True).start()

    def serve(self, line: socket.socket) -> None:
        talk = Dialogue(self, line)
        try:
            talk.hold()
        except (Ended, OSError, ValueError):
            pass
        finally:
            with suppress(OSError):
                talk.line.close()


class Dialogue:
    """One connection, from the banner to its end."""

    def __init__(self, server: MailServer, line: socket.socket) -> None:
        self.server, self.line = server, line
        self.reader = line.makefile("rb")
        self.recipient = ""

    def hold(self) -> None:
        self.answer(Step.BANNER, "220 test ESMTP")
        while command := self.reader.readline():
            self.obey(command.decode().strip())

    def obey(self, command: str) -> None:
        verb = command.split(" ")[0].split(":")[0].upper()
        if verb in ("EHLO", "HELO"):
            offers = ["test", "AUTH PLAIN", *(["STARTTLS"] if self.server.tls else [])]
            lines = [f"250-{offer}" for offer in offers[:-1]] + [f"250 {offers[-1]}"]
            self.answer(Step.EHLO, "\r\n".join(lines))
        elif verb == "STARTTLS":
            self.answer(Step.STARTTLS, "220 go on")
            self.line = self.server.certificate.wrap_socket(self.line, server_side=True)
            self.reader = self.line.makefile("rb")
        elif verb == "AUTH":
            self.answer(Step.AUTH, "235 welcome")
        elif verb == "MAIL":
            self.recipient = ""
            self.answer(Step.MAIL, "250 ok")
        elif verb == "RCPT":
            self.recipient = command.split("<")[1].split(">")[0]
            self.answer(Step.RCPT, "250 ok")
        elif verb == "DATA":
            if self.answer(Step.DATA, "354 go on"):
                self.take()
        elif verb == "QUIT":
            self.say("221 bye")
            raise Ended
        else:
            self.say("250 ok")

    def take(self) -> None:
        """What is refused after the dot was not taken; what is dropped there was."""
        lines = []
        while (line := self.reader.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        if not line:
            raise Ended
        mail = email.message_from_bytes(b"".join(lines), policy=policy.default)
        text = mail.get_body(preferencelist=("plain",)).get_content()
        taken = Taken(self.recipient, mail["Message-ID"], text)
        wanted = self.server.plan(Step.END, self.recipient)
        if wanted in (None, DROP):
            self.server.taken.append(taken)
        self.do(wanted, "250 taken")

    def answer(self, step: Step, words: str) -> bool:
        return self.do(self.server.plan(step, self.recipient), words)

    def do(self, wanted: str | None, words: str) -> bool:
        """Whether it went on as it should."""
        if wanted == DROP:
            raise Ended
        if wanted == HANG:
            self.server.over.wait(30)
            raise Ended
        self.say(wanted or words)
        if (wanted or "").startswith("421"):
            raise Ended
        return wanted is None

    def say(self, words: str) -> None:
        self.line.sendall(words.encode() + b"\r\n")


def certificate_in(folder) -> tuple[ssl.SSLContext, str]:
    """A certificate for this machine, and the file by which a client trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    now = datetime.datetime.now(datetime.UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=400))
        .not_valid_after(now + datetime.timedelta(days=400))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "mail.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context, str(pem)
