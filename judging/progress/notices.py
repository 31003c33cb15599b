from collections.abc import Iterator

from hackathon.kernel.notices import Letter, notice
from hackathon.kernel.phases import Phase
from hackathon.kernel.predicates import require_event
from hackathon.models import AuditEntry
from judging.jury.models import PanelSeat
from judging.progress.selectors.falling_back import (
    BY_MORE_TIME,
    BY_TIMETABLE,
    fall_back_of,
    kept_by,
)


@notice(BY_TIMETABLE)
@notice(BY_MORE_TIME)
def tell_jury_that_the_event_fell_back(entry: AuditEntry) -> Iterator[Letter]:
    """What they handed in is kept, what happens now, and why."""
    fall_back = fall_back_of(entry)
    if fall_back is None:
        return
    judges = (
        require_event(entry)
        .judges.seated()
        .exclude(user=entry.actor)
        .select_related("user", "event")
    )
    for judge in judges.order_by("pk"):
        yield Letter.to(
            judge.user,
            "judging/mail/fell_back",
            event=judge.event,
            judge=judge,
            kept=kept_by(judge),
            reason=fall_back.reason,
            to_writing=fall_back.is_to_writing,
        )


@notice("judge.nudge")
def remind_judge(entry: AuditEntry) -> Iterator[Letter]:
    judge = entry.subject
    if judge.user:
        yield Letter.to(judge.user, "judging/mail/nudge", event=judge.event, judge=judge)


@notice("scorecard.reopen")
def tell_judge_of_reopening(entry: AuditEntry) -> Iterator[Letter]:
    card = entry.subject
    about = {"event": card.event, "card": card}
    if card.judge.user:
        yield Letter.to(card.judge.user, "judging/mail/reopened", **about)


@notice("discussion.open")
def tell_panel_that_it_talks(entry: AuditEntry) -> Iterator[Letter]:
    """Everybody who reviews for the panel, but for who opened the discussion."""
    challenge = entry.subject.challenge
    is_judging = require_event(entry).phase_at(entry.at) == Phase.JUDGING
    seats = PanelSeat.objects.seated().filter(challenge=challenge)
    seats = seats.exclude(role=PanelSeat.Role.RESERVE).exclude(judge__user=entry.actor)
    for seat in seats.select_related("judge__user").order_by("judge"):
        told = {"event": entry.event, "challenge": challenge, "may_still_score": is_judging}
        yield Letter.to(seat.judge.user, "judging/mail/discussion", **told)
