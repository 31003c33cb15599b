"""The rule sheet: everything that decides how marks become a ranking, as text and fingerprint."""

import hashlib
import json
from collections.abc import Collection
from itertools import zip_longest
from typing import Any

from django.conf import settings
from django.http import Http404

from challenges.models import Challenge
from hackathon.events.overview import by_event
from hackathon.models import Event
from judging.rules.models import (
    Criterion,
    JuryRules,
    Panel,
    RuleSheet,
)

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def rules_of(event: Event) -> JuryRules:
    """The event's rules, or those that hold as long as nobody has written any."""
    return JuryRules.objects.filter(event=event).first() or JuryRules(event=event)


def content_of(event: Event) -> dict[str, Any]:
    """What a sheet published now would say; plain values only."""
    return contents_of([event])[event.pk]


def contents_of(events: Collection[Event]) -> dict[int, dict[str, Any]]:
    """The same of several events, by their numbers; as many queries for all as for one."""
    rules = {row.event_id: row for row in JuryRules.objects.filter(event__in=events)}
    criteria = Criterion.objects.in_force().filter(event__in=events)
    challenges = Challenge.objects.filter(event__in=events)
    panels = {row.challenge_id: row for row in Panel.objects.filter(challenge__event__in=events)}
    shared_criteria, shared_challenges = by_event(criteria), by_event(challenges)
    return {
        event.pk: content_from(
            event,
            rules.get(event.pk) or JuryRules(event=event),
            shared_criteria[event.pk],
            [panels.get(row.pk) or Panel(challenge=row) for row in shared_challenges[event.pk]],
        )
        for event in events
    }


def content_from(
    event: Event, rules: JuryRules, criteria: list[Criterion], panels: list[Panel]
) -> dict[str, Any]:
    return {
        "event": event.slug,
        "official": rules.official,
        "ladder": list(rules.ladder),
        "edits_until_lock": rules.edits_until_lock,
        "criteria": [criterion_as_text(row) for row in criteria],
        "panels": [panel_as_text(panel) for panel in panels],
    }


def criterion_as_text(row: Criterion) -> dict[str, Any]:
    return {
        "id": row.pk,
        "challenge": row.challenge_id,
        "weight": row.weight,
        "lowest": row.lowest,
        "highest": row.highest,
        **{name: in_each_language(row, name) for name in ("title", "meaning", "anchors")},
    }


def in_each_language(row: Criterion, name: str) -> dict[str, str]:
    return {code: getattr(row, f"{name}_{code}") or "" for code in LANGUAGES}


def panel_as_text(panel: Panel) -> dict[str, Any]:
    shared = {"challenge": panel.challenge_id, "mode": panel.mode}
    if panel.mode == Panel.Mode.ALL:
        return shared
    names = ("reviews_each", "most_per_judge", "more_waves", "wave_size", "stop_at", "opening")
    return shared | {name: getattr(panel, name) for name in names}


def fingerprint_of(content: dict[str, Any]) -> str:
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def sheet_of(event: Event) -> RuleSheet | None:
    """The sheet in force."""
    return event.rule_sheets.first()


def sheet_number(event: Event) -> int:
    """Of the sheet in force; 0 before the first."""
    return event.rule_sheets.values_list("number", flat=True).first() or 0


def sheet_or_404(event: Event, number: int | None = None) -> RuleSheet:
    sheets = event.rule_sheets.select_related("published_by")
    sheet = (sheets if number is None else sheets.filter(number=number)).first()
    if sheet is None:
        raise Http404
    return sheet


def has_unpublished_rules(event: Event) -> bool:
    """Whether there are criteria, and the newest sheet does not say what holds now."""
    return event.pk in with_unpublished_rules([event])


def with_unpublished_rules(events: Collection[Event]) -> dict[int, bool]:
    """Those of the events, by their numbers, and whether a sheet was ever published there."""
    newest = RuleSheet.objects.filter(event__in=events).order_by("event", "-number")
    published = dict(newest.distinct("event").values_list("event", "sha256"))
    return {
        event: event in published
        for event, content in contents_of(events).items()
        if content["criteria"] and published.get(event) != fingerprint_of(content)
    }


def has_marks(event: Event, challenge_id: int | None = None) -> bool:
    """Whether anybody has given a mark: in one challenge, or in the whole event."""
    given = Criterion.objects.filter(event=event, scores__isnull=False)
    if challenge_id:
        given = given.filter(scores__scorecard__version__submission__team__challenge=challenge_id)
    return given.exists()


def in_language(sheet: RuleSheet, language: str) -> list[dict[str, Any]]:
    """The sheet's criteria in one language, else in the first that has words."""

    def said(texts: dict[str, str]) -> str:
        order = (language, *settings.MODELTRANSLATION_FALLBACK_LANGUAGES)
        return next((texts[code] for code in order if texts.get(code)), "")

    told = []
    for row in sheet.content["criteria"]:
        words = {name: said(row[name]) for name in ("title", "meaning", "anchors")}
        marks = range(row["lowest"], row["highest"] + 1)
        sentences = words.pop("anchors").splitlines()[: len(marks)]
        levels = list(zip_longest(marks, sentences, fillvalue=""))
        told.append({**row, **words, "levels": levels})
    return told


def shelves_of(sheet: RuleSheet, event: Event, language: str) -> list[tuple[Any, list[dict]]]:
    """Each challenge with the criteria that count in it, each with its share in per cent."""
    criteria = in_language(sheet, language)
    known = [panel["challenge"] for panel in sheet.content["panels"]]
    shelves = []
    for challenge in event.challenges.filter(pk__in=known):
        rubric = [row for row in criteria if row["challenge"] in (None, challenge.pk)]
        total = sum(row["weight"] for row in rubric)
        shared = [{**row, "share": round(100 * row["weight"] / total)} for row in rubric]
        shelves.append((challenge, shared))
    return shelves


def ladder_in_words(sheet: RuleSheet) -> list[str]:
    return [str(JuryRules.Step(step).label) for step in sheet.content["ladder"]]
