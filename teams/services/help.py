"""A team asks for help; a coach claims, hands on, closes."""

from datetime import datetime

from django.utils.translation import gettext as _

from hackathon.errors import StateConflict
from hackathon.models import User
from hackathon.texts import harmless
from teams import policy
from teams.models import Coach, HelpRequest, HelpStep, Team
from teams.models.help import OPEN_AT_ONCE

Status, Kind = HelpRequest.Status, HelpStep.Kind


def ask_help(*, actor: User, team: Team, what: str, where: str, language: str) -> HelpRequest:
    """The lowest free slot; the team's row is locked, and the constraints are the proof."""
    with policy.ASK_HELP.begin(actor, team, lock=[team]) as record:
        taken = set(team.help_requests.open().values_list("slot", flat=True))
        free = next((slot for slot in range(1, OPEN_AT_ONCE + 1) if slot not in taken), None)
        if free is None:
            raise StateConflict(
                _("Your team has %(n)d open requests. Wait for a coach, or cancel one."),
                params={"n": OPEN_AT_ONCE},
            )
        request = HelpRequest(
            team=team, asked_by=actor, what=harmless(what), where=harmless(where),
            language=language, slot=free, asked_at=record.at,
        )  # fmt: skip
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
        if request.status == Status.CLAIMED:
            raise StateConflict(_("Another coach was faster."))
        coach = request.event.coaches.get(user=actor)
        request.move_to(Status.CLAIMED)
        give_to(request, coach, Kind.CLAIMED, record.at)
        record.about(request, coach=coach.pk, team=request.team_id)
    return request


def hand_on_help(*, actor: User, request: HelpRequest, to: Coach | None) -> HelpRequest:
    """To another coach, who is told by mail, or back to the queue, where its place is kept."""
    with policy.HAND_ON_HELP.begin(actor, request, lock=[request]) as record:
        coach = request.claimed_by
        if to and (to.event_id != coach.event_id or not to.accepted_at or to.pk == coach.pk):
            raise StateConflict(_("Choose another coach of this event."))
        if to and policy.is_member(to.user, request):
            raise StateConflict(_("This coach is a member of the team."))
        request.move_to(Status.CLAIMED if to else Status.WAITING)
        write_step(request, coach, Kind.HANDED_ON, record.at)
        if to:
            give_to(request, to, Kind.RECEIVED, record.at)
        else:
            request.claimed_by = request.claimed_at = None
            request.save()
        record.about(request, coach=coach.pk, to=to and to.pk, team=request.team_id)
    return request


def close_help(*, actor: User, request: HelpRequest) -> HelpRequest:
    with policy.CLOSE_HELP.begin(actor, request, lock=[request]) as record:
        request.move_to(Status.CLOSED)
        request.closed_at = record.at
        request.save()
        write_step(request, request.claimed_by, Kind.CLOSED, record.at)
        record.about(request, coach=request.claimed_by_id, team=request.team_id)
    return request


def give_to(request: HelpRequest, coach: Coach, kind: Kind, at: datetime) -> None:
    request.claimed_by, request.claimed_at = coach, at
    request.save()
    write_step(request, coach, kind, at)


def write_step(request: HelpRequest, coach: Coach, kind: Kind, at: datetime) -> None:
    HelpStep.objects.create(request=request, coach=coach, kind=kind, at=at)
