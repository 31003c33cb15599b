"""A judge leaves, or never comes: nobody waits for them."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import StateConflict
from hackathon.models import User
from judging.amendments.services.reopening import opened_again
from judging.assignment.models import Assignment
from judging.jury.models import Judge, PanelSeat
from judging.rules.models import Panel
from judging.scorecards.models import ScorecardQuerySet
from judging.seats import policy
from judging.seats.selectors.leaving import Departure, departure_of

Role = PanelSeat.Role


def excuse_judge(*, actor: User, judge: Judge, reason: str, set_aside: bool = False) -> Departure:
    """Open reviews move to others; what was handed in stays, or is set aside for a reason."""
    panels = Panel.objects.filter(challenge__panel_seats__judge=judge)
    with policy.EXCUSE_JUDGE.begin(actor, judge, lock=[*panels, judge]) as record:
        if judge.left_at:
            raise StateConflict(_("This judge has left already."))
        if not reason.strip():
            raise StateConflict(_("Say why: the reason is kept."))
        plan = departure_of(judge, set_aside=set_aside)
        kept = what_returning_needs(judge, plan, set_aside=set_aside)
        move(plan, reason, record.at)
        if set_aside:
            cards_to_set_aside(judge).update(set_aside_at=record.at, set_aside_reason=reason)
        for seat in plan.called_up:
            seat.role = Role.MEMBER
            seat.save(update_fields=["role"])
        judge.panel_seats.filter(role__in=(Role.PRESIDENT, Role.DEPUTY)).update(role=Role.MEMBER)
        leave(judge, reason, record.at)
        opened = opened_again([seat.judge for seat in plan.called_up], actor, record.at)
        record.about(judge, set_aside=set_aside, **opened, **facts_for_log(plan), **kept)
    return plan


def cards_to_set_aside(judge: Judge) -> ScorecardQuerySet:
    return judge.scorecards.standing().filter(handed_in_at__isnull=False, set_aside_at=None)


def what_returning_needs(judge: Judge, plan: Departure, *, set_aside: bool) -> dict:
    """For the log, by ids and instants: what ``selectors.returning`` cannot read from the rows."""
    cards = cards_to_set_aside(judge) if set_aside else judge.scorecards.none()
    return {
        "seats": [list(seat) for seat in judge.panel_seats.values_list("challenge", "role")],
        "reserves": [[seat.judge_id, seat.challenge_id] for seat in plan.called_up],
        "set_aside_cards": [
            list(card) for card in cards.values_list("pk", "version__submission__team__challenge")
        ],
        "invited_at": judge.invited_at and judge.invited_at.isoformat(),
        "accepted_at": judge.accepted_at and judge.accepted_at.isoformat(),
    }


def move(plan: Departure, reason: str, at: datetime) -> None:
    for step in plan.moves:
        row = step.assignment
        row.ended_at, row.ended_reason = at, reason
        row.save(update_fields=["ended_at", "ended_reason"])
    Assignment.objects.bulk_create(
        Assignment(
            judge=step.to,
            submission=step.assignment.submission,
            wave=step.assignment.wave,
            origin=step.assignment.origin,
            assigned_at=at,
        )
        for step in plan.moved
    )


def leave(judge: Judge, reason: str, at: datetime) -> None:
    judge.left_at, judge.left_reason = at, reason
    judge.token_hash = judge.invited_at = None
    judge.save(update_fields=["left_at", "left_reason", "token_hash", "invited_at"])


def facts_for_log(plan: Departure) -> dict:
    """For the log and for the mails: who takes over how many, and who was called up."""
    return {
        "takers": [[judge.pk, number] for judge, number in plan.takers],
        "called_up": [seat.judge_id for seat in plan.called_up],
        "unmoved": len(plan.unmoved),
    }
