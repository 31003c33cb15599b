"""The offer changes: a challenge's texts by themselves, its deadline alone on the event."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from challenges import policy
from challenges.models import Challenge
from hackathon.events.services import assign, require_fields
from hackathon.kernel.editing import RequireCurrent, accept_any
from hackathon.kernel.errors import StateConflict
from hackathon.kernel.timetable import timetable_demand
from hackathon.models import Event, User

DEADLINE = "submissions_close_at"


def edit_challenge(
    *,
    actor: User,
    challenge: Challenge,
    changes: dict[str, Any],
    require_current: RequireCurrent = accept_any,
) -> Challenge:
    """Change what a challenge says; its deadline moves by ``reschedule_challenge`` alone."""
    require_fields(changes, allowed=lambda name: name not in ("event", DEADLINE))
    with policy.EDIT_CHALLENGE.begin(actor, challenge, lock=[challenge]) as record:
        require_current(list(changes))
        assign(challenge, changes)
        record.about(challenge, fields=sorted(changes))
    return challenge


def reschedule_challenge(
    *,
    actor: User,
    challenge: Challenge,
    closes_at: datetime | None,
    require_current: RequireCurrent = accept_any,
) -> Challenge:
    """Give a challenge a deadline of its own, or none. Waits for every write in flight."""
    with policy.RESCHEDULE_CHALLENGE.begin(actor, challenge, lock=[challenge]) as record:
        require_current([DEADLINE])
        before = challenge.submissions_close_at
        require_in_timetable(challenge.event, closes_at)
        assign(challenge, {DEADLINE: closes_at})
        told = [moment and moment.isoformat() for moment in (before, closes_at)]
        record.about(challenge, before=told[0], after=told[1])
    return challenge


def require_in_timetable(event: Event, closes_at: datetime | None) -> None:
    if closes_at is None or event.hacking_starts_at < closes_at < event.judging_closes_at:
        return
    start, end = (
        event.instant(moment) for moment in (event.hacking_starts_at, event.judging_closes_at)
    )
    raise StateConflict(
        _(
            "A challenge's deadline lies between %(start)s, when hacking starts, and %(end)s, "
            "when judging closes."
        ),
        params={"start": start, "end": end},
        code=DEADLINE,
    )


@timetable_demand
def require_challenges_to_fit(event: Event) -> None:
    for closes_at in event.challenges.values_list(DEADLINE, flat=True):
        require_in_timetable(event, closes_at)
