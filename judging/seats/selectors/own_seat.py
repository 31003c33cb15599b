"""Nobody who may see the marks gives themselves a seat on the jury while it is at work; and nobody
who can have read the others' marks gets one from anybody."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Min, Q
from django.utils.translation import gettext_lazy as _

from hackathon.events.policy import REMOVE_ORGANISER, TRUST_ORGANISER
from hackathon.kernel.errors import StateConflict
from hackathon.kernel.operations import Record
from hackathon.kernel.phases import Phase
from hackathon.kernel.predicates import require_event, sees_marks
from hackathon.kernel.roles import people_at
from hackathon.models import AuditEntry, Event, User
from judging.embargo.waits import waits_in
from judging.jury.models import Judge
from judging.rules.selectors.sheets import has_marks

AT_WORK = frozenset({Phase.JUDGING, Phase.DELIBERATION})
BY_WHICH_MARKS_COME = ("scorecard.save", "paper.confirm")


def require_another(record: Record, actor: User, judges: Iterable[Judge]) -> None:
    """Refuses to seat or invite the actor: whoever leaves the jury may read what it has marked,
    and does not come back by an act of their own.

    Raises StateConflict.
    """
    event, judges = require_event(record), list(judges)
    if not any(is_of(actor, judge) for judge in judges):
        require_unseen(record, judges)
        return
    if event.phase_at(record.at) in AT_WORK and sees_marks(actor, event):
        raise StateConflict(
            _(
                "You may see the jury's marks, so you cannot give yourself a seat while the jury "
                "is at work. Ask another organiser to do it."
            )
        )


def require_unseen(record: Record, judges: Iterable[Judge]) -> None:
    """Who may read the marks that have been given does not give any after that.

    Raises StateConflict.
    """
    for judge in judges:
        person = judge.user or people_at([judge.email]).get(judge.email.lower())
        if person and can_have_read_marks(person, require_event(record)):
            raise StateConflict(
                _(
                    "%(judge)s may see the jury's marks as an organiser, or could since the first "
                    "mark was given: who can have seen the marks of others gives none. Choose "
                    "somebody else."
                ),
                params={"judge": judge},
            )


def can_have_read_marks(person: User, event: Event) -> bool:
    """Whether marks have lain open to this person: they have the right to see them, or had it at
    any time since the first was given. A judge of the event first hands in their own."""
    since = first_mark_at(event)
    if since is None or not (sees_marks(person, event) or lost_sight(person, event, since)):
        return False
    return not waits_in(person, event)


def first_mark_at(event: Event) -> datetime | None:
    """When the first mark of the event was given; where the log does not tell, when judging began.

    None as long as there are no marks.
    """
    if not has_marks(event):
        return None
    given = AuditEntry.objects.filter(event=event, verb__in=BY_WHICH_MARKS_COME)
    return given.aggregate(first=Min("at"))["first"] or event.submissions_close_at


def lost_sight(person: User, event: Event, since: datetime) -> bool:
    """Whether the log tells that the right to see marks was taken from them after this instant.

    Entries from before they named the person lead there by the organiser's row.
    """
    taken = AuditEntry.objects.filter(event=event, at__gte=since)
    taken = taken.exclude(data__saw_marks=False)
    rows = event.organisers.filter(user=person).values("pk")
    is_old = ~Q(data__has_key="organiser")
    of_person = Q(data__organiser=person.pk) | Q(is_old, subject_id__in=rows)
    trusted = taken.filter(of_person, verb=TRUST_ORGANISER.verb, data__sees_marks=False)
    removed = taken.filter(verb=REMOVE_ORGANISER.verb, data__removed=person.pk)
    return trusted.exists() or removed.exists()


def is_of(person: User, judge: Judge) -> bool:
    """Whether this judge is the person, or will be once they accept."""
    if judge.user_id:
        return judge.user_id == person.pk
    return judge.email.lower() == person.email.lower()
