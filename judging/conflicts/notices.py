from collections.abc import Iterator

from hackathon.kernel.notices import Letter, notice, to_organisers
from hackathon.kernel.predicates import require_event
from hackathon.models import AuditEntry
from judging.conflicts.models import Conflict
from judging.jury.notices import tells_judges


@tells_judges("conflict.impose", "conflict.lift", "conflict.settle")
def tell_who_is_tied(entry: AuditEntry) -> Iterator[Letter]:
    """A judge whose tie to a team was decided by somebody else; what was dismissed never held."""
    conflict = entry.subject
    judge = conflict.judge
    was_dismissed = entry.verb == "conflict.settle" and not entry.data["stands"]
    if judge.user and judge.user != entry.actor and not was_dismissed:
        told = {"conflict": conflict, "stands": entry.verb != "conflict.lift"}
        told["is_opened"] = bool(entry.data.get("opened"))
        yield Letter.to(judge.user, "judging/mail/tie", event=judge.event, **told)


@notice("conflict.find")
def tell_who_settles(entry: AuditEntry) -> Iterator[Letter]:
    """Once: what is found while something waits already stands in the same list."""
    event = require_event(entry)
    proposed = Conflict.objects.proposed().filter(judge__event=event)
    is_new = proposed.filter(declared_at=entry.at).exists()
    if is_new and not proposed.filter(declared_at__lt=entry.at).exists():
        yield from to_organisers(event, "judging/mail/found", but=entry.actor)
