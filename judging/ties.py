"""Ties that the ladder leaves, and what the president decided about them."""

from collections.abc import Iterable
from typing import Any

from challenges.models import Challenge
from hackathon.models import Event
from judging.models import JuryRules, TieDecision
from judging.rulesheet import rules_of

Lines = list[dict[str, Any]]


def president_decides(event: Event) -> bool:
    return JuryRules.Step.PRESIDENT in rules_of(event).ladder


def groups_of(lines: Lines) -> dict[int, list[int]]:
    """The submissions that share a rank, by that rank."""
    shared: dict[int, list[int]] = {}
    for row in lines:
        if row["rank"] is not None:
            shared.setdefault(row["rank"], []).append(row["submission"])
    return {rank: group for rank, group in shared.items() if len(group) > 1}


def made_for(challenges: Iterable[int], sha256: str) -> list[TieDecision]:
    """The decisions that these marks know, those that stand later in the list."""
    found = TieDecision.objects.filter(challenge__in=challenges, inputs_sha256=sha256)
    return list(found.select_related("decided_by").order_by("pk"))


def standing_for(group: Iterable[int], decisions: Iterable[TieDecision]) -> TieDecision | None:
    """The newest one about exactly these submissions."""
    members, found = set(group), None
    for decision in decisions:
        if set(decision.order) == members:
            found = decision
    return found


def decided(lines: Lines, decisions: list[TieDecision]) -> Lines:
    """The lines in their final order: a group that was decided gets ranks one after the other."""
    places: dict[int, int] = {}
    for rank, group in groups_of(lines).items():
        decision = standing_for(group, decisions)
        if decision:
            places |= {pk: rank + place for place, pk in enumerate(decision.order)}
    moved = [{**row, "rank": places.get(row["submission"], row["rank"])} for row in lines]
    return sorted(moved, key=lambda row: (row["rank"] is None, row["rank"] or 0))


def overtaken(challenge: Challenge, sha256: str) -> list[TieDecision]:
    """Those that were made for other marks: they decide nothing any more."""
    rows = challenge.tie_decisions.exclude(inputs_sha256=sha256)
    return list(rows.select_related("decided_by"))
