"""A tus client for tests: what a browser does, one request at a time."""

import base64
import io
import zipfile

from django.urls import reverse

PDF = b"%PDF-1.7 a plan\n" + b"line\n" * 40 + b"%%EOF\n"
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = "application/offset+octet-stream"


def packed(*entries, method=zipfile.ZIP_DEFLATED):
    """A zip of ``(name, bytes)``."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return held.getvalue()


def metadata(name):
    return f"filename {base64.b64encode(name.encode()).decode()}"


class Tus:
    """One file on its way to one team, by Django's own client."""

    def __init__(self, client, seat, body=PDF, name="plan.pdf"):
        self.client, self.body = client, body
        team = seat.team
        self.folder = reverse("teams:uploads", args=[team.event.slug, team.pk])
        client.force_login(seat.user)
        self.created = self.create(name, len(body))
        self.url = self.created.get("Location")

    def create(self, name, size, **headers):
        sent = {**TUS, "Upload-Length": str(size), "Upload-Metadata": metadata(name), **headers}
        return self.client.post(self.folder, headers=sent)

    def patch(self, offset, piece, url=None, **headers):
        sent = {**TUS, "Upload-Offset": str(offset), **headers}
        return self.client.patch(url or self.url, piece, content_type=PIECE, headers=sent)

    def head(self):
        return self.client.head(self.url, headers=TUS)

    def offset(self):
        return int(self.head()["Upload-Offset"])

    def delete(self):
        return self.client.delete(self.url, headers=TUS)

    def send(self):
        return self.patch(0, self.body)
