from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from hackathon import selectors
from hackathon.forms import ProfileForm
from hackathon.middleware import remember
from hackathon.sections import ME, composed
from hackathon.services import people


@require_GET
def events(request: HttpRequest) -> HttpResponse:
    context = {"events": selectors.events_seen_by(request.user)}
    return render(request, "hackathon/events.html", context)


@login_required
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """Everything this person has a part in, on every floor."""
    context = {
        "sections": composed(ME, None, request.user),
        "organised": selectors.organised_by(request.user),
        "events": selectors.events_seen_by(request.user),
    }
    return render(request, "hackathon/me.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    user = request.user
    form = ProfileForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if form.is_bound and form.is_valid():
        try:
            people.edit_profile(actor=user, person=user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            with translation.override(user.language):
                messages.success(request, _("Saved."))
            response = redirect("hackathon:me")
            remember(response, user.language)
            return response
    return render(request, "hackathon/profile.html", {"form": form})
