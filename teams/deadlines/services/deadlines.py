"""More time: for a team, for a challenge, for everyone; given, or asked for and answered."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge
from hackathon.events.services import assign
from hackathon.kernel.consequences import shown_at
from hackathon.kernel.errors import StateConflict
from hackathon.kernel.operations import Record
from hackathon.kernel.predicates import require_event
from hackathon.kernel.texts import fitting, shorten_text
from hackathon.kernel.timetable import deadline_followed, timetable_demand
from hackathon.models import AuditEntry, Event, User
from teams.deadlines import policy
from teams.deadlines.models import Extension, LateRequest
from teams.deadlines.rule import closing_of, deadline_of
from teams.team.models.team import Team

MINUTE = timedelta(minutes=1)


def later_deadline(deadline: datetime, now: datetime, minutes: int) -> datetime:
    """So many minutes after the deadline; once it has passed, after now, at a full minute.

    If a page showed what would come of it, "now" is when it did, as long as that leaves time:
    whoever reads for half a minute and presses gives what they read.
    """
    shown = shown_at()
    until = minutes_after(deadline, shown or now, minutes)
    return until if now < until else minutes_after(deadline, now, minutes)


def minutes_after(deadline: datetime, now: datetime, minutes: int) -> datetime:
    if now < deadline:
        return deadline + minutes * MINUTE
    full = now.replace(second=0, microsecond=0)
    return full + MINUTE * (full < now) + minutes * MINUTE


def require_before_judging_ends(event: Event, until: datetime) -> None:
    if until < event.judging_closes_at:
        return
    raise StateConflict(
        _("Judging closes on %(end)s: the deadline must come before. Give fewer minutes."),
        params={"end": event.instant(event.judging_closes_at)},
    )


@timetable_demand
def require_extensions_to_fit(event: Event) -> None:
    for until in event.teams.exclude(extended_until=None).values_list("extended_until", flat=True):
        if until:
            require_before_judging_ends(event, until)


def grant_extension(*, actor: User, team: Team, minutes: int, reason: str) -> Extension:
    """More time for one team."""
    with policy.GRANT_EXTENSION.begin(actor, team, lock=[team]) as record:
        extension = extend_team(record, actor, team, minutes, reason)
        tell_extension(record, extension, minutes)
    return extension


def extend_team(record: Record, actor: User, team: Team, minutes: int, reason: str) -> Extension:
    """The team's row is locked."""
    before = deadline_of(team)
    until = later_deadline(before, record.at, minutes)
    require_before_judging_ends(team.event, until)
    assign(team, {"extended_until": until})
    return keep_extension(record, actor, before, until, reason, team=team)


def grant_to_all(
    *, actor: User, event: Event, minutes: int, reason: str, challenge: Challenge | None = None
) -> Extension:
    """More time for everyone, or for whoever works on one challenge.

    Alone on the event: a submit that is under way obeys the deadline before, the next one the
    deadline after. A challenge with a deadline of its own moves along with the event's.
    """
    with policy.GRANT_ALL.begin(actor, event) as record:
        target = own_challenge(event, challenge) if challenge else event
        before = deadline_of(target)
        until = later_deadline(before, record.at, minutes)
        require_before_judging_ends(event, until)
        if challenge is None:
            record.data["along"] = move_challenges(event, record.at, minutes)
        assign(target, {"submissions_close_at": until})
        extension = keep_extension(record, actor, before, until, reason, challenge=challenge)
        tell_extension(record, extension, minutes)
    return extension


def move_challenges(event: Event, at: datetime, minutes: int) -> list[list]:
    """Each challenge with a deadline of its own moves along; gives from when to when, for the way
    back."""
    along = []
    for own in event.challenges.exclude(submissions_close_at=None):
        before = own.submissions_close_at
        if before is None:
            continue
        moved = later_deadline(before, at, minutes)
        require_before_judging_ends(event, moved)
        assign(own, {"submissions_close_at": moved})
        along.append([own.pk, before.isoformat(), moved.isoformat()])
    return along


@deadline_followed
def move_challenges_back(event: Event, closed_at: datetime) -> None:
    """More time for everyone that ends sooner than it was given ends sooner where it moved along,
    too: by as much, and never before what it was. What was set there since stays."""
    given = AuditEntry.objects.filter(event=event, verb=policy.GRANT_ALL.verb)
    last = given.filter(data__has_key="along").order_by("-pk").first()
    sooner = closed_at - event.submissions_close_at
    if last is None or sooner <= timedelta() or parse_datetime(last.data["until"]) != closed_at:
        return
    for key, was, until in last.data["along"]:
        before, moved = parse_datetime(was), parse_datetime(until)
        own = event.challenges.filter(pk=key, submissions_close_at=moved).first()
        if own and before and moved:
            assign(own, {"submissions_close_at": max(before, moved - sooner)})


def own_challenge(event: Event, challenge: Challenge) -> Challenge:
    """The challenge as it stands under the event's lock."""
    found = event.challenges.filter(pk=challenge.pk).first()
    if found is None:
        raise StateConflict(_("Choose one of this event's challenges."))
    found.event = event
    return found


def keep_extension(
    record: Record, actor: User, before: datetime, until: datetime, reason: str, **whom: Any
) -> Extension:
    return Extension.objects.create(
        event=require_event(record),
        before=before,
        until=until,
        reason=fitting(reason, 300),
        granted_by=actor,
        granted_at=record.at,
        **whom,
    )


def tell_extension(record: Record, extension: Extension, minutes: int) -> None:
    before, until = extension.before.isoformat(), extension.until.isoformat()
    record.about(extension, minutes=minutes, before=before, until=until)


def ask_late(*, actor: User, team: Team, reason: str) -> LateRequest:
    """Ask for a little more time, once the team's own time is over; one question at a time."""
    with policy.ASK_LATE.begin(actor, team, lock=[team]) as record:
        if record.at < closing_of(team):
            raise StateConflict(_("You still have time: submit your project now."))
        asked = LateRequest.objects.create(
            team=team, reason=fitting(reason, 600), asked_by=actor, asked_at=record.at
        )
        record.about(asked)
    return asked


def answer_late(
    *, actor: User, asked: LateRequest, minutes: int | None, words: str = ""
) -> LateRequest:
    """Give these minutes, or none: then the word to the team says why."""
    team = asked.team
    with policy.ANSWER_LATE.begin(actor, asked, lock=[team, asked]) as record:
        if asked.answer != LateRequest.Answer.WAITING:
            raise StateConflict(_("This request has been answered already."))
        given = None
        if minutes:
            team.event = require_event(record)
            given = extend_team(record, actor, team, minutes, shorten_text(asked.reason, 300))
        accepted = LateRequest.Answer.ACCEPTED if given else LateRequest.Answer.DECLINED
        asked.answer, asked.words = accepted, fitting(words, 300)
        asked.answered_by, asked.answered_at = actor, record.at
        asked.save()
        record.about(asked, answer=asked.answer, extension=given and given.pk)
    return asked
