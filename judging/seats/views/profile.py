from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hackathon.accounts.views.profile import store_photo
from hackathon.events.selectors import event_or_404
from hackathon.web.pages import event_page
from hackathon.web.refusals import refusal_in_form
from hackathon.web.signed_in import SignedInRequest
from judging.jury.selectors import judge_or_404, jury_of
from judging.seats import policy
from judging.seats.forms import IntroductionForm
from judging.seats.selectors import own_offer
from judging.seats.services.jury import introduce_judge


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: SignedInRequest, event_slug: str) -> HttpResponse:
    """How a judge is introduced, in their own words."""
    event = event_or_404(event_slug, request.user)
    judge = judge_or_404(event, request.user)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = IntroductionForm(
        *sent,
        initial=own_offer.said_by(judge),
        has_photo=bool(judge.photo),
        row=judge,
        reader=request.user,
    )
    if form.is_bound and form.is_valid():
        with refusal_in_form(form) as act:
            introduce_judge(
                actor=request.user,
                judge=judge,
                require_current=form.require_current,
                **store_photo(form.read_changes()),
            )
        if act.is_done:
            messages.success(request, _("Saved."))
            return redirect("judging:profile", event.slug)
    context = {
        "judge": judge,
        "form": form,
        "may_write": policy.INTRODUCE_JUDGE.allows(request.user, judge),
        "is_public": any(person.id == judge.pk for person in jury_of(event)),
    }
    return event_page(
        request, event, "judging/seats/profile.html", context, status=422 if form.errors else 200
    )
