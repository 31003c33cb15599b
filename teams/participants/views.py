from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hackathon.events.selectors import event_or_404
from hackathon.files.storage import store
from hackathon.kernel.operations import seen_at
from hackathon.kernel.phases import Phase
from hackathon.kernel.sections import Link
from hackathon.models import Event
from hackathon.web.errands import view_behind
from hackathon.web.pages import event_page, too_late_page
from hackathon.web.refusals import refusal_in_form, words_of
from hackathon.web.signed_in import SignedInRequest
from hackathon.web.site_paths import path_inside
from teams.door.selectors import badge
from teams.participants import policy
from teams.participants import selectors as participants_selectors
from teams.participants.forms import AgreeForm, EntryForm, LookingForm
from teams.participants.selectors import to_withdrawing
from teams.participants.services import participation
from teams.submissions.views.downloads import download
from teams.team.policy import REGISTER_TEAM
from teams.team.selectors.obstacles import to_competing
from teams.team.selectors.team import acceptable_invitations, team_of
from teams.team.views.doing import do_and_tell

if TYPE_CHECKING:
    from teams.participants.models.participant import Participant


TEAM_FORM = "teams:register"
LEAD_TO_A_TEAM = ("teams:accept", "teams:join", "teams:ask")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def taking_part(request: SignedInRequest, event_slug: str) -> HttpResponse:
    """The form to register; once it is sent, where one stands and what is missing."""
    event = event_or_404(event_slug, request.user)
    participant = participants_selectors.participant_of(event, request.user)
    if participant is None or participants_selectors.is_to_register(participant):
        return register(request, event, participant)
    return status(request, event, participant)


def entry_form(
    request: SignedInRequest, event: Event, participant: "Participant | None", **options: Any
) -> EntryForm:
    given = participants_selectors.answers_of(participant)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    return EntryForm(*data, event=event, given=given, reader=request.user, **options)


def registration_form(
    request: SignedInRequest, event: Event, participant: "Participant | None", **options: Any
) -> EntryForm:
    """The questions, and what is asked only once: texts to agree to, the code."""
    texts = participants_selectors.open_texts(event, participant)
    code = participants_selectors.kept_code(request, event)
    return entry_form(
        request, event, participant, texts=texts, code=code, needs_code=event.needs_code, **options
    )


def register(
    request: SignedInRequest, event: Event, participant: "Participant | None"
) -> HttpResponse:
    form = registration_form(request, event, participant, is_final=True)
    if form.is_bound:
        is_valid = form.is_valid()
        answers = kept_answers(request, form)
        with refusal_in_form(form):
            if is_valid:
                participation.apply(
                    actor=request.user,
                    event=event,
                    answers=answers,
                    agreed=form.agreed(),
                    code=form.cleaned_data.get("code", ""),
                )
                return redirect_registered(request, event)
            if policy.SAVE_ANSWERS.allows(request.user, event):
                participation.save_answers(actor=request.user, event=event, answers=answers)
    context = {
        "form": form,
        "participant": participant,
        "is_open": policy.APPLY.allows(request.user, event),
        "obstacle": to_competing(event, request.user),
        "places_left": participants_selectors.places_left(event),
        "back": asked_back(request),
        "leads_to_team": view_behind(asked_back(request)) in LEAD_TO_A_TEAM,
        "leads_to_team_form": view_behind(asked_back(request)) == TEAM_FORM,
        "must_bring_code": participants_selectors.must_bring_code(event, request.user),
    }
    return event_page(
        request,
        event,
        "teams/participants/take_part.html",
        context,
        status=422 if form.errors else 200,
    )


def kept_answers(request: HttpRequest, form: EntryForm) -> dict[Any, Any]:
    """What was typed, and the files on disk by now."""
    answers = form.answers(request.POST)
    for question, upload in form.uploads().items():
        if question.key not in form.errors:
            answers[question] = store(upload)
    return answers


def redirect_registered(request: SignedInRequest, event: Event) -> HttpResponse:
    """Back to where one came from, if there is a place; else to where one stands."""
    participant = participants_selectors.own_or_404(event, request.user)
    back = asked_back(request)
    if not participant.has_place:
        messages.success(request, _("What you sent has arrived."))
        return redirect(participant)
    if view_behind(back) == TEAM_FORM:
        messages.success(request, _("You are registered. Now your team: step 2 of 2."))
    else:
        messages.success(request, _("You are registered."))
    return redirect(back or participant)


def asked_back(request: HttpRequest) -> str:
    back = request.POST.get("next") or request.GET.get("next") or ""
    return path_inside(back)


