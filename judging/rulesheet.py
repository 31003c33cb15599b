"""The rule sheet: everything that decides how marks become a ranking, as text and fingerprint."""

import hashlib
import json
from itertools import zip_longest
from typing import Any

from django.conf import settings
from django.http import Http404

from hackathon.models import Event
from judging.models import Criterion, JuryRules, Panel, RuleSheet, Score
from judging.rubric import criteria_of

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def rules_of(event: Event) -> JuryRules:
    """The event's rules, or those that hold as long as nobody has written any."""
    return JuryRules.objects.filter(event=event).first() or JuryRules(event=event)


def content_of(event: Event) -> dict[str, Any]:
    """What a sheet published now would say; plain values only."""
    rules = rules_of(event)
    panels = {panel.challenge_id: panel for panel in Panel.objects.filter(challenge__event=event)}
    challenges = list(event.challenges.all())
    return {
        "event": event.slug,
        "official": rules.official,
        "ladder": list(rules.ladder),
        "edits_until_lock": rules.edits_until_lock,
        "criteria": [criterion_as_text(row) for row in criteria_of(event)],
        "panels": [
            panel_as_text(panels.get(challenge.pk) or Panel(challenge=challenge))
            for challenge in challenges
        ],
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


def sheet_or_404(event: Event, number: int | None = None) -> RuleSheet:
    sheets = event.rule_sheets.select_related("published_by")
    sheet = (sheets if number is None else sheets.filter(number=number)).first()
    if sheet is None:
        raise Http404
    return sheet


def has_marks(event: Event, challenge_id: int | None = None) -> bool:
    """Whether anybody has given a mark: in one challenge, or in the whole event."""
    given = Score.objects.filter(scorecard__judge__event=event)
    if challenge_id:
        given = given.filter(scorecard__version__submission__team__challenge=challenge_id)
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
