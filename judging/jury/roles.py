"""Who judges, for the table of roles that exclude each other."""

from collections.abc import Collection, Iterator

from django.db.models import Exists, OuterRef

from hackathon.kernel.roles import (
    EVERYWHERE,
    Holding,
    Received,
    Role,
    gives,
    holds,
)
from hackathon.models import Event
from judging.jury.models import Judge, PanelSeat


@holds(Role.JUDGES)
def who_judges(event: Event, people: Collection[int]) -> Iterator[Holding]:
    """Who sits on the jury, and who has given marks before they left it."""
    marked = Judge.objects.filter(pk=OuterRef("pk"), scorecards__scores__isnull=False)
    judges = event.judges.filter(user__in=people).annotate(has_marked=Exists(marked))
    for judge in judges:
        if judge.user_id and (judge.has_marked or judge.is_seated):
            yield Holding(Role.JUDGES, judge.user_id, is_final=judge.has_marked)


@gives(Judge, Role.JUDGES, ["event", "user", "email", "invited_at", "accepted_at", "left_at"])
def judging_by(judge: Judge) -> list[Received]:
    """Who sits there, or the address that is to sit there."""
    if judge.left_at and not judge.invited_at:
        return []
    who = judge.user_id or judge.email
    return [(who, EVERYWHERE)] if who else []


@gives(PanelSeat, Role.JUDGES, ["judge", "challenge"])
def judging_on(seat: PanelSeat) -> list[Received]:
    return list(judging_by(seat.judge))
