"""What organisers and presidents decide about people of the jury, whichever page they sit at."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges.models import Challenge
from hackathon.kernel.consequences import Act
from hackathon.models import Event
from hackathon.web.refusals import refusal_in_form
from hackathon.web.signed_in import SignedInRequest, user_of
from hackathon.workplace.acting import Step, show_step, take_step
from judging.conflicts.policy import IMPOSE_CONFLICT, NAME_NEUTRAL
from judging.conflicts.selectors import register
from judging.conflicts.services import (
    forget_neutral,
    impose_conflict,
    lift_conflict,
    name_neutral,
    search_conflicts,
    settle_conflict,
)
from judging.seats.forms import (
    ExcuseForm,
    ImposeForm,
    NeutralForm,
    ReinstateForm,
    RulingForm,
)
from judging.seats.selectors import leaving, returning
from judging.seats.services.leaving import excuse_judge
from judging.seats.services.returning import reinstate_judge

if TYPE_CHECKING:
    from judging.conflicts.models import Conflict
    from judging.jury.models import Judge


@dataclass
class Page:
    """What a page shows; ``said`` once it has done something."""

    context: dict[str, Any]
    said: str = ""


def register_page(request: SignedInRequest, event: Event, challenges: Iterable[Challenge]) -> Page:
    """The register of these challenges, and what its reader does there."""
    rows = register.with_cards(register.register_of(challenges, request.user))
    shelves = register.shelves(rows)
    judges, teams = register.pairs_to_impose(challenges)
    do = request.POST.get("do", "")
    sent = {name: request.POST if do in dos else None for name, dos in FORMS.items()}
    page = Page(
        {
            "rows": rows,
            "shelves": shelves,
            "too_late": IMPOSE_CONFLICT.refusal_now(event),
            "impose": ImposeForm(sent["impose"], prefix="impose", judges=judges, teams=teams),
            "settle": RulingForm(sent["settle"], prefix="settle", rows=shelves["proposed"]),
            "lift": RulingForm(sent["lift"], prefix="lift", rows=shelves["standing"]),
        }
    )
    if do == "search":
        page.said = search_and_tell(request, event, page)
    if NAME_NEUTRAL.allows(request.user, event):
        page.said = page.said or neutrals(request, event, page)
    for name, dos in FORMS.items():
        if do in dos and page.context[name].is_valid():
            page.said = rule_and_tell(request, event, page, page.context[name], do)
    return page


def search_and_tell(request: SignedInRequest, event: Event, page: Page) -> str:
    """Compare anew; a refusal is shown on the page, and nothing is said."""
    try:
        found = search_conflicts(actor=request.user, event=event)
    except ValidationError as refusal:
        page.context["refusals"] = refusal.messages
        return ""
    return _("Found: %(n)d.") % {"n": found}


def neutrals(request: HttpRequest, event: Event, page: Page) -> str:
    """What organisers name as neutral, or no longer; a refusal goes into the form.

    Once the jury has marked, scorecards count or are held by it: that is shown first.
    """
    do, names = request.POST.get("do", ""), register.neutral_names(event)
    form = NeutralForm(request.POST if do == "name" else None, prefix="neutral")
    page.context |= {"neutral": form, "neutral_names": names}
    if do == "name" and form.is_valid():
        said: dict[str, Any] = {"actor": user_of(request), "event": event, **form.cleaned_data}
        if shown_first(request, event, page, form, lambda: name_neutral(**said)):
            return _("From now on this is no sign of a tie.")
    chosen = request.POST.get("neutral_name", "")
    if do != "forget" or not chosen.isdecimal() or not names.filter(pk=chosen).exists():
        return ""
    page.context["forgotten"] = int(chosen)

    def forget() -> None:
        forget_neutral(actor=user_of(request), name=names.get(pk=chosen))

    if shown_first(request, event, page, form, forget):
        return _("From now on this is a sign of a tie again.")
    return ""


def shown_first(request: HttpRequest, event: Event, page: Page, form: Form, act: Act) -> bool:
    """Whether it was done; else the page shows what it would do, or the refusal."""
    try:
        step = take_step(request, event, act)
    except ValidationError as refusal:
        if form.is_bound:
            form.add_error("text", refusal.messages)
        else:
            page.context["refusals"] = refusal.messages
        return False
    if not step.is_done:
        page.context["step"] = step
    return step.is_done


FORMS = {"impose": ["impose"], "settle": ["stands", "dismiss"], "lift": ["lift"]}


def rule_and_tell(request: SignedInRequest, event: Event, page: Page, form: Any, do: str) -> str:
    """Show what it does, or do it; a refusal goes into the form, and nothing is said."""
    with refusal_in_form(
        form, denied=_("Somebody else decides here: you are tied to this team yourself.")
    ) as act:
        step = take_step(request, event, lambda: carry_out(request, form, do))
    if not act.is_done:
        return ""
    if not step.is_done:
        page.context["step"] = step
        return ""
    return step.result


def carry_out(request: SignedInRequest, form: Any, do: str) -> str:
    """All rows that were chosen, or none; what was done, in words.

    Read anew: the page goes on showing its own rows as they stand, whatever a rehearsal does.
    """
    if do == "impose":
        impose_conflict(actor=request.user, **form.cleaned_data)
        return _("The judge no longer sees this team's project.")
    with transaction.atomic():
        for row in register.read_anew(form.chosen):
            rule(request, row, do, form.cleaned_data["reason"])
    return done_in_words(do, len(form.chosen))


def done_in_words(do: str, number: int) -> str:
    if do == "lift":
        words = ngettext("%(n)d conflict is lifted.", "%(n)d conflicts are lifted.", number)
    elif do == "stands":
        words = ngettext("%(n)d conflict stands.", "%(n)d conflicts stand.", number)
    else:
        words = ngettext("%(n)d finding is dismissed.", "%(n)d findings are dismissed.", number)
    return words % {"n": number}


def rule(request: SignedInRequest, row: "Conflict", do: str, reason: str) -> None:
    if do == "lift":
        lift_conflict(actor=request.user, conflict=row, reason=reason)
    else:
        settle_conflict(actor=request.user, conflict=row, stands=do == "stands", reason=reason)


def excuse_page(request: HttpRequest, judge: "Judge") -> Page:
    """What will happen when this judge leaves, and then that it happened.

    Whoever chose otherwise than when the page was shown reads first what that does.
    """
    is_sent = request.POST.get("do") == "excuse"
    set_aside = bool(request.POST.get("set_aside"))
    shown = request.POST.get("shown_set_aside")
    chose_otherwise = is_sent and shown is not None and set_aside != bool(shown)
    is_done = is_sent and not chose_otherwise
    form = ExcuseForm(request.POST) if is_done else ExcuseForm(initial=request.POST.dict())
    step = None
    said: dict[str, Any]
    if is_done and form.is_valid():
        said = {"actor": request.user, "judge": judge, **form.cleaned_data}
        with refusal_in_form(form):
            step = take_step(request, judge.event, lambda: excuse_judge(**said))
    elif not is_done:
        said = {
            "actor": user_of(request),
            "judge": judge,
            "set_aside": set_aside,
            "reason": "–",
        }
        step = show_step(judge.event, lambda: excuse_judge(**said), user_of(request))
    if step and step.is_done:
        return Page({}, _("%(judge)s has left the jury.") % {"judge": judge})
    judge.refresh_from_db()  # a rehearsal has gone through it
    plan = leaving.departure_of(judge, set_aside=set_aside)
    return Page(
        {
            "judge": judge,
            "form": form,
            "plan": plan,
            "set_aside": set_aside,
            "step": step,
            "chose_otherwise": chose_otherwise,
        }
    )


def reinstate_page(request: HttpRequest, judge: "Judge") -> Page:
    """What a judge who was excused by mistake gets back, and then that they are back."""
    form = ReinstateForm(request.POST or None)
    page = Page({"judge": judge, "form": form})
    try:
        step = step_back(request, judge, form)
    except ValidationError as refusal:
        step = None
        if form.is_bound:
            form.add_error(None, refusal.messages)
        else:
            page.context["refusals"] = refusal.messages
    if step and step.is_done:
        return Page({}, _("%(judge)s sits on the jury again.") % {"judge": judge})
    judge.refresh_from_db()  # a rehearsal has gone through it
    excused = returning.last_excuse(judge)
    plan = returning.return_of(judge, excused) if excused else None
    page.context |= {"plan": plan, "step": step}
    return page


def step_back(request: HttpRequest, judge: "Judge", form: ReinstateForm) -> Step | None:
    """Shown when the page is opened, done when it is sent; nothing while the form has errors."""
    if not form.is_bound:
        tried: dict[str, Any] = {"actor": user_of(request), "judge": judge, "reason": "–"}
        return show_step(judge.event, lambda: reinstate_judge(**tried), user_of(request))
    if not form.is_valid():
        return None
    said: dict[str, Any] = {"actor": user_of(request), "judge": judge, **form.cleaned_data}
    return take_step(request, judge.event, lambda: reinstate_judge(**said))
