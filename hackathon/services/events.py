from datetime import datetime
from typing import Any

from hackathon import policy
from hackathon.guard import GuardedModel
from hackathon.models import Event, Organiser, User
from hackathon.operations import Operation


def create_event(*, actor: User, event: Event) -> Event:
    """Write a new event; whoever makes it organises it."""
    with policy.CREATE_EVENT.begin(actor, None) as record:
        event.save()
        Organiser.objects.create(event=event, user=actor)
        record.about(event)
    return event


def edit_event(*, actor: User, event: Event, changes: dict[str, Any]) -> Event:
    with policy.EDIT_EVENT.begin(actor, event) as record:
        assign(event, changes)
        record.about(event, fields=sorted(changes))
    return event


def reschedule_event(*, actor: User, event: Event, changes: dict[str, datetime]) -> Event:
    """Move the timetable. Waits for every write in flight, and holds off those that follow."""
    with policy.RESCHEDULE_EVENT.begin(actor, event) as record:
        before = {name: getattr(event, name).isoformat() for name in changes}
        assign(event, changes)
        after = {name: moment.isoformat() for name, moment in changes.items()}
        record.about(event, before=before, after=after)
    return event


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
