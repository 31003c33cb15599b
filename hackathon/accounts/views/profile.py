from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hackathon.accounts.profile_forms import ProfileForm
from hackathon.accounts.services import people
from hackathon.events.selectors import photo_of_or_404
from hackathon.files.serving import photo_or_404
from hackathon.files.storage import store
from hackathon.web.middleware import remember
from hackathon.web.refusals import refusal_in_form
from hackathon.web.signed_in import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    user = request.user
    said = {name: getattr(user, name) for name in people.PROFILE if name != "photo"}
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ProfileForm(*sent, initial=said, has_photo=bool(user.photo), row=user, reader=user)
    if form.is_bound and form.is_valid():
        with refusal_in_form(form) as act:
            people.edit_profile(
                actor=user,
                person=user,
                require_current=form.require_current,
                **store_photo(form.read_changes()),
            )
        if act.is_done:
            with translation.override(user.language):
                messages.success(request, _("Saved."))
            response = redirect("hackathon:me")
            remember(response, user.language)
            return response
    return render(request, "hackathon/accounts/profile.html", {"form": form})


def store_photo(said: dict) -> dict:
    """What was typed, with the photo as the hash of its stored file; an empty field keeps it."""
    picture, gone = said.pop("photo", None), said.pop("without_photo", False)
    if picture:
        said["photo"] = store(picture).sha256
    elif gone:
        said["photo"] = ""
    return said


@login_required
@require_safe
def photo(request: SignedInRequest, person_id: int) -> HttpResponseBase:
    return photo_or_404(photo_of_or_404(person_id, request.user))
