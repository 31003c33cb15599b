"""How complete a submission is and whether its links are well formed. Nothing is ever fetched."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from teams.submissions.models.question import ProjectQuestion
from teams.submissions.models.submission import LINKS, Submission
from teams.submissions.selectors.checklist import missing_in

well_formed = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Link:
    label: Any
    url: str
    is_sound: bool


def is_sound(url: str) -> bool:
    """An address that a browser anywhere could open: http(s), a full host name, no password."""
    try:
        well_formed(url)
        parts = urlsplit(url)
    except (ValidationError, ValueError):
        return False
    host = parts.hostname or ""
    inside = host.endswith((".local", ".internal", ".localhost")) or host.startswith("127.")
    return "." in host and not inside and parts.username is None


def links_in(content: Any) -> list[Link]:
    """The links that are there, under their fields' names."""
    found = []
    for name in LINKS:
        if url := getattr(content, name):
            label = content._meta.get_field(name).verbose_name
            found.append(Link(label, url, is_sound(url)))
    return found


def missing_from(submission: Submission) -> list[str]:
    """What the checklist still asks for; the event's questions came with the row."""
    team = submission.team
    asked: list[ProjectQuestion] = [
        question
        for question in team.event.project_questions.all()
        if question.challenge_id in (None, team.challenge_id)
    ]
    return [str(part.sentence) for part in missing_in(submission, asked)]
