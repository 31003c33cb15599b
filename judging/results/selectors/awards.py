from dataclasses import dataclass, fields
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import get_language

from hackathon.kernel.columns import with_columns
from hackathon.models import Event
from judging.results.models import Award, Publication
from teams.models import Version
from teams.submissions.models.submission import Submission
from teams.submissions.selectors.submissions import entered_versions


@dataclass(frozen=True)
class Winner:
    """Who won what, as it was published in the reader's language; ``id`` is the submission's."""

    id: int
    team: str
    challenge: str
    title: str
    reward: str
    project: str


NAMES = tuple(field.name for field in fields(Winner))


def shown_winners(event: Event) -> list[Winner]:
    """What everyone sees: the winners as they were published, and nothing before."""
    published = Publication.objects.filter(event=event)
    winners = published.values_list(f"content__{get_language()}__winners", flat=True).first()
    return [Winner(**{name: row[name] for name in NAMES}) for row in winners or []]


def shown_publication(event: Event) -> dict[str, Any] | None:
    """What the results page tells in the reader's language; None before the publication."""
    published = Publication.objects.filter(event=event)
    return published.values_list(f"content__{get_language()}", flat=True).first()


def drafted_winners(event: Event) -> list[Award]:
    """Every decision about a prize as the rows say it now, for those alone who may know: with the
    ``project`` that won, by the title of its version that counts. Nothing is frozen."""
    standing = Version.objects.standing().filter(submission=OuterRef("submission"))
    title = standing.order_by("-number").values("title")[:1]
    return list(with_columns(decisions(event), project=Subquery(title)))


def decisions(event: Event) -> QuerySet[Award]:
    """What has been decided about each prize so far. Not for the public."""
    made = Award.objects.filter(prize__challenge__event=event)
    made = made.select_related(
        "prize__challenge__event", "submission__team__challenge", "decided_by"
    )
    return made.order_by("prize__challenge__position", "prize__challenge", "prize__rank")


def awards(event: Event) -> list[Award]:
    """The prizes given so far, each with the version that the jury judged. Not for the public."""
    given = decisions(event).filter(submission__isnull=False)
    entered: dict[int, Any] = {row.submission_id: row for row in entered_versions(event)}
    for award in (rows := list(given)):
        award.version = entered.get(award.submission_id or 0, award.submission)
    return rows


def winner_of(award: Award) -> Submission:
    """What won, where the prize was given to something."""
    if award.submission is None:
        raise LookupError(f"{award!r} was given to nothing")
    return award.submission
