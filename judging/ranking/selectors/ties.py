"""Ties that the ladder leaves, and what the president decided about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from challenges.models import Challenge
from hackathon.models import Event, User
from judging.ranking import policy
from judging.ranking.models import Calculation, TieDecision
from judging.rules.models import JuryRules
from judging.rules.selectors.sheets import rules_of
from judging.scoring.fingerprint import fingerprint

Lines = list[dict[str, Any]]


@dataclass(frozen=True)
class Tie:
    """Submissions that the ladder left level, and the president's decision if there is one."""

    rank: int
    settles_sha256: str  # names the lines that are level
    members: list[tuple[int, str]]
    decision: TieDecision | None
    order: list[str]  # by the decision


def president_decides(event: Event) -> bool:
    return JuryRules.Step.PRESIDENT in rules_of(event).ladder


def may_decide(user: User, challenge: Challenge) -> bool:
    """Whether this person may decide ties of the challenge: those that they are shown."""
    return policy.DECIDE_TIE.allows(user, TieDecision(challenge=challenge, order=[]))


def groups_of(lines: Lines) -> dict[int, Lines]:
    """The lines that share a rank, by that rank."""
    shared: dict[int, Lines] = {}
    for row in lines:
        if row["rank"] is not None:
            shared.setdefault(row["rank"], []).append(row)
    return {rank: group for rank, group in shared.items() if len(group) > 1}


def members_of(group: Lines) -> list[int]:
    """The submissions of these lines."""
    return [row["submission"] for row in group]


def settles_sha256(group: Lines) -> str:
    """Names what a decision about these lines settles: which they are, and how each was marked."""
    named = sorted([row["submission"], row.get("marks_sha256", "")] for row in group)
    return fingerprint({"level": named})


def made_about(challenges: Iterable[int]) -> list[TieDecision]:
    """All decisions ever made there, the newest last."""
    found = TieDecision.objects.filter(challenge__in=challenges)
    return list(found.select_related("decided_by").order_by("pk"))


def standing_for(group: Lines, decisions: Iterable[TieDecision]) -> TieDecision | None:
    """The newest one about exactly these lines."""
    sha256, found = settles_sha256(group), None
    for decision in decisions:
        if decision.settles_sha256 == sha256:
            found = decision
    return found


def standing_in(lines: Lines, decisions: Iterable[TieDecision]) -> list[TieDecision]:
    """Every decision that puts some of these lines in an order."""
    found = (standing_for(group, decisions) for group in groups_of(lines).values())
    return [decision for decision in found if decision]


def apply_decisions(lines: Lines, decisions: list[TieDecision]) -> Lines:
    """The lines in their final order: a group that was decided gets ranks one after the other."""
    places: dict[int, int] = {}
    for rank, group in groups_of(lines).items():
        decision = standing_for(group, decisions)
        if decision:
            places |= {pk: rank + place for place, pk in enumerate(decision.order)}
    moved = [{**row, "rank": places.get(row["submission"], row["rank"])} for row in lines]
    return sorted(moved, key=lambda row: (row["rank"] is None, row["rank"] or 0))


def describe_ties(
    challenge: Challenge,
    calculation: Calculation,
    decisions: list[TieDecision],
    names: dict[int, str],
) -> dict[str, Any]:
    """What is level, and the last decision that no longer holds."""
    lines = calculation.result["lines"]
    groups = groups_of(lines)
    settled = [set(row.order) for row in standing_in(lines, decisions)]
    past = [row for row in challenge.tie_decisions.all() if set(row.order) not in settled]
    return {
        "ties": [tie_of(rank, group, decisions, names) for rank, group in groups.items()],
        "overtaken": past[-1:],
    }


def tie_of(rank: int, group: Lines, decisions: list[TieDecision], names: dict) -> Tie:
    decision = standing_for(group, decisions)
    order = [names[pk] for pk in decision.order] if decision else []
    members = [(pk, names[pk]) for pk in members_of(group)]
    return Tie(rank, settles_sha256(group), members, decision, order)
