from collections.abc import Iterator

from hackathon.kernel.notices import Letter, notice
from hackathon.models import AuditEntry
from judging.amendments.notices import sorted_by_version
from judging.rules.models import ChangeOfSense


@notice("rules.amend")
def tell_jury_of_the_new_sheet(entry: AuditEntry) -> Iterator[Letter]:
    """Each judge which scorecards they can hand in anew; and of others what becomes of them."""
    sheet = entry.subject
    for judge in sheet.event.judges.seated().select_related("user"):
        opened = judge.scorecards.filter(reopened_at=entry.at)
        titles, newer, waiting = sorted_by_version(opened)
        yield Letter.to(
            judge.user,
            "judging/mail/amended",
            event=sheet.event,
            sheet=sheet,
            reopened=len(titles),
            titles=titles,
            newer=newer,
            waiting=waiting,
            is_weighed_anew=sheet.weighs_otherwise,
        )


@notice("rules.take_back")
def tell_jury_that_the_change_is_taken_back(entry: AuditEntry) -> Iterator[Letter]:
    """All who were told of the change; each reads which of their scorecards are in again."""
    sheet = entry.subject
    change = ChangeOfSense.objects.get(pk=entry.data["change"])
    opened = [card["id"] for card in change.cards]
    for judge in sheet.event.judges.seated().select_related("user"):
        cards = judge.scorecards.filter(pk__in=opened).order_by("version__title")
        titles = list(cards.values_list("version__title", flat=True))
        yield Letter.to(
            judge.user,
            "judging/mail/amendment_taken_back",
            event=sheet.event,
            sheet=sheet,
            handed_in=len(titles),
            titles=titles,
        )
