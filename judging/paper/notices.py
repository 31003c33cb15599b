"""Who is told of marks from paper: who settles a sheet, and whose marks they are."""

from collections.abc import Iterator

from hackathon.kernel.notices import Letter, notice
from hackathon.kernel.predicates import require_event
from hackathon.models import AuditEntry
from judging.paper.policy import REFUSE_PAPER
from judging.paper.selectors.paper import confirmers_of, who_may_settle
from judging.progress.selectors.progress import waiting_sheets


@notice("paper.type")
def tell_who_compares(entry: AuditEntry) -> Iterator[Letter]:
    """Another person confirms a sheet: each who can is told of it, and who leads the panel also
    while their own marks come first."""
    event, sheet = entry.event, entry.subject
    found = confirmers_of(sheet)
    told = {"challenge": sheet.version.submission.team.challenge, "sheet": sheet}
    for person in found.now:
        yield Letter.to(person, "judging/mail/sheet", event=event, **told)
    for person in found.later:
        yield Letter.to(person, "judging/mail/sheet", event=event, own_first=True, **told)


@notice("paper.announce")
def tell_who_settles_what_waits(entry: AuditEntry) -> Iterator[Letter]:
    """Judging is over: each how many sheets are theirs to settle."""
    event = require_event(entry)
    sheets = list(waiting_sheets(event).filter(pk__in=entry.data["sheets"]))
    for person in who_may_settle(event):
        own = sum(REFUSE_PAPER.may(person, sheet) for sheet in sheets)
        if own:
            yield Letter.to(person, "judging/mail/sheets_wait", event=event, number=own)


@notice("paper.confirm")
def tell_whose_sheet_counts(entry: AuditEntry) -> Iterator[Letter]:
    sheet = entry.subject
    judge = sheet.judge
    if judge.user and judge.user != entry.actor:
        numbers = {name: entry.data.get(name, 0) for name in ("replaced", "stayed")}
        told = {"sheet": sheet, **numbers}
        yield Letter.to(judge.user, "judging/mail/from_paper", event=judge.event, **told)
