"""What one rule sheet says otherwise than another, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One thing that is said otherwise; ``before`` or ``after`` is empty where it was not said."""

    label: str
    before: str
    after: str


def changes_between(before: Row, after: Row) -> list[Change]:
    """Of the criteria each field that differs; of the rest only that something differs."""
    old = {row["id"]: row for row in before["criteria"]}
    new = {row["id"]: row for row in after["criteria"]}
    found = []
    for key in {**old, **new}:
        if key not in new:
            found.append(Change(_("Criterion"), say_value(old[key]["title"]), ""))
        elif key not in old:
            found.append(Change(_("Criterion"), "", say_value(new[key]["title"])))
        else:
            found += changes_of(old[key], new[key])
    if any(before[name] != after[name] for name in before.keys() - {"criteria"}):
        found.append(Change(_("How projects are shared out, ranked or ties are broken"), "", ""))
    return found


def weighing_in(sheet: Row) -> dict[Any, tuple]:
    """What turns marks into a total, by criterion."""
    names = ("weight", "lowest", "highest", "challenge")
    return {row["id"]: tuple(row[name] for name in names) for row in sheet["criteria"]}


def changes_of(old: Row, new: Row) -> list[Change]:
    """Of one criterion, each line with its title."""
    words = {
        "weight": _("weight"),
        "lowest": _("lowest mark"),
        "highest": _("highest mark"),
        "title": _("title"),
        "meaning": _("meaning"),
        "anchors": _("what each mark means"),
    }
    title = say_value(new["title"])
    found = [
        change_of(f"{title}, {label}", old[name], new[name])
        for name, label in words.items()
        if old[name] != new[name]
    ]
    if old["challenge"] != new["challenge"]:
        found.append(Change(_("%(title)s, challenge") % {"title": title}, "", ""))
    return found


def change_of(label: str, old: Any, new: Any) -> Change:
    """In the reader's language; where that says what it said, in the first that does not."""
    if say_value(old) != say_value(new) or not isinstance(new, Mapping):
        return Change(label, say_value(old), say_value(new))
    codes = [code for code in {**old, **new} if (old.get(code) or "") != (new.get(code) or "")]
    code = codes[0]
    return Change(f"{label} ({code.upper()})", old.get(code) or "", new.get(code) or "")


def say_value(value: Any) -> str:
    """A number as it is; a text in the reader's language, else in the first that has words."""
    if not isinstance(value, Mapping):
        return str(value)
    order = (get_language() or "en", *settings.MODELTRANSLATION_FALLBACK_LANGUAGES)
    return next((value[code] for code in order if value.get(code)), "")
