"""A list of judges becomes seats, in one operation: all of it or nothing."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import StateConflict
from hackathon.models import Event, User
from judging.jury.models import Judge, PanelSeat
from judging.seats import policy
from judging.seats.importing import Line, read_list
from judging.seats.selectors.own_seat import require_another
from judging.seats.services.jury import next_position


def import_judges(
    *, actor: User, event: Event, text: str, invite: bool, language: str = ""
) -> list[Line]:
    """Read once more under lock: what the page showed may have changed since.

    ``language`` is that of the invitations of those of whom the list names none.
    """
    with policy.IMPORT_JUDGES.begin(actor, event, lock=[event]) as record:
        lines = read_list(event, text)
        if not lines:
            raise StateConflict(_("The list names no judge."))
        if any(line.problems for line in lines):
            raise StateConflict(_("Mend the lines that are marked, then import the list."))
        position = next_position(event)
        judges = [
            write(event, line, position + number, record.at if invite else None, language)
            for number, line in enumerate(lines)
        ]
        require_another(record, actor, judges)
        invited = [judge.pk for judge in judges if judge.invited_at == record.at]
        record.about(event, judges=[judge.pk for judge in judges], invited=invited)
    return lines


def write(event: Event, line: Line, position: int, at: datetime | None, language: str) -> Judge:
    """Who is on the jury already keeps what is written of them and gets what is new."""
    judge = line.known or Judge(
        event=event,
        name=line.name,
        email=line.email,
        function=line.function,
        organisation=line.organisation,
        languages=line.languages,
        position=position,
    )
    if at and not judge.is_seated and not line.known:
        judge.offer(at)
        judge.language = "" if line.languages else language
    if not line.known:
        judge.save()
    for challenge in line.challenges:
        PanelSeat.objects.get_or_create(judge=judge, challenge=challenge)
    return judge
