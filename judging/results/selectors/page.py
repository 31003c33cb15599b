"""The page of results: as it was published, with every correction since."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from hackathon.models import Event
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
    rows = shown_publication(event.pk)
    if not rows:
        return None
    corrections = [
        Amended(datetime.fromisoformat(row["made_at"]), row["reason"], row["lines"])
        for row in rows[0].corrections or []
    ]
    return Results(**rows[0].content, corrections=corrections)


def previewed_results(event: Event) -> Results:
    """As the page would be now; for those alone who may know."""
    return Results(**results_of(event)[get_language()])


def correction_of(event: Event) -> tuple[dict[str, Any], list]:
    """What the rows say now, in all languages, and what of it the public page tells otherwise."""
    content = results_of(event)
    published = event.publication.content
    return content, result_differences(published, content, get_language())
