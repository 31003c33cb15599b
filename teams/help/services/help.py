"""A team asks for help; a coach claims, hands on, closes."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.kernel.fences import do_for_each
from hackathon.kernel.obstacles import require_clear
from hackathon.kernel.operations import database_clock
from hackathon.kernel.role_words import sentence_for
from hackathon.kernel.roles import Role, obstacle_to
from hackathon.kernel.texts import harmless
from hackathon.models import AuditEntry, User
from teams.help import policy
from teams.help.models.coach import Coach
from teams.help.models.request import OPEN_AT_ONCE, HelpRequest, HelpStep
from teams.help.selectors import to_asking_for_help
from teams.team.models.team import Team
from teams.team.policy import is_member

Status, Kind = HelpRequest.Status, HelpStep.Kind


def ask_help(*, actor: User, team: Team, what: str, where: str, language: str) -> HelpRequest:
    """The lowest free slot; the team's row is locked, and the constraints are the proof."""
    with policy.ASK_HELP.begin(actor, team, lock=[team]) as record:
        require_clear(to_asking_for_help(team))
        taken = set(team.help_requests.open().values_list("slot", flat=True))
        free = next(slot for slot in range(1, OPEN_AT_ONCE + 1) if slot not in taken)
        request = HelpRequest(
            team=team,
            asked_by=actor,
            what=harmless(what),
            where=harmless(where),
            language=language,
            slot=free,
            asked_at=record.at,
        )
        request.clean_fields()
        request.save()
        record.about(request, team=team.pk)
    return request


def cancel_help(*, actor: User, request: HelpRequest) -> HelpRequest:
    with policy.CANCEL_HELP.begin(actor, request, lock=[request]) as record:
        request.move_to(Status.CANCELLED)
        request.closed_at = record.at
        request.save()
        record.about(request, team=request.team_id)
    return request


def claim_help(*, actor: User, request: HelpRequest) -> HelpRequest:
    """Of all who press the button at once, one gets it."""
    with policy.CLAIM_HELP.begin(actor, request, lock=[request]) as record:
        require_wanted(request)
        if request.status == Status.CLAIMED:
            raise StateConflict(_("Another coach was faster."))
        coach = request.event.coaches.get(user=actor)
        request.move_to(Status.CLAIMED)
        give_to(request, coach, Kind.CLAIMED, record.at)
        record.about(request, coach=coach.pk, team=request.team_id)
    return request


def hand_on_help(*, actor: User, request: HelpRequest, to: Coach | None) -> HelpRequest:
    """To another coach, who is told by mail, or back to the queue, where its place is kept."""
    rows = [request, to] if to else [request]
    with policy.HAND_ON_HELP.begin(actor, request, lock=rows) as record:
        require_wanted(request)
        coach = request.helper
        if to and (to.event_id != coach.event_id or not to.accepted_at or to.pk == coach.pk):
            raise StateConflict(_("Choose another coach of this event."))
        if to:
            require_fit_to_help(actor, to, request)
        request.move_to(Status.CLAIMED if to else Status.WAITING)
        write_step(request, coach, Kind.HANDED_ON, record.at)
        if to:
            give_to(request, to, Kind.RECEIVED, record.at)
        else:
            request.claimed_by = request.claimed_at = None
            request.save()
        record.about(request, coach=coach.pk, to=to and to.pk, team=request.team_id)
    return request


def require_wanted(request: HelpRequest) -> None:
    if request.status == Status.CANCELLED:
        raise StateConflict(
            _("%(team)s no longer needs you: the request is cancelled."),
            params={"team": request.team},
        )


def require_fit_to_help(actor: User, coach: Coach, request: HelpRequest) -> None:
    """Not a member of the team, nor of another one that competes for the same challenge."""
    if coach.user is None:
        raise LookupError(f"{coach!r} has no account")
    if is_member(coach.user, request):
        raise StateConflict(_("This coach is a member of the team."))
    own = frozenset({request.team.challenge_id})
    if found := obstacle_to(request.event, coach.user, Role.COACHES, own):
        raise StateConflict(sentence_for(actor, request.event, Role.COACHES, found))


def close_help(*, actor: User, request: HelpRequest) -> HelpRequest:
    with policy.CLOSE_HELP.begin(actor, request, lock=[request]) as record:
        require_wanted(request)
        request.move_to(Status.CLOSED)
        request.closed_at = record.at
        request.save()
        write_step(request, request.helper, Kind.CLOSED, record.at)
        record.about(request, coach=request.claimed_by_id, team=request.team_id)
    return request


def end_open_help() -> int:
    """Close what is open once hacking is over; who asked and who was coming are told."""
    open_ones = HelpRequest.objects.open().select_related("team__event")
    over = open_ones.filter(team__event__submissions_close_at__lte=database_clock())
    return do_for_each("teams.tasks.end_open_help", over, end_help)


def end_help(request: HelpRequest) -> bool:
    try:
        with policy.END_HELP.begin(None, request, lock=[request]) as record:
            request.move_to(Status.CANCELLED)
            request.closed_at = record.at
            request.save()
            record.about(request, team=request.team_id, coach=request.claimed_by_id)
    except (PhaseClosed, StateConflict):
        return False  # somebody closed it, or the deadline was moved, in this very moment
    return True


def resume_ended_help() -> int:
    """Open again what the end of hacking had closed, where hacking goes on after all."""
    ended = AuditEntry.objects.filter(
        verb=policy.END_HELP.verb, subject_id=OuterRef("pk"), at=OuterRef("closed_at")
    )
    cancelled = HelpRequest.objects.filter(Exists(ended), status=Status.CANCELLED)
    going_on = cancelled.filter(
        team__event__submissions_close_at__gt=database_clock(), team__closed_at=None
    )
    return do_for_each(
        "teams.tasks.end_open_help", going_on.select_related("team__event"), resume_help
    )


def resume_help(request: HelpRequest) -> bool:
    """As it was, if its team has not asked for as much as it may since; who asked is told."""
    closed_at = request.closed_at
    try:
        with policy.RESUME_HELP.begin(None, request, lock=[request.team, request]) as record:
            if request.closed_at != closed_at or not is_free(request):
                raise StateConflict(_("Your team has asked for something else since."))
            request.status = Status.CLAIMED if request.claimed_by else Status.WAITING
            request.closed_at = None
            request.save()
            record.about(request, team=request.team_id, coach=request.claimed_by_id)
    except (PhaseClosed, StateConflict):
        return False  # there is another request in its slot, or the deadline was moved back
    return True


def is_free(request: HelpRequest) -> bool:
    """Whether the slot of a request that was closed is still its own."""
    return not request.team.help_requests.open().filter(slot=request.slot).exists()


def give_to(request: HelpRequest, coach: Coach, kind: HelpStep.Kind, at: datetime) -> None:
    request.claimed_by, request.claimed_at = coach, at
    request.save()
    write_step(request, coach, kind, at)


def write_step(request: HelpRequest, coach: Coach, kind: HelpStep.Kind, at: datetime) -> None:
    HelpStep.objects.create(request=request, coach=coach, kind=kind, at=at)
