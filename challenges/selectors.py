from datetime import date, time
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from challenges.models import Challenge, Figure, Milestone, Partner, Prize, Quotation
from hackathon.models import Event
from hackathon.readings import Reading, column, gathered, reading_of

shown_challenges = reading_of(Challenge, "id", "slug", "title", "question")
shown_partners = reading_of(Partner, "name", "role", "url")
shown_figures = reading_of(Figure, "value", "label")
shown_milestones = reading_of(Milestone, "day", "starts_at", "title")
shown_quotations = reading_of(Quotation, "text", "author", "function")
FACTS = {
    "challenges": shown_challenges,
    "figures": shown_figures,
    "milestones": shown_milestones,
    "partners": shown_partners,
    "quotations": shown_quotations,
}


@Reading
def shown_prizes(language: str) -> str:
    columns = ", ".join(column(Prize, name, language, "p") for name in ("title", "reward"))
    return f"""
        SELECT p.challenge_id, {columns} FROM challenges_prize p
        JOIN challenges_challenge c ON c.id = p.challenge_id
        WHERE c.event_id = %s ORDER BY p.rank"""  # noqa: S608


def challenges_of(event: Event) -> QuerySet[Challenge]:
    return event.challenges.all()


def challenges_with_prizes(event: Event) -> list[tuple[Any, list[Any]]]:
    prizes: dict[int, list[Any]] = {}
    for prize in shown_prizes(event.pk):
        prizes.setdefault(prize.challenge_id, []).append(prize)
    return [(row, prizes.get(row.id, [])) for row in shown_challenges(event.pk)]


def challenge_or_404(event: Event, slug: str) -> Challenge:
    return get_object_or_404(event.challenges, slug=slug)


def partners_of(event: Event) -> list[Any]:
    return shown_partners(event.pk)


def facts_of(event: Event, more: dict[str, Reading]) -> dict[str, list[Any]]:
    """What the organiser tells on the event's public page, and what upper floors add to it."""
    found = gathered({**FACTS, **more}, event.pk)
    for item in found["milestones"]:
        item.day = date.fromisoformat(item.day)
        item.starts_at = time.fromisoformat(item.starts_at) if item.starts_at else None
    return found
