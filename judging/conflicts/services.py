"""Ties between judges and teams: declared, imposed, found, settled. No row ever goes away."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.fences import do_for_each
from hackathon.kernel.sockets import Socket
from hackathon.models import Event, User
from judging.conflicts import policy
from judging.conflicts.models import Conflict, NeutralName
from judging.conflicts.selectors import finder
from judging.conflicts.selectors.neutral import mark_neutral
from judging.jury.models import Judge
from teams.models import Team

State, Origin, Kind = Conflict.State, Conflict.Origin, Conflict.Kind
# Nothing keeps this judge from a team any more.
act_again = Socket[[Judge, User, datetime]]()


def declare_conflict(
    *, actor: User, judge: Judge, team: Team, kind: str = Kind.OTHER, reason: str = ""
) -> Conflict:
    """From here on the judge neither sees nor scores what this team hands in."""
    with policy.DECLARE_CONFLICT.begin(actor, judge, lock=[judge]) as record:
        require_same_event(judge, team)
        conflict = Conflict.objects.create(
            judge=judge,
            team=team,
            kind=kind,
            reason=reason,
            declared_at=record.at,
            declared_by=actor,
        )
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
    """What stood no longer does; the marks given before it count again, unless the sense of a
    criterion has changed meanwhile: then the judge looks at them anew."""
    with policy.LIFT_CONFLICT.begin(actor, conflict, lock=[conflict.judge, conflict]) as record:
        if conflict.state != State.STANDS:
            raise StateConflict(_("This conflict does not stand any more."))
        settle(conflict, State.LIFTED, actor, reason, record.at)
        opened = act_again(conflict.judge, actor, record.at)
        record.about(conflict, team=conflict.team_id, **opened)
    return conflict


def settle_conflict(*, actor: User, conflict: Conflict, stands: bool, reason: str) -> Conflict:
    """What was found is only a proposal until a person has looked at it."""
    with policy.SETTLE_CONFLICT.begin(actor, conflict, lock=[conflict.judge, conflict]) as record:
        pair = Conflict.objects.filter(judge=conflict.judge_id, team=conflict.team_id)
        if conflict.state == State.DISMISSED and stands and pair.standing().exists():
            record.about(conflict, team=conflict.team_id, stands=stands)
            return conflict  # settled a moment ago, together with the other of this pair
        if conflict.state != State.PROPOSED:
            raise StateConflict(
                _("This has been settled already: %(state)s."),
                params={"state": conflict.get_state_display()},
            )
        settle(conflict, State.STANDS if stands else State.DISMISSED, actor, reason, record.at)
        for twin in pair.proposed() if stands else ():
            settle_twin(twin, actor, record.at)
        record.about(conflict, team=conflict.team_id, stands=stands)
    return conflict


def settle_twin(conflict: Conflict, actor: User, at: datetime) -> None:
    """Another sign of a tie that stands: one line keeps the judge away, the others are settled."""
    conflict.settled_as = Conflict.SettledAs.TWIN
    close_conflict(conflict, State.DISMISSED, actor, "", at)


def settle(conflict: Conflict, state: str, actor: User, reason: str, at: datetime) -> None:
    require_reason(reason)
    close_conflict(conflict, state, actor, reason, at)


def close_conflict(conflict: Conflict, state: str, actor: User, reason: str, at: datetime) -> None:
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
                judge_id=finding.judge,
                team_id=finding.team,
                sign=finding.sign,
                people=list(finding.people),
                clues=list(finding.clues),
                kind=finding.kind,
                origin=Origin.FOUND,
                state=State.PROPOSED,
                declared_at=record.at,
                declared_by=actor,
            )
            for finding in finder.findings(event)
        ]
        Conflict.objects.bulk_create(found, ignore_conflicts=True)
        record.about(event, found=len(found))
    return len(found)


def search_everywhere() -> int:
    """What beat asks for: teams change, and people write who they work for."""
    return do_for_each(
        "judging.tasks.search_conflicts",
        finder.events_at_work(),
        lambda event: search_conflicts(actor=None, event=event),
    )


def name_neutral(*, actor: User, event: Event, text: str) -> NeutralName:
    """A domain or an organisation that ties nobody here: what rests on it waits for nobody.

    Nobody settles by it what was found about themselves.
    """
    name = NeutralName(event=event, text=" ".join(text.split()), named_by=actor)
    own = Conflict.objects.proposed().filter(judge__event=event, judge__user=actor)
    with policy.NAME_NEUTRAL.begin(actor, name, lock=[event]) as record:
        name.named_at = record.at
        name.clean_fields()
        name.save()
        waiting = own.count()
        record.about(name, silent=mark_neutral(event))
        if own.count() < waiting:
            raise StateConflict(
                _(
                    "This would settle what was found about you as a judge. Another organiser has "
                    "to add it."
                )
            )
    return name


def forget_neutral(*, actor: User, name: NeutralName) -> None:
    """From here on it is a sign again, and what was found by it waits for a person."""
    event = name.event
    with policy.FORGET_NEUTRAL.begin(actor, name, lock=[event, name]) as record:
        record.about(event, forgotten=name.pk)
        name.delete()
        record.data["silent"] = mark_neutral(event)
