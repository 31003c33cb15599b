"""Who is told of marks from paper: who settles a sheet, and whose marks they are."""

from collections.abc import Iterator

from hackathon.kernel.notices import Letter, notice
from hackathon.models import AuditEntry, Event, User
from judging.jury.models import PanelSeat
from judging.paper.policy import CONFIRM_PAPER, REFUSE_PAPER
from judging.progress.selectors.progress import waiting_sheets


def who_may_settle(event: Event) -> list[User]:
    """Organisers who may see marks and whoever leads a panel; whether they may, is asked for each
    sheet."""
    trusted = event.organisers.filter(sees_marks=True).select_related("user")
    leading = PanelSeat.objects.leading().filter(judge__event=event, judge__user__isnull=False)
    people = [row.user for row in trusted]
    people += [seat.judge.user for seat in leading.select_related("judge__user")]
    return list({person.pk: person for person in people}.values())


@notice("paper.type")
def tell_who_compares(entry: AuditEntry) -> Iterator[Letter]:
    """Another person confirms a sheet: whoever may, once while sheets wait for them."""
    event, sheet = entry.event, entry.subject
    earlier = list(waiting_sheets(event).filter(typed_at__lt=entry.at))
    for person in who_may_settle(event):
        may = CONFIRM_PAPER.may
        is_told = any(may(person, row) and row.typed_by_id != person.pk for row in earlier)
        if person != entry.actor and not is_told and may(person, sheet):
            challenge = sheet.version.submission.team.challenge
            yield Letter.to(person, "judging/mail/sheet", event=event, challenge=challenge)


@notice("paper.announce")
def tell_who_settles_what_waits(entry: AuditEntry) -> Iterator[Letter]:
    """Judging is over: each how many sheets are theirs to settle."""
    event = entry.event
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
