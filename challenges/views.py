from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from challenges import policy, selectors
from challenges.forms import AnswerForm, QuestionForm
from challenges.services.questions import answer_question, ask_question
from hackathon.events.selectors import event_or_404
from hackathon.kernel.operations import seen_at
from hackathon.kernel.sections import (
    CALL,
    HOME,
    HOME_FIRST,
    compose_sections,
)
from hackathon.web.kept_pages import keep_for_visitors
from hackathon.web.pages import event_page
from hackathon.web.refusals import refusal_in_form
from hackathon.web.signed_in import SignedInRequest

if TYPE_CHECKING:
    from challenges.models import Challenge
    from hackathon.kernel.models.event import Event


@require_safe
@keep_for_visitors
def home(request: HttpRequest, event_slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    context = {
        "first_sections": compose_sections(HOME_FIRST, event, request.user),
        "sections": compose_sections(HOME, event, request.user),
        "calls": compose_sections(CALL, event, request.user),
        **selectors.facts_of(event),
    }
    return event_page(request, event, "challenges/home.html", context)


@require_safe
@keep_for_visitors
def challenges(request: HttpRequest, event_slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    context = {"challenges": selectors.challenges_with_prizes(event)}
    return event_page(request, event, "challenges/challenges.html", context)


@require_safe
@keep_for_visitors
def partners(request: HttpRequest, event_slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    context = {"partners": selectors.partners_of(event)}
    return event_page(request, event, "challenges/partners.html", context)


@require_safe
@keep_for_visitors
def challenge(request: HttpRequest, event_slug: str, slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    challenge = selectors.challenge_or_404(event, slug)
    return show_challenge(request, event, challenge, QuestionForm())


def show_challenge(
    request: HttpRequest, event: "Event", challenge: "Challenge", form: QuestionForm
) -> HttpResponse:
    shown = selectors.questions_shown(challenge, request.user)
    context = {
        "challenge": challenge,
        "prizes": challenge.prizes.all(),
        "questions": [row for row in shown if row.published_at],
        "own_questions": [row for row in shown if not row.published_at],
        "form": form,
        "may_ask": policy.ASK_QUESTION.allows(request.user, event),
        "may_answer": policy.may_answer(request.user, challenge),
        "is_asking": policy.ASK_QUESTION.open_now(event),
    }
    status = 422 if form.errors else 200
    return event_page(request, event, "challenges/challenge.html", context, status=status)


@login_required
@require_POST
def ask(request: SignedInRequest, event_slug: str, slug: str) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    challenge = selectors.challenge_or_404(event, slug)
    form = QuestionForm(request.POST)
    if form.is_valid():
        language = get_language() or request.user.language
        with refusal_in_form(form) as act:
            ask_question(
                actor=request.user, challenge=challenge, language=language, **form.cleaned_data
            )
        if act.is_done:
            messages.success(request, _("Your question is on its way. The answer comes by mail."))
            return redirect(challenge)
    return show_challenge(request, event, challenge, form)


@login_required
@require_safe
def unanswered(request: SignedInRequest, event_slug: str) -> HttpResponse:
    """The challenges with questions that wait for this person; nobody's else's are told."""
    event = event_or_404(event_slug, request.user)
    context = {
        "challenges": selectors.unanswered_by(event, request.user),
        "is_open": policy.ANSWER_QUESTION.open_now(event),
    }
    return event_page(request, event, "challenges/unanswered.html", context)


@login_required
@require_safe
def questions(request: SignedInRequest, event_slug: str, slug: str) -> HttpResponse:
    """What was asked, for whoever may answer."""
    event = event_or_404(event_slug, request.user)
    challenge = selectors.answerable_or_404(event, slug, request.user)
    return show_questions(request, event, challenge)


@login_required
@require_POST
def answer(request: SignedInRequest, event_slug: str, slug: str, question_id: int) -> HttpResponse:
    event = event_or_404(event_slug, request.user)
    challenge = selectors.answerable_or_404(event, slug, request.user)
    question = selectors.question_or_404(challenge, question_id)
    form = AnswerForm(request.POST, prefix=f"q{question.pk}", author=request.user.name)
    if form.is_valid():
        with refusal_in_form(form) as act:
            answer_question(actor=request.user, question=question, **form.cleaned_data)
        if act.is_done:
            messages.success(request, _("The answer is saved."))
            return redirect("challenges:questions", event.slug, challenge.slug)
    return show_questions(request, event, challenge, {question.pk: form})


def show_questions(
    request: SignedInRequest,
    event: "Event",
    challenge: "Challenge",
    bound: dict[int, Any] | None = None,
) -> HttpResponse:
    bound = bound or {}
    entries = []
    for question in selectors.questions_of(challenge):
        start = {
            "answer": question.answer,
            "revision": question.revision,
            "publish": question.is_public or not question.answered_at,
        }
        form = bound.get(question.pk) or AnswerForm(
            initial=start, prefix=f"q{question.pk}", author=request.user.name
        )
        entries.append((question, form))
    context = {
        "challenge": challenge,
        "waiting": [entry for entry in entries if not entry[0].answered_at],
        "answered": [entry for entry in entries if entry[0].answered_at],
        "is_open": policy.ANSWER_QUESTION.open_now(event),
        "now": seen_at(event),
    }
    status = 422 if bound else 200
    return event_page(request, event, "challenges/questions.html", context, status=status)
