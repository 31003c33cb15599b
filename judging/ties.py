"""Ties that the ladder leaves, and what the president decided about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from challenges.models import Challenge
from hackathon.models import Event
from judging.models import Calculation, JuryRules, TieDecision
from judging.rulesheet import rules_of

Lines = list[dict[str, Any]]


@dataclass(frozen=True)
class Tie:
    """Submissions that the ladder left level, and the president's decision if there is one."""

    rank: int
    members: list[tuple[int, str]]
    decision: TieDecision | None
    order: list[str]  # by the decision


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


def told(
    challenge: Challenge,
    calculation: Calculation,
    decisions: list[TieDecision],
    names: dict[int, str],
    hidden: set[int],
) -> dict[str, Any]:
    """What is level, without what the reader may not know; and the last that no longer holds."""
    groups = groups_of(calculation.result["lines"])
    known = {rank: group for rank, group in groups.items() if not set(group) & hidden}
    past = challenge.tie_decisions.exclude(pk__in=[row.pk for row in decisions])
    past = [row for row in past if not standing_for(row.order, decisions)]
    return {
        "ties": [tie_of(rank, group, decisions, names) for rank, group in known.items()],
        "hidden_ties": len(groups) - len(known),
        "overtaken": [row for row in past if not set(row.order) & hidden][-1:],
    }


def tie_of(rank: int, group: list[int], decisions: list[TieDecision], names: dict) -> Tie:
    decision = standing_for(group, decisions)
    order = [names[pk] for pk in decision.order] if decision else []
    return Tie(rank, [(pk, names[pk]) for pk in group], decision, order)
