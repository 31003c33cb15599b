"""What organisers and presidents decide about people of the jury, whichever page they sit at."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from challenges.models import Challenge
from hackathon.models import Event
from judging import leaving, register
from judging.jury_forms import ExcuseForm, ImposeForm, RulingForm
from judging.models import Conflict, Judge
from judging.services import conflicts
from judging.services.leaving import excuse_judge


@dataclass
class Page:
    """What a page shows; ``said`` once it has done something."""

    context: dict[str, Any]
    said: str = ""


def register_page(request: HttpRequest, event: Event, challenges: Iterable[Challenge]) -> Page:
    """The register of these challenges, and what its reader does there."""
    rows = register.with_cards(register.register_of(challenges, request.user))
    shelves = register.shelves(rows)
    judges, teams = register.pairs_to_impose(challenges)
    do = request.POST.get("do", "")
    sent = {name: request.POST if do in dos else None for name, dos in FORMS.items()}
    page = Page({
        "rows": rows, "shelves": shelves,
        "impose": ImposeForm(sent["impose"], prefix="impose", judges=judges, teams=teams),
        "settle": RulingForm(sent["settle"], prefix="settle", rows=shelves["proposed"]),
        "lift": RulingForm(sent["lift"], prefix="lift", rows=shelves["standing"]),
    })  # fmt: skip
    if do == "search":
        found = conflicts.search_conflicts(actor=request.user, event=event)
        page.said = _("Found: %(n)d.") % {"n": found}
    for name, dos in FORMS.items():
        if do in dos and page.context[name].is_valid():
            page.said = ruled(request, page.context[name], do)
    return page


FORMS = {"impose": ["impose"], "settle": ["stands", "dismiss"], "lift": ["lift"]}


def ruled(request: HttpRequest, form, do: str) -> str:
    """Carry it out; a refusal goes into the form, and nothing is said."""
    try:
        if do == "impose":
            conflicts.impose_conflict(actor=request.user, **form.cleaned_data)
            return _("The judge no longer sees this team's project.")
        for row in form.chosen:
            rule(request, row, do, form.cleaned_data["reason"])
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return ""
    except PermissionDenied:
        form.add_error(None, _("Somebody else decides here: you are tied to this team yourself."))
        return ""
    return _("Decided: %(n)d.") % {"n": len(form.chosen)}


def rule(request: HttpRequest, row: Conflict, do: str, reason: str) -> None:
    if do == "lift":
        conflicts.lift_conflict(actor=request.user, conflict=row, reason=reason)
    else:
        conflicts.settle_conflict(
            actor=request.user, conflict=row, stands=do == "stands", reason=reason
        )


def excuse_page(request: HttpRequest, judge: Judge) -> Page:
    """What will happen when this judge leaves, and then that it happened."""
    is_done = request.POST.get("do") == "excuse"
    form = ExcuseForm(request.POST) if is_done else ExcuseForm(initial=request.POST.dict())
    set_aside = bool(request.POST.get("set_aside"))
    if is_done and form.is_valid():
        try:
            excuse_judge(actor=request.user, judge=judge, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return Page({}, _("%(judge)s has left the jury.") % {"judge": judge})
    plan = leaving.departure_of(judge, set_aside=set_aside)
    return Page({"judge": judge, "form": form, "plan": plan, "set_aside": set_aside})
