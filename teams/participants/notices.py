from collections.abc import Iterator

from hackathon.kernel.notices import Letter, notice, to_organisers
from hackathon.kernel.predicates import require_event
from hackathon.models import AuditEntry
from teams.participants import policy
from teams.participants.models.participant import Participant


@notice("participant.apply")
@notice("participant.decide")
def tell_participant(entry: AuditEntry) -> Iterator[Letter]:
    participant, state = entry.subject, entry.data["status"]
    is_held = entry.data.get("held", False)
    words = participant.words if participant.decided_at == entry.at else ""
    had_place = entry.data.get("had_place", False)
    yield to_participant(participant, state, words=words, is_held=is_held, had_place=had_place)
    yield from tell_who_moved_up(entry)


@notice("participant.remind")
def remind_participant(entry: AuditEntry) -> Iterator[Letter]:
    yield to_participant(entry.subject, "offered")


@notice("participant.withdraw")
@notice("participant.move_up")
def tell_who_moved_up(entry: AuditEntry) -> Iterator[Letter]:
    """Who has moved up the waiting list, and whose place has moved on."""
    for state in ("offered", "lapsed"):
        moved = Participant.objects.filter(pk__in=entry.data.get(state, []))
        for participant in moved.select_related("user", "event"):
            yield to_participant(participant, state)


def to_participant(
    participant: Participant,
    state: str,
    words: str = "",
    *,
    is_held: bool = False,
    had_place: bool = False,
) -> Letter:
    """``state`` and ``words`` are those of which the mail tells: they may be past when it is sent.

    ``is_held``: an organiser said to wait, so that nothing happens by itself. ``had_place``: a
    place was offered or confirmed until then.
    """
    return Letter.to(
        participant.user,
        "teams/mail/participant",
        event=participant.event,
        participant=participant,
        state=state,
        words=words,
        is_held=is_held,
        had_place=had_place,
    )


@notice("participant.apply")
def tell_organisers_who_applies(entry: AuditEntry) -> Iterator[Letter]:
    """Once: who comes while somebody waits already is in the same list."""
    event, state = require_event(entry), Participant.Status.APPLIED
    if entry.data["status"] != state:
        return
    waiting = event.participants.filter(status=state, applied_at__lt=entry.at)
    if not waiting.exists():
        yield from to_organisers(event, "teams/mail/applied", doing=policy.DECIDE_PARTICIPANT)
