from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hackathon import policy, timetable
from hackathon.errors import StateConflict
from hackathon.guard import GuardedModel
from hackathon.models import Event, Organiser, User
from hackathon.operations import Operation


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


def edit_event(*, actor: User, event: Event, changes: dict[str, Any]) -> Event:
    """Change the event's texts and settings; its instants move by ``reschedule_event`` alone."""
    require_fields(changes, allowed=lambda name: name not in (*DECISIVE, "published_at"))
    with policy.EDIT_EVENT.begin(actor, event) as record:
        assign(event, changes)
        record.about(event, fields=sorted(changes))
    return event


def reschedule_event(*, actor: User, event: Event, changes: dict[str, datetime | int]) -> Event:
    """Move the timetable. Waits for every write in flight, and holds off those that follow."""
    require_fields(changes, allowed=DECISIVE.__contains__)
    with policy.RESCHEDULE_EVENT.begin(actor, event) as record:
        before = {name: told(getattr(event, name)) for name in changes}
        assign(event, changes)
        timetable.require_fit(event)
        after = {name: told(value) for name, value in changes.items()}
        record.about(event, before=before, after=after)
    return event


def told(value: datetime | int) -> str | int:
    return value if isinstance(value, int) else value.isoformat()


def require_fields(changes: dict[str, Any], *, allowed: Callable[[str], bool]) -> None:
    if refused := [name for name in changes if not allowed(name)]:
        raise ValueError(f"not this operation's to change: {', '.join(refused)}")


def assign(row: GuardedModel, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))


def save_row(*, actor: User, operation: Operation, row: GuardedModel, fields=()) -> GuardedModel:
    """Write one row that an organiser edits as a form: the form is the table."""
    with operation.begin(actor, row) as record:
        row.save()
        record.about(row, fields=sorted(fields))
    return row


def delete_row(*, actor: User, operation: Operation, row: GuardedModel) -> None:
    with operation.begin(actor, row) as record:
        record.data["deleted"] = row.pk
        record.about(row.event)
        row.delete()


def add_organiser(*, actor: User, event: Event, email: str, sees_marks: bool = False) -> Organiser:
    """Who may see the jury's marks lets others see them, nobody else."""
    if sees_marks:
        policy.TRUST_ORGANISER.require(actor, event)
    with policy.ADD_ORGANISER.begin(actor, event) as record:
        user = User.objects.filter(email=email.lower(), is_active=True).first()
        if user is None:
            raise StateConflict(
                _("Nobody has an account with this address. Ask them to sign up first.")
            )
        organiser = Organiser.objects.create(event=event, user=user, sees_marks=sees_marks)
        record.about(organiser, organiser=user.pk, sees_marks=sees_marks)
    return organiser


def trust_organiser(*, actor: User, organiser: Organiser, sees_marks: bool) -> Organiser:
    """Let an organiser see the jury's marks, or no longer; somebody always may."""
    event = organiser.event
    with policy.TRUST_ORGANISER.begin(actor, organiser, lock=[event, organiser]) as record:
        if not sees_marks:
            require_trusted_left(organiser)
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
        record.about(event, removed=organiser.user_id)
        organiser.delete()
