"""Ties between judges and teams: declared, imposed, found, settled. No row ever goes away."""

from django.utils.translation import gettext as _

from hackathon.errors import StateConflict
from hackathon.models import Event, User
from judging import finder, policy
from judging.models import Conflict, Judge
from teams.models import Team

State, Origin, Kind = Conflict.State, Conflict.Origin, Conflict.Kind


def declare_conflict(
    *, actor: User, judge: Judge, team: Team, kind: str = Kind.OTHER, reason: str = ""
) -> Conflict:
    """From here on the judge neither sees nor scores what this team hands in."""
    with policy.DECLARE_CONFLICT.begin(actor, judge, lock=[judge]) as record:
        require_same_event(judge, team)
        conflict = Conflict.objects.create(
            judge=judge, team=team, kind=kind, reason=reason, declared_at=record.at,
            declared_by=actor,
        )  # fmt: skip
        record.about(conflict, team=team.pk, kind=kind)
    return conflict


def impose_conflict(*, actor: User, judge: Judge, team: Team, kind: str, reason: str) -> Conflict:
    """An organiser or the panel's president keeps a judge away from a team, and says why."""
    conflict = Conflict(
        judge=judge, team=team, kind=kind, reason=reason, origin=Origin.IMPOSED, declared_by=actor
    )
    with policy.IMPOSE_CONFLICT.begin(actor, conflict, lock=[judge]) as record:
        require_same_event(judge, team)
        require_reason(reason)
        conflict.declared_at = record.at
        conflict.save()
        record.about(conflict, team=team.pk, kind=kind)
    return conflict


def lift_conflict(*, actor: User, conflict: Conflict, reason: str) -> Conflict:
    """What stood no longer does; the marks given before it count again."""
    with policy.LIFT_CONFLICT.begin(actor, conflict, lock=[conflict.judge, conflict]) as record:
        if conflict.state != State.STANDS:
            raise StateConflict(_("This conflict does not stand any more."))
        settle(conflict, State.LIFTED, actor, reason, record.at)
        record.about(conflict, team=conflict.team_id)
    return conflict


def settle_conflict(*, actor: User, conflict: Conflict, stands: bool, reason: str) -> Conflict:
    """What was found is only a proposal until a person has looked at it."""
    with policy.SETTLE_CONFLICT.begin(actor, conflict, lock=[conflict.judge, conflict]) as record:
        if conflict.state != State.PROPOSED:
            raise StateConflict(
                _("This has been settled already: %(state)s."),
                params={"state": conflict.get_state_display()},
            )
        settle(conflict, State.STANDS if stands else State.DISMISSED, actor, reason, record.at)
        record.about(conflict, team=conflict.team_id, stands=stands)
    return conflict


def settle(conflict: Conflict, state: str, actor: User, reason: str, at) -> None:
    require_reason(reason)
    conflict.state, conflict.settled_reason = state, reason
    conflict.settled_by, conflict.settled_at = actor, at
    conflict.save()


def require_reason(reason: str) -> None:
    if not reason.strip():
        raise StateConflict(_("Say why: the reason is kept in the register."))


def require_same_event(judge: Judge, team: Team) -> None:
    if team.event_id != judge.event_id:
        raise StateConflict(_("This no longer exists."))


def search_conflicts(*, actor: User | None, event: Event) -> int:
    """Write down what a comparison finds and nobody has seen yet; how many that is.

    Safe to run twice at once: a finding is one row, whatever became of it.
    """
    if not finder.findings(event) or not policy.FIND_CONFLICTS.open_now(event):
        return 0
    with policy.FIND_CONFLICTS.begin(actor, event) as record:
        found = [
            Conflict(
                judge_id=finding.judge, team_id=finding.team, sign=finding.sign,
                kind=finding.kind, origin=Origin.FOUND, state=State.PROPOSED,
                declared_at=record.at, declared_by=actor,
            )
            for finding in finder.findings(event)
        ]  # fmt: skip
        Conflict.objects.bulk_create(found, ignore_conflicts=True)
        record.about(event, found=len(found))
    return len(found)


def search_everywhere() -> int:
    """What beat asks for: teams change, and people write who they work for."""
    return sum(search_conflicts(actor=None, event=event) for event in finder.events_at_work())
