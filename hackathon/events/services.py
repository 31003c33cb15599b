from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hackathon.events import policy
from hackathon.events.models import Rescheduling
from hackathon.kernel import timetable
from hackathon.kernel.columns import column_of
from hackathon.kernel.editing import (
    RequireCurrent,
    accept_any,
    copy_fields,
    find_stored,
)
from hackathon.kernel.errors import StateConflict
from hackathon.kernel.guard import GuardedModel
from hackathon.kernel.models.event import Event, Organiser
from hackathon.kernel.models.user import User
from hackathon.kernel.operations import Operation, Record
from hackathon.kernel.phases import Phase
from hackathon.kernel.predicates import require_event


def create_event(*, actor: User, event: Event) -> Event:
    """Write a new event; whoever makes it organises it."""
    with policy.CREATE_EVENT.begin(actor, None) as record:
        event.save()
        Organiser.objects.create(event=event, user=actor, sees_marks=True)
        record.about(event)
    return event


TIMETABLE = (
    "registration_opens_at",
    "hacking_starts_at",
    "submissions_close_at",
    "judging_closes_at",
)
# What decides until when something is taken: it moves while nobody is in the middle of writing.
DECISIVE = (*TIMETABLE, "grace_minutes")


# What a page of results tells of its event, and what it hangs on: it stands once it is public.
NAMES = [f"name_{code}" for code, _language in settings.LANGUAGES]
STANDING = (*NAMES, "slug", "time_zone", "is_listed")


def edit_event(
    *,
    actor: User,
    event: Event,
    changes: dict[str, Any],
    require_current: RequireCurrent = accept_any,
) -> Event:
    """Change the event's texts and settings; its instants move by ``reschedule_event`` alone."""
    require_fields(changes, allowed=lambda name: name not in (*DECISIVE, "published_at"))
    with policy.EDIT_EVENT.begin(actor, event, lock=[event]) as record:
        require_current(list(changes))
        require_results_to_stand(event, changes)
        assign(event, changes)
        record.about(event, fields=sorted(changes))
    return event


def require_results_to_stand(event: Event, changes: dict[str, Any]) -> None:
    """Once results are public their page stays where it is, and under the same name.

    ``event`` is the row as it was read under the operation's lock.
    """
    if not event.published_at:
        return
    for name in ("name", *STANDING):
        if name in changes and changes[name] != getattr(event, name):
            field = column_of(Event, name)
            raise StateConflict(
                _(
                    "The results are public, and their page stays as it is: “%(field)s” cannot "
                    "be changed any more."
                ),
                params={"field": field.verbose_name},
                code=field.name,
            )


def reschedule_event(
    *,
    actor: User,
    event: Event,
    changes: dict[str, datetime | int],
    reason: str = "",
    require_current: RequireCurrent = accept_any,
) -> Event:
    """Move the timetable. Waits for every write in flight, and holds off those that follow.

    An event that returns to an earlier phase by it needs a reason, which is kept.
    """
    require_fields(changes, allowed=DECISIVE.__contains__)
    with policy.RESCHEDULE_EVENT.begin(actor, event) as record:
        require_current(list(changes))
        phase = event.phase_at(record.at)
        before = {name: value_for_log(getattr(event, name)) for name in changes}
        closed_at = event.submissions_close_at
        assign(event, changes)
        timetable.move_along(event, closed_at)
        timetable.require_fit(event)
        keep_return(record, actor, phase, reason.strip())
        after = {name: value_for_log(value) for name, value in changes.items()}
        record.about(event, before=before, after=after)
    return event


def keep_return(record: Record, actor: User, before: Phase, reason: str) -> None:
    """Whether the event goes back a phase, and why."""
    event = require_event(record)
    after, order = event.phase_at(record.at), list(Phase)
    if order.index(after) >= order.index(before):
        return
    if not reason:
        raise StateConflict(
            _("The event would go back from “%(before)s” to “%(after)s”. Write why."),
            params={"before": before.label, "after": after.label},
            code="reason",
        )
    Rescheduling.objects.create(
        event=event,
        before=before,
        after=after,
        reason=reason[:300],
        made_at=record.at,
        made_by=actor,
    )


