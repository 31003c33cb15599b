"""What acts may touch on the jury's floor beside the screen: sheets of paper that wait."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hackathon.kernel.consequences import (
    Change,
    Fact,
    Facts,
    Watched,
    watch,
)
from hackathon.models import Event
from judging.paper.selectors.paper import obstacle_to_counting
from judging.progress.selectors.progress import waiting_sheets
from teams.submissions.watching import name_project


def look_at_sheets(event: Event) -> Facts:
    """Sheets from paper that wait to be compared, and whether they still can count."""
    facts: Facts = {}
    related = ("judge__user", "version__submission__team__challenge")
    for sheet in waiting_sheets(event).select_related(*related):
        sheet.judge.event = event
        obstacle = obstacle_to_counting(sheet)
        label = f"{sheet.judge}, {name_project(sheet.version.submission)}"
        words = obstacle or _("typed in: it waits to be compared")
        facts["sheet_from_paper", sheet.pk] = Fact(label, words, bool(obstacle))
    return facts


def loses_sheets(changes: list[Change]) -> Iterator[str]:
    lost = sum(one.states == (False, True) for one in changes)
    if lost:
        yield ngettext(
            "%(n)d sheet that was typed in from paper cannot be confirmed any more.",
            "%(n)d sheets that were typed in from paper cannot be confirmed any more.",
            lost,
        ) % {"n": lost}


watch(
    Watched(
        "sheets", gettext_lazy("Sheets from paper"), look_at_sheets, grave=loses_sheets, order=43
    )
)
