"""The page of results: as it was published, with every correction since."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from hackathon.models import Event
from judging.results.models import Correction
from judging.results.selectors.awards import shown_publication
from judging.results.selectors.publication import result_differences, results_of


@dataclass(frozen=True)
class Amended:
    """A correction in the reader's language; each line tells what, before and after."""

    made_at: datetime
    reason: str
    lines: list[list[str]]


@dataclass(frozen=True)
class Results:
    winners: list[dict[str, Any]] = field(default_factory=list)
    withheld: list[dict[str, Any]] = field(default_factory=list)
    jury: list[dict[str, str]] = field(default_factory=list)
    corrections: list[Amended] = field(default_factory=list)


def shown_results(event: Event) -> Results | None:
    """What everyone sees; nothing before the publication."""
    content = shown_publication(event)
    return Results(**content, corrections=shown_corrections(event)) if content else None


def shown_corrections(event: Event) -> list[Amended]:
    """What the page told otherwise before, the oldest correction first."""
    rows = Correction.objects.filter(event=event)
    told = rows.values_list("made_at", "reason", f"changes__{get_language()}")
    return [Amended(*row) for row in told]


def previewed_results(event: Event) -> Results:
    """As the page would be now; for those alone who may know."""
    return Results(**results_of(event)[get_language()])


def correction_of(event: Event) -> tuple[dict[str, Any], list]:
    """What the rows say now, in all languages, and what of it the public page tells otherwise."""
    content = results_of(event)
    published = event.publication.content
    return content, result_differences(published, content, get_language())
