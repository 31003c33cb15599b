"""Beside which field of a form a refusal stands that came without one."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models


def field_refused(form: forms.ModelForm, refusal: ValidationError) -> str | None:
    """The field that a refusal is about: it says so by its code, or it is a constraint's sentence,
    and then the last of the constraint's own columns that the form asks for."""
    if refusal.code in form.fields:
        return refusal.code
    words = " ".join(refusal.messages)
    for constraint in form._meta.model._meta.constraints:
        if str(constraint.get_violation_error_message()) == words:
            asked = [asked_as(form, name) for name in columns_of(constraint)]
            return next(filter(None, reversed(asked)), None)
    return None


def columns_of(constraint: models.BaseConstraint) -> list[str]:
    if isinstance(constraint, models.UniqueConstraint):
        return list(constraint.fields)
    condition = getattr(constraint, "condition", None)
    return list(named_in(condition)) if condition else []


def named_in(condition: models.Q) -> Iterator[str]:
    """The columns that a condition names, in its order."""
    for part in condition.children:
        if isinstance(part, models.Q):
            yield from named_in(part)
        elif isinstance(part, tuple):
            yield part[0].partition("__")[0]
            if isinstance(part[1], models.F):
                column: Any = part[1]
                yield column.name


def asked_as(form: forms.ModelForm, name: str) -> str:
    """The field of the form in which this column is typed; a row that was chosen is none."""
    if name == "user" and "email" in form.fields:
        return "email"
    own = [name, *(f"{name}_{code}" for code, _language in settings.LANGUAGES)]
    typed = [one for one in own if one in form.fields]
    chosen = typed and isinstance(form.fields[typed[0]], forms.ModelChoiceField)
    return typed[0] if typed and not chosen else ""
