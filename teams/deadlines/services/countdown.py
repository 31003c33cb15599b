"""The countdown as plain files, one an event and language, that a web server shows by itself.

Nobody is told less when the application is slow: the file holds every shared deadline as words,
and its script asks the web server, not the reader's computer, what time it is.
"""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from hackathon.files.storage import sync
from hackathon.kernel.fences import do_for_each
from hackathon.models import Event
from teams.deadlines.rule import closing_of, deadline_of
from teams.deadlines.selectors.times import challenges_apart, running_extensions

TASK = "teams.tasks.write_countdowns"


def page(event: Event, language: str) -> str:
    """The countdown in one language, the same for every reader."""
    with translation.override(language), timezone.override(event.zone):
        context = {
            "event": event,
            "language": language,
            "languages": settings.LANGUAGES,
            "site_name": settings.SITE_NAME,
            "rows": rows_of(event),
            "parts": {"extensions": running_extensions(event)},
        }
        return render_to_string("teams/deadlines/countdown.html", context)


def rows_of(event: Event) -> list[dict[str, Any]]:
    """The event's deadline first, then the challenges that differ."""
    rows: list[dict[str, Any]] = [
        {"challenge": None, "deadline": deadline_of(event), "closes_at": closing_of(event)}
    ]
    for challenge in challenges_apart(event):
        challenge.event = event
        closes_at = closing_of(challenge)
        rows.append(
            {"challenge": challenge, "deadline": deadline_of(challenge), "closes_at": closes_at}
        )
    return rows


def folder_of(slug: str) -> Path:
    """Below the root, the path of the address: nginx finds it without being told how."""
    return Path(settings.COUNTDOWN_ROOT) / "e" / slug


def write_all() -> int:
    """Every public event's pages, as they must be now; what is no longer public goes. Says how
    many files changed."""
    shown = list(Event.objects.filter(is_listed=True, published_at=None))
    slugs = {event.slug for event in shown}
    root = Path(settings.COUNTDOWN_ROOT) / "e"
    for folder in root.iterdir() if root.is_dir() else ():
        if folder.name not in slugs:
            shutil.rmtree(folder, ignore_errors=True)
    return do_for_each(TASK, shown, write_pages)


def write_pages(event: Event) -> int:
    folder = folder_of(event.slug) / "countdown"
    return sum(
        write(folder / language / "index.html", page(event, language))
        for language, _name in settings.LANGUAGES
    )


def write(path: Path, text: str) -> bool:
    """The old page or the new one, never half of one."""
    if path.exists() and path.read_text() == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync(path.parent)
    return True