@login_required
@require_POST
def autosave(request: SignedInRequest, event_slug: str) -> HttpResponse:
    """Keeps what was typed a moment ago; says so in a word."""
    event = event_or_404(event_slug, request.user)
    participant = participants_selectors.participant_of(event, request.user)
    if not participants_selectors.is_to_register(participant):
        return HttpResponse(_("Not saved."), status=409)
    form = registration_form(request, event, participant)
    form.is_valid()
    try:
        answers = form.answers(request.POST)
        if answers:
            participation.save_answers(actor=request.user, event=event, answers=answers)
    except ValidationError as refusal:
        return HttpResponse(words_of(refusal), status=409)
    if form.clashes:
        sentence = _("Changed in another window, too: send the form to see both.")
        return HttpResponse(sentence, status=409)
    kept = ",".join(question.key for question in answers)
    return HttpResponse(_("Saved"), headers={"X-Kept": kept})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_answers(request: SignedInRequest, event_slug: str) -> HttpResponse:
    """What somebody answered when they registered, to be put right."""
    event, participant = own(request, event_slug)
    if not participants_selectors.may_change_answers(event, participant):
        return redirect(participant)
    title, back = _("Change your answers"), Link(_("Taking part"), participant.get_absolute_url())
    if too_late := too_late_page(request, policy.SAVE_ANSWERS, event, title=title, back=back):
        return too_late
    form = entry_form(request, event, participant, is_final=True)
    if form.is_bound and form.is_valid():
        with refusal_in_form(form) as act:
            answers = kept_answers(request, form)
            participation.save_answers(actor=request.user, event=event, answers=answers)
        if act.is_done:
            messages.success(request, _("Your answers are saved."))
            return redirect(participant)
    context = {"form": form, "participant": participant}
    status = 422 if form.errors else 200
    return event_page(
        request, event, "teams/participants/change_answers.html", context, status=status
    )


def looking_form_for(request: HttpRequest, event: Event, participant: "Participant") -> LookingForm:
    """What others see of somebody who looks for a team, as it stands or as it was sent."""
    said = {name: getattr(participant, name) for name in participation.LOOKING}
    if not participant.is_looking:  # never said here: what the profile says is a start
        said |= {
            name: said[name] or getattr(request.user, name) for name in ("skills", "languages")
        }
    sent = request.POST if request.method == "POST" else None
    return LookingForm(sent, event=event, initial=said, row=participant, reader=request.user)


def status(
    request: SignedInRequest, event: Event, participant: "Participant", looking_form: Any = None
) -> HttpResponse:
    open_texts = participants_selectors.open_texts(event, participant)
    team = team_of(event, request.user)
    context = {
        "participant": participant,
        "team": team,
        "invitations": [] if team else acceptable_invitations(event, request.user),
        "is_last_member": team is not None and team.members.count() == 1,
        "answers": participants_selectors.answers_of(participant).values(),
        "may_change_answers": participants_selectors.may_change_answers(event, participant)
        and policy.SAVE_ANSWERS.allows(request.user, event),
        "acceptances": participants_selectors.acceptances_of(participant),
        "open_texts": open_texts,
        "badge": badge(participant) if has_badge(event, participant) else "",
        "agree_form": AgreeForm(texts=open_texts),
        "looking_form": looking_form or looking_form_for(request, event, participant),
        "in_front": participants_selectors.line_before(participant),
        "is_open": policy.CONFIRM_PLACE.open_now(participant),
        "may_confirm": policy.CONFIRM_PLACE.allows(request.user, participant),
        "may_withdraw": policy.WITHDRAW_FROM_EVENT.allows(request.user, participant),
        "withdrawing_obstacle": to_withdrawing(event, request.user),
        "may_join": REGISTER_TEAM.allows(request.user, event),
    }
    wrong = looking_form is not None and looking_form.errors
    return event_page(
        request, event, "teams/participants/status.html", context, status=422 if wrong else 200
    )


def has_badge(event: Event, participant: "Participant") -> bool:
    """Whether there is still a door at which the code can be shown."""
    return participant.has_place and event.phase_at(seen_at(event)) != Phase.PUBLISHED


@login_required
@require_POST
def agree(request: SignedInRequest, event_slug: str) -> HttpResponse:
    event, participant = own(request, event_slug)
    form = AgreeForm(request.POST, texts=participants_selectors.open_texts(event, participant))
    form.is_valid()
    sentence = _("Your agreement is kept, with the version and the time.")
    do_and_tell(
        request, sentence, participation.agree_to, participant=participant, texts=form.agreed()
    )
    return redirect(asked_back(request) or participant)


@login_required
@require_POST
def confirm(request: SignedInRequest, event_slug: str) -> HttpResponse:
    _event, participant = own(request, event_slug)
    sentence = _("Your place is confirmed.")
    do_and_tell(request, sentence, participation.confirm_place, participant=participant)
    return redirect(participant)


@login_required
@require_POST
def withdraw(request: SignedInRequest, event_slug: str) -> HttpResponse:
    _event, participant = own(request, event_slug)
    sentence = _("You no longer take part. Your place goes to somebody else.")
    do_and_tell(request, sentence, participation.withdraw_from_event, participant=participant)
    return redirect(participant)


@login_required
@require_POST
def look(request: SignedInRequest, event_slug: str) -> HttpResponse:
    event, participant = own(request, event_slug)
    form = looking_form_for(request, event, participant)
    if not form.is_valid():
        return status(request, event, participant, form)
    said = form.cleaned_data
    do_and_tell(request, _("Saved."), participation.look_for_team, participant=participant, **said)
    return redirect(participant)


@login_required
def answer_file(request: SignedInRequest, event_slug: str, question_id: int) -> HttpResponseBase:
    _event, participant = own(request, event_slug)
    return download(participants_selectors.answered_file(participant, question_id))


def own(request: SignedInRequest, event_slug: str) -> "tuple[Event, Participant]":
    event = event_or_404(event_slug, request.user)
    return event, participants_selectors.own_or_404(event, request.user)
