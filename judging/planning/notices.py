from collections.abc import Iterator

from hackathon.kernel.notices import Letter, notice
from hackathon.models import AuditEntry
from judging.assignment.models import Assignment
from judging.jury.models import Judge


@notice("wave.release")
@notice("assignment.change")
def tell_who_reviews_what(entry: AuditEntry) -> Iterator[Letter]:
    """Each judge how many projects came to their desk, and how many were taken from it."""
    open_ones = Assignment.objects.filter(
        submission__team__event=entry.event, wave__released_at__isnull=False
    )
    came = open_ones.filter(ended_at=None)
    if entry.verb == "wave.release":
        came, gone = came.filter(wave=entry.subject), open_ones.none()
    else:
        came, gone = came.filter(assigned_at=entry.at), open_ones.filter(ended_at=entry.at)
    numbers = {
        judge: (came.filter(judge=judge).count(), gone.filter(judge=judge).count())
        for judge in {*came.values_list("judge", flat=True), *gone.values_list("judge", flat=True)}
    }
    judges = Judge.objects.seated().filter(pk__in=numbers).exclude(user=entry.actor)
    for judge in judges.select_related("user", "event").order_by("pk"):
        came_to, gone_from = numbers[judge.pk]
        yield Letter.to(
            judge.user,
            "judging/mail/reviews",
            event=judge.event,
            judge=judge,
            came=came_to,
            gone=gone_from,
        )
