from typing import Any

from hackathon.kernel.operations import Operation
from hackathon.kernel.predicates import (
    Actor,
    all_of,
    any_of,
    is_clock,
    is_organiser,
    is_signed_in,
    none_of,
)
from judging.conflicts.models import Conflict
from judging.jury.policy import (
    AS_JUDGE,
    BEFORE_DELIBERATION,
    UNTIL_PUBLISHED,
    is_president,
    is_this_judge,
    presides_somewhere,
)


def is_tied_to_team(actor: Actor, target: Any) -> bool:
    """Whether this person, as a judge, has a conflict with the team that a scorecard is about."""
    team = target.version.submission.team_id
    ties = Conflict.objects.standing().filter(team=team)
    return is_signed_in(actor) and ties.filter(judge__user=actor).exists()


def is_tied(actor: Actor, conflict: Conflict) -> bool:
    """Whether the conflict is this person's own, or they have one with the same team."""
    if not is_signed_in(actor) or conflict.judge.user_id == actor.pk:
        return True
    ties = Conflict.objects.standing().filter(team=conflict.team_id)
    return ties.filter(judge__user=actor).exists()


def presides_over_team(actor: Actor, conflict: Conflict) -> bool:
    return is_president(actor, conflict.team.challenge)


may_rule_on_conflicts = all_of(any_of(is_organiser, presides_over_team), none_of(is_tied))
IMPOSE_CONFLICT = Operation(
    "conflict.impose",
    phases=UNTIL_PUBLISHED,
    may=may_rule_on_conflicts,
    acts_as=AS_JUDGE,
    is_unseen=True,
)
LIFT_CONFLICT = Operation(
    "conflict.lift",
    phases=UNTIL_PUBLISHED,
    may=may_rule_on_conflicts,
    acts_as=AS_JUDGE,
    is_unseen=True,
)
SETTLE_CONFLICT = Operation(
    "conflict.settle",
    phases=UNTIL_PUBLISHED,
    may=may_rule_on_conflicts,
    acts_as=AS_JUDGE,
    is_unseen=True,
)
FIND_CONFLICTS = Operation(
    "conflict.find",
    phases=UNTIL_PUBLISHED,
    may=any_of(is_clock, is_organiser, presides_somewhere),
    over_teams=False,
    is_unseen=True,
)
NAME_NEUTRAL = Operation(
    "neutral_name.add", phases=UNTIL_PUBLISHED, may=is_organiser, over_teams=True, is_unseen=True
)
FORGET_NEUTRAL = Operation(
    "neutral_name.remove", phases=UNTIL_PUBLISHED, may=is_organiser, over_teams=True, is_unseen=True
)
DECLARE_CONFLICT = Operation(
    "conflict.declare", phases=BEFORE_DELIBERATION, may=is_this_judge, is_unseen=True
)
