from collections.abc import Iterator

from hackathon.kernel.notices import Letter, notice, to_organisers
from hackathon.models import AuditEntry
from teams.deadlines import policy
from teams.deadlines.selectors.times import concerned_by
from teams.team.notices import to_members


@notice("extension.grant")
@notice("extension.grant_all")
def tell_who_has_more_time(entry: AuditEntry) -> Iterator[Letter]:
    extension = entry.subject
    for team in concerned_by(extension):
        yield from to_members(team, "teams/mail/more_time", extension=extension)


@notice("late_request.ask")
def tell_organisers_who_asks(entry: AuditEntry) -> Iterator[Letter]:
    asked = entry.subject
    yield from to_organisers(asked.event, "teams/mail/late", doing=policy.ANSWER_LATE, asked=asked)


@notice("late_request.answer")
def tell_who_asked_for_time(entry: AuditEntry) -> Iterator[Letter]:
    asked = entry.subject
    yield from to_members(asked.team, "teams/mail/late_answer", asked=asked)
