from collections.abc import Iterator

from hackathon.kernel.notices import Letter, notice
from hackathon.models import AuditEntry
from judging.ranking.selectors.waiting_ties import deciders_of


@notice("tie.announce")
def tell_who_decides(entry: AuditEntry) -> Iterator[Letter]:
    """Whoever leads the panel; nobody who is tied to a team concerned."""
    challenge = entry.subject.challenge
    for person in deciders_of(challenge):
        yield Letter.to(person, "judging/mail/tie_waits", event=entry.event, challenge=challenge)
