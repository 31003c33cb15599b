from collections.abc import Iterator

from hackathon.kernel.notices import Letter, notice
from hackathon.models import AuditEntry
from judging.embargo.waits import readers_beside
from judging.unsaved.models import UnsavedMarks


@notice("unsaved_marks.send")
def tell_who_reads_unsaved_marks(entry: AuditEntry) -> Iterator[Letter]:
    """Whoever leads the panel, or the organisers; the mail itself holds no mark."""
    if not entry.data.get("was_sent_before"):
        yield from to_readers_of(entry.subject)


@notice("paper.refuse")
def tell_who_reads_unsaved_marks_once_more(entry: AuditEntry) -> Iterator[Letter]:
    """They had been entered by the sheet that was put aside."""
    rows = UnsavedMarks.objects.filter(pk__in=entry.data.get("waiting_again", []))
    for row in rows.select_related("judge__event", "version__submission__team__challenge"):
        yield from to_readers_of(row, is_again=True)


def to_readers_of(row: UnsavedMarks, *, is_again: bool = False) -> Iterator[Letter]:
    readers = readers_beside(row.version.submission.team.challenge, row.judge)
    told = {"row": row, "is_organiser": readers.are_organisers, "is_again": is_again}
    for person in readers.people:
        yield Letter.to(person, "judging/mail/unsaved", event=row.event, **told)
