from collections.abc import Iterator

from hackathon.kernel.notices import Letter, notice
from hackathon.models import AuditEntry
from teams.team.models.joining import (
    Answer,
)
from teams.team.notices import to_captain, to_members


@notice("merge.offer")
def tell_captain_of_proposal(entry: AuditEntry) -> Iterator[Letter]:
    offer = entry.subject
    yield from to_captain(offer.asked_team, "teams/mail/proposal", offer=offer)


@notice("merge.answer")
@notice("merge.decline")
def tell_both_teams(entry: AuditEntry) -> Iterator[Letter]:
    offer = entry.subject
    if offer.answer == Answer.ACCEPTED:
        yield from to_members(offer.target, "teams/mail/merged", source=offer.source)
    elif entry.data.get("asked_again"):
        yield from to_captain(offer.asked_team, "teams/mail/proposal", offer=offer, is_again=True)
    else:
        yield from to_captain(offer.asking_team, "teams/mail/proposal_declined", offer=offer)
