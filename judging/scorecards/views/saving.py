"""What a judge gave is saved in one way, whether the page's form or its script sends it."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from hackathon.kernel.texts import harmless
from hackathon.web.signed_in import SignedInRequest
from judging.rules.selectors.rubric import criterion_named
from judging.scorecards.forms import TextsForm
from judging.scorecards.services import scoring
from judging.scorecards.services.refusals import on_record

TEXTS = ("remarks", "note")
UNREADABLE = gettext_lazy("This page sent something that cannot be read. Open it anew.")


@dataclass(frozen=True)
class Sent:
    """Fields of a scorecard by their names, and the state of it that their sender saw."""

    fields: Mapping[str, Any]
    version: Any  # the number that the page showed
    revision: Any
    device: str = ""
    rules: Any = None  # the number of the rule sheet that the page showed


def from_form(posted: QueryDict, task: Any) -> Sent:
    """What a browser without script sends: all fields at once. A mark that nobody gave is none."""
    marks = {name: number_in(value) for name, value in posted.items() if criterion_named(name)}
    given = {name: value for name, value in marks.items() if value != ""}
    texts = {name: posted[name] for name in TEXTS if name in posted}
    version = posted.get("version") or str(task.version.number)
    revision = posted.get("revision", "")
    rules = number_in(posted["rules"]) if posted.get("rules") else None
    return Sent(given | texts, number_in(version), number_in(revision), rules=rules)


def number_in(typed: Any) -> int | str:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else typed


def save(request: SignedInRequest, task: Any, sent: Sent) -> Any:
    """Write what was sent; the scorecard as it is then. Whatever is refused is on record.

    Raises Clash, ValidationError and PermissionDenied.
    """
    with recording_refusals(request, task, "scorecard.save"):
        require_seen(task, sent)
        return scoring.save_scorecard(
            actor=request.user,
            judge=task.judge,
            version=task.version,
            marks=marks_in(sent.fields),
            revision=sent.revision,
            device=harmless(sent.device),
            **texts_in(sent.fields),
        )


def hand_in(request: SignedInRequest, task: Any, sent: Sent) -> Any:
    """Hand in the scorecard as its sender saw it; the rest as in ``save``."""
    with recording_refusals(request, task, "scorecard.hand_in"):
        require_seen(task, sent)
        require_sheet_number(sent.rules)
        return scoring.hand_in_scorecard(
            actor=request.user, scorecard=task, revision=sent.revision, rules=sent.rules
        )


def recording_refusals(
    request: SignedInRequest, task: Any, verb: str
) -> AbstractContextManager[None]:
    what: dict[str, Any] = {"version": task.version.pk, "judge": task.judge.pk}
    return on_record(actor=request.user, event=task.event, verb=verb, **what)


def require_seen(task: Any, sent: Sent) -> None:
    """The sender says which state they saw, and it was of the version that counts."""
    if type(sent.revision) is not int:
        raise ValidationError(UNREADABLE)
    if sent.version != task.version.number:
        raise ValidationError(gettext_lazy("There is a newer version by now. Look at it first."))


def require_sheet_number(sent: Any) -> None:
    """A page from before there were any says none."""
    if sent is not None and (type(sent) is not int or not 0 <= sent < 10**9):
        raise ValidationError(UNREADABLE)


def marks_in(fields: Mapping[str, Any]) -> dict:
    """Criterion to what was given for it."""
    if not isinstance(fields, Mapping):
        raise ValidationError(UNREADABLE)
    marks = {name: criterion_named(name) for name in fields if name not in TEXTS}
    if not all(marks.values()):
        raise ValidationError(
            gettext_lazy("This criterion does not belong to this project's rubric.")
        )
    return {criterion: fields[name] for name, criterion in marks.items()}


def texts_in(fields: Mapping[str, Any]) -> dict[str, str]:
    form = TextsForm({name: fields.get(name, "") for name in TEXTS})
    if not form.is_valid():
        raise ValidationError([text for errors in form.errors.values() for text in errors])
    return {name: form.cleaned_data[name] for name in TEXTS if name in fields}
