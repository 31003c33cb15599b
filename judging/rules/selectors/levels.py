"""What a criterion must say so that judges are not in doubt: a sentence for each mark, or none, and
a title that no other criterion beside it has."""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from judging.rules.models import Criterion


def problems_with(row: Criterion, cleaned: dict[str, Any]) -> dict[str, str]:
    """By field, what is wrong with what was typed for this criterion."""
    return problems_with_anchors(cleaned) | problems_with_title(row, cleaned)


def problems_with_anchors(cleaned: dict[str, Any]) -> dict[str, str]:
    lowest, highest = cleaned.get("lowest"), cleaned.get("highest")
    if lowest is None or highest is None or highest <= lowest:
        return {}  # what is no scale is said of the scale
    found = {}
    for name in translations_of("anchors"):
        count = len((cleaned.get(name) or "").strip("\r\n").splitlines())
        if count and count != highest - lowest + 1:
            found[name] = _(
                "The marks go from %(lowest)d to %(highest)d: write %(wanted)d lines, one for each "
                "mark, or none. There are %(count)d. A line may be empty."
            ) % {
                "lowest": lowest,
                "highest": highest,
                "wanted": highest - lowest + 1,
                "count": count,
            }
    return found


def problems_with_title(row: Criterion, cleaned: dict[str, Any]) -> dict[str, str]:
    """Beside each other are the criteria of one challenge and those of the whole event."""
    event, challenge = cleaned.get("event") or getattr(row, "event", None), cleaned.get("challenge")
    if event is None:
        return {}
    others = event.criteria.in_force().exclude(pk=row.pk)
    if challenge is not None:
        others = others.filter(Q(challenge=None) | Q(challenge=challenge))
    known = {name: set(others.values_list(name, flat=True)) for name in translations_of("title")}
    return {
        name: _("Another criterion has this title already. Choose one that tells them apart.")
        for name, titles in known.items()
        if cleaned.get(name) and cleaned[name] in titles
    }


def translations_of(name: str) -> list[str]:
    return [f"{name}_{code}" for code, _language in settings.LANGUAGES]
