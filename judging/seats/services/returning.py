"""A judge was excused by mistake, and comes back."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.predicates import require_event
from hackathon.models import User
from judging.amendments.services.reopening import look_again
from judging.assignment.selectors import on_desks
from judging.conflicts.services import search_conflicts
from judging.jury.models import Judge, PanelSeat, Reinstatement
from judging.rules.models import Panel
from judging.seats import policy
from judging.seats.selectors.own_seat import require_another
from judging.seats.selectors.returning import (
    Return,
    has_declined_since,
    instants_of,
    last_excuse,
    return_of,
)


def reinstate_judge(*, actor: User, judge: Judge, reason: str) -> Return:
    """What excusing them ended is given back, as far as nobody else has decided or begun since.

    Raises StateConflict: for who has not left, has said no since, or competes by now.
    """
    own = judge.panel_seats.values("challenge")
    panels = Panel.objects.filter(challenge__in=own)
    others = Judge.objects.filter(panel_seats__challenge__in=own).exclude(pk=judge.pk).distinct()
    with policy.REINSTATE_JUDGE.begin(actor, judge, lock=[*panels, judge, *others]) as record:
        excused = last_excuse(judge)
        plan = return_of(judge, excused) if excused else None
        if excused is None or plan is None or (judge.left_at is None and plan.is_empty):
            raise StateConflict(_("This judge has not left."))
        if has_declined_since(judge, excused):
            raise StateConflict(
                _("%(judge)s was invited again and has declined. Invite them once more instead."),
                params={"judge": judge},
            )
        if not reason.strip():
            raise StateConflict(_("Say why: the reason is kept."))
        require_another(record, actor, [judge])
        Reinstatement.objects.create(
            judge=judge,
            excused_at=excused.at,
            excused_reason=judge.left_reason,
            reason=reason.strip(),
            made_at=record.at,
            made_by=actor,
        )
        give_back(plan, reason, record.at)
        come_back(judge, plan)
        opened = look_again([judge], actor, record.at)
        record.about(judge, **facts_for_log(plan, opened))
    search_conflicts(actor=None, event=judge.event)  # for ties that arose while they were away
    return plan


def give_back(plan: Return, reason: str, at: datetime) -> None:
    for seat in plan.reserves:
        seat.role = PanelSeat.Role.RESERVE
        seat.save(update_fields=["role"])
    for seat, role in plan.seats:
        seat.role = role
        seat.save(update_fields=["role"])
    for card in plan.cards:
        card.set_aside_at, card.set_aside_reason = None, ""
        card.save(update_fields=["set_aside_at", "set_aside_reason"])
    for card, challenge in plan.moved_cards:
        card.moved_from_id = challenge
        card.save(update_fields=["moved_from"])
    for heir in plan.heirs:
        heir.ended_at, heir.ended_reason = at, reason
        heir.save(update_fields=["ended_at", "ended_reason"])
    for review in plan.reviews:
        review.assignment.ended_at, review.assignment.ended_reason = None, ""
        review.assignment.save(update_fields=["ended_at", "ended_reason"])


def come_back(judge: Judge, plan: Return) -> None:
    """They sit there as before; an invitation that has been sent since then is settled by it."""
    if judge.left_at is None:
        return
    judge.left_at, judge.left_reason = None, ""
    for name, moment in instants_of(plan.excused):
        setattr(judge, name, moment)
        judge.token_hash = None
    judge.save()


def facts_for_log(plan: Return, opened: list[int]) -> dict:
    """For the log and for the mails: who gives up how many reviews, and who waits again."""
    back = [review.assignment.submission_id for review in plan.reviews]
    shown = on_desks(require_event(plan.excused), back)
    givers = [heir.judge_id for heir in plan.heirs if heir.submission_id in shown]
    return {
        "excused": plan.excused.pk,
        "givers": [[judge, givers.count(judge)] for judge in sorted(set(givers))],
        "reserves": [seat.judge_id for seat in plan.reserves],
        "cards": len([card for card in plan.cards if card.pk not in opened]),
        "opened": opened,
        "reviews": sum(key in shown for key in back),
        "lost": len(plan.lost),
    }
