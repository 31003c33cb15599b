"""A tus client over real connections, which tries again until it is told that all has arrived."""

import base64
import http.client
import re
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.test import Client

from hackathon.models import User

TOKEN = "t" * 32
BROKEN = (OSError, http.client.HTTPException)
LATER = (409, 423, 500, 502, 503, 504)


class Refused(Exception):
    """An answer that trying again will not change."""


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


class Sender:
    """One person's browser: a session, and a connection that is opened anew when it breaks."""

    def __init__(self, port: int, session: str) -> None:
        self.port, self.connection, self.breaks = port, None, 0
        cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: TOKEN}
        self.headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "X-CSRFToken": TOKEN,
            "Tus-Resumable": "1.0.0",
        }

    def ask(self, method: str, url: str, body: bytes = b"", **headers: str) -> Any:
        """One request; the answer has been read."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            self.connection.request(method, url, body or None, self.headers | named)
            answer = self.connection.getresponse()
            answer.text = answer.read().decode(errors="replace")
            return answer
        except BROKEN:
            self.breaks += 1
            self.close()
            raise

    def close(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None

    def until(self, attempt: Callable[[], Any], seconds: float = 120) -> Any:
        """What it gives, once nothing breaks any more."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                return attempt()
            except BROKEN:
                time.sleep(0.1)
        raise TimeoutError

    def create(self, team: Any, name: str, size: int) -> str:
        told = f"filename {base64.b64encode(name.encode()).decode()}"
        answer = self.ask(
            "POST",
            f"/e/{team.event.slug}/teams/{team.pk}/uploads/",
            Upload_Length=str(size),
            Upload_Metadata=told,
            Content_Length="0",
        )
        return accepted(answer, 201).getheader("Location")

    def offset(self, url: str) -> int:
        return int(accepted(self.ask("HEAD", url), 200).getheader("Upload-Offset"))

    def patch(self, url: str, offset: int, piece: bytes) -> int:
        kind = "application/offset+octet-stream"
        answer = self.ask("PATCH", url, piece, Upload_Offset=str(offset), Content_Type=kind)
        return int(accepted(answer, 204).getheader("Upload-Offset"))

    def break_off(self, url: str, offset: int, piece: bytes, announced: int) -> None:
        """Send less than was announced, and go."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        line.putrequest("PATCH", url)
        told = {"Upload-Offset": offset, "Content-Length": announced}
        kind = {"Content-Type": "application/offset+octet-stream"}
        for name, value in (self.headers | told | kind).items():
            line.putheader(name, str(value))
        line.endheaders(piece)
        line.close()

    def send(self, team: Any, name: str, body: bytes, piece: int, rest: Callable[[], None]) -> None:
        """From the beginning to the answer that the last byte has been taken, whatever breaks."""
        self.go_on(self.until(lambda: self.create(team, name, len(body))), body, piece, rest)

    def go_on(self, url: str, body: bytes, piece: int, rest: Callable[[], Any] = int) -> None:
        offset = self.until(lambda: self.offset(url))
        while offset < len(body):
            try:
                offset = self.patch(url, offset, body[offset : offset + piece])
            except BROKEN:
                time.sleep(0.05)
                offset = self.until(lambda: self.offset(url))
            rest()

    def submit(self, team: Any) -> None:
        """Through the preview, like a person; a broken answer is tried again with the same key."""
        page = f"/e/{team.event.slug}/teams/{team.pk}/submission/preview/"
        text = self.until(lambda: accepted(self.ask("GET", page), 200)).text
        fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text)
        form = "&".join(f"{name}={value}" for name, value in fields)
        kind = "application/x-www-form-urlencoded"
        self.until(lambda: accepted(self.ask("POST", page, form.encode(), Content_Type=kind), 302))


def accepted(answer: Any, status: int) -> Any:
    """The answer; what may be over in a moment counts as a broken connection."""
    if answer.status == status:
        return answer
    if answer.status in LATER:
        raise OSError(answer.status)
    raise Refused(answer.status, answer.text[:500])
