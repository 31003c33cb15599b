"""Where a sheet from paper says something else than its judge gave on screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from judging.rules.models import Criterion
from judging.rules.selectors.rubric import name_of
from judging.scorecards.models import PaperSheet, Scorecard
from judging.scorecards.selectors.worklist import marks_of

PAPER, SCREEN = "paper", "screen"  # which of the two counts
Choices = Mapping[str, str]  # a field's name to one of them


@dataclass(frozen=True)
class Difference:
    """One field of a scorecard with both values."""

    name: str
    title: str
    on_paper: int | str
    on_screen: int | str


def differences(sheet: PaperSheet, card: Scorecard, rubric: list[Criterion]) -> list[Difference]:
    """What was given both ways, and differs. Where one of the two is empty, nothing is asked."""
    given = marks_of(card)
    pairs: list[tuple[str, str, Any, Any]] = [
        (name_of(row), row.title, sheet.marks.get(str(row.pk)), given.get(row.pk)) for row in rubric
    ]
    pairs.append(
        (
            "remarks",
            _("Comment: what is strong, what would make it better"),
            sheet.remarks,
            card.remarks,
        )
    )
    return [
        Difference(*pair)
        for pair in pairs
        if pair[2] not in (None, "") and pair[3] not in (None, "") and pair[2] != pair[3]
    ]