def value_for_log(value: datetime | int) -> str | int:
    return value if isinstance(value, int) else value.isoformat()


def require_fields(changes: dict[str, Any], *, allowed: Callable[[str], bool]) -> None:
    if refused := [name for name in changes if not allowed(name)]:
        raise ValueError(f"not this operation's to change: {', '.join(refused)}")


def assign(row: GuardedModel, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))


def save_row(
    *,
    actor: User,
    operation: Operation,
    row: GuardedModel,
    fields: Collection[str] = (),
    require_current: RequireCurrent = accept_any,
) -> GuardedModel:
    """Write one row that an organiser edits as a form: the form is the table.

    Of a row that is there already only ``fields`` are written.
    """
    if row.pk is None:
        with operation.begin(actor, row) as record:
            row.save()
            record.about(row, fields=sorted(fields))
        return row
    stored = find_stored(row)
    with operation.begin(actor, stored, lock=[stored]) as record:
        require_current(fields)
        copy_fields(stored, row, fields)
        record.about(stored, fields=sorted(fields))
    return stored


def delete_row(*, actor: User, operation: Operation, row: GuardedModel) -> None:
    with operation.begin(actor, row) as record:
        record.data["deleted"] = row.pk
        record.about(require_event(row))
        row.delete()


def add_organiser(*, actor: User, event: Event, email: str, sees_marks: bool = False) -> Organiser:
    """Who may see the jury's marks lets others see them, nobody else."""
    if sees_marks:
        policy.TRUST_ORGANISER.require(actor, event)
    with policy.ADD_ORGANISER.begin(actor, event) as record:
        people = User.objects.select_for_update(no_key=True)  # none deletes the account meanwhile
        user = people.filter(email=email.lower(), is_active=True).first()
        if user is None:
            raise StateConflict(
                _("Nobody has an account with this address. Ask them to sign up first."),
                code="email",
            )
        organiser = Organiser.objects.create(event=event, user=user, sees_marks=sees_marks)
        record.about(organiser, organiser=user.pk, sees_marks=sees_marks)
    return organiser


def trust_organiser(
    *,
    actor: User,
    organiser: Organiser,
    sees_marks: bool,
    require_current: RequireCurrent = accept_any,
) -> Organiser:
    """Let an organiser see the jury's marks, or no longer; somebody always may."""
    event = organiser.event
    with policy.TRUST_ORGANISER.begin(actor, organiser, lock=[event, organiser]) as record:
        require_current(["sees_marks"])
        if not sees_marks:
            require_trusted_left(organiser)
        record.data.update(organiser=organiser.user_id, saw_marks=organiser.sees_marks)
        organiser.sees_marks = sees_marks
        organiser.save(update_fields=["sees_marks"])
        record.about(organiser, sees_marks=sees_marks)
    return organiser


def require_trusted_left(leaving: Organiser) -> None:
    others = leaving.event.organisers.filter(sees_marks=True).exclude(pk=leaving.pk)
    if leaving.sees_marks and not others.exists():
        raise StateConflict(_("Somebody has to see the jury's marks: let another organiser first."))


def remove_organiser(*, actor: User, organiser: Organiser) -> None:
    """The event's row is locked, so that two organisers cannot remove each other at once."""
    event = organiser.event
    with policy.REMOVE_ORGANISER.begin(actor, organiser, lock=[event, organiser]) as record:
        if event.organisers.count() == 1:
            raise StateConflict(_("An event needs an organiser: add another one first."))
        require_trusted_left(organiser)
        record.about(event, removed=organiser.user_id, saw_marks=organiser.sees_marks)
        organiser.delete()
