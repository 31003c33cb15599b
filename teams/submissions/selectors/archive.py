"""All that teams have handed in to one event, written into one ZIP as it is read from disk."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hackathon.files.bucket import StorageDown
from hackathon.files.storage import open_stored
from hackathon.kernel.texts import harmless
from hackathon.models import Event
from teams.submissions.models.files import Attachment
from teams.submissions.models.submission import CONTENT, LINKS, Version
from teams.submissions.selectors.checklist import questions_for
from teams.submissions.selectors.submissions import told_answers

CHUNK = 1024 * 1024
Tick = Callable[[], None]  # called often, while bytes move


def last_versions(event: Event) -> QuerySet[Version]:
    """The last version of every team that ever submitted, whatever became of it."""
    versions = Version.objects.standing().filter(submission__team__event=event)
    return versions.order_by("submission", "-number").distinct("submission")


def safe_name(text: str, fallback: str) -> str:
    """Letters, digits, dots and hyphens of ASCII: the same folder on every machine."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9.]+", "-", plain)
    return re.sub(r"\.{2,}", ".", words).strip("-.")[:60].rstrip("-.") or fallback


class Archive:
    """Entries go in one after another, hashed on their way; memory holds one chunk."""

    def __init__(self, target: Path, tick: Tick) -> None:
        self.zip = ZipFile(target, "w", ZIP_STORED, allowZip64=True)
        self.tick = tick
        self.sums: list[tuple[str, str]] = []

    def add(self, name: str, chunks: Iterator[bytes], at: Any) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        info = ZipInfo(name, date_time=at.timetuple()[:6])
        info.external_attr = 0o644 << 16
        with self.zip.open(info, "w", force_zip64=True) as entry:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                entry.write(chunk)
                self.tick()
        self.sums.append((digest.hexdigest(), name))
        return digest.hexdigest(), size

    def add_text(self, name: str, text: str, at: Any) -> None:
        self.add(name, iter([text.encode()]), at)


def write_archive(
    event: Event, target: Path, at: Any, *, tick: Tick, step: Callable[[int, int], None]
) -> int:
    """Returns how many files could not be read; the manifest names them."""
    numbers = list(last_versions(event).values_list("pk", flat=True))
    archive = Archive(target, tick)
    with archive.zip:
        entries = []
        for done, number in enumerate(numbers):
            step(done, len(numbers))
            entries.append(add_team(archive, event, number))
        manifest = {"event": event.slug, "name": event.name, "made_at": at.isoformat()}
        archive.add_text("manifest.json", as_json(manifest | {"submissions": entries}), at)
        sums = "".join(f"{sha256}  {name}\n" for sha256, name in archive.sums)
        archive.add_text("SHA256SUMS", sums, at)
    step(len(numbers), len(numbers))
    return sum(file["state"] != "ok" for entry in entries for file in entry["files"])


def add_team(archive: Archive, event: Event, version_id: int) -> dict[str, Any]:
    """One team's folder; gives its lines of the manifest."""
    related = ("submission__team__challenge", "submitted_by")
    version = Version.objects.select_related(*related).get(pk=version_id)
    submission, team = version.submission, version.team
    team.event = event
    folder = f"{submission.pk:05d}-{safe_name(team.name, 'team')}"
    at = version.submitted_at
    files = [
        add_file(archive, folder, place, file, at) for place, file in enumerate(version.files, 1)
    ]
    answers = told_answers(version, questions_for(team))
    content = {name: getattr(version, name) for name in CONTENT}
    archive.add_text(f"{folder}/project.json", as_json(content | {"told": answers}), at)
    archive.add_text(f"{folder}/project.md", as_markdown(version, answers), at)
    return {
        "folder": folder,
        "team": team.name,
        "challenge": team.challenge.title,
        "members": [str(seat.user) for seat in team.members.select_related("user")],
        "title": version.title,
        "state": submission.status,
        "check": submission.triage,
        "version": version.number,
        "origin": version.origin,
        "in_grace": version.in_grace,
        "submitted_at": at.isoformat(),
        "sha256": version.sha256,
        "files": files,
    }


def add_file(
    archive: Archive, folder: str, place: int, file: Attachment, at: Any
) -> dict[str, Any]:
    path = f"{folder}/files/{place:02d}-{safe_name(file.name, 'file')}"
    line = {
        "path": path,
        "name": file.name,
        "sha256": file.sha256,
        "size": file.size,
        "media_type": file.media_type,
    }
    try:
        source = open_stored(file.sha256)
    except StorageDown:
        raise
    except OSError:
        return line | {"state": "missing"}
    with source:
        sha256, _size = archive.add(path, iter(lambda: source.read(CHUNK), b""), at)
    return line | {"state": "ok" if sha256 == file.sha256 else "damaged"}


def as_json(value: Any) -> str:
    """ASCII alone, so that no character turns the words around it."""
    return json.dumps(value, indent=2) + "\n"


def section(heading: str, text: str) -> str:
    return f"## {heading}\n\n{text}"


def as_markdown(version: Version, answers: list[tuple[str, str]]) -> str:
    parts = [f"# {one_line(version.title)}", version.summary, version.description]
    if version.technologies:
        words = ", ".join(map(one_line, version.technologies))
        parts.append(section(_("Technologies"), words))
    links = [f"- <{url}>" for url in (getattr(version, name) for name in LINKS) if url]
    if links:
        parts.append(section(_("Links"), "\n".join(links)))
    parts += [section(one_line(label), answer) for label, answer in answers]
    return harmless("\n\n".join(part for part in parts if part)) + "\n"


def one_line(text: str) -> str:
    """Words as they are, not as Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", " ".join(text.split()))
