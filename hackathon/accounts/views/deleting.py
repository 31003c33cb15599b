"""The page on which somebody deletes their own account."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hackathon.accounts import fresh_proof, privacy
from hackathon.accounts.forms import DeleteAccountForm
from hackathon.accounts.services.erasing import erase_person
from hackathon.accounts.views.leaving import FORGETTING
from hackathon.web.refusals import refusal_in_form
from hackathon.web.signed_in import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_account(request: SignedInRequest) -> HttpResponse:
    """What is given up first, or what goes and what stays; then one press by who it says."""
    form = DeleteAccountForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if not fresh_proof.is_fresh(request):
            sentence = _("First prove that it is you. Then press the button once more.")
            messages.warning(request, sentence)
            return fresh_proof.page_of_proof(request)
        with refusal_in_form(form):
            return erase_and_sign_out(request)
    holds = privacy.holds_of(request.user)
    context = {"form": form, "holds": holds, "kept": privacy.kept_of(request.user)}
    status = 422 if form.errors else 200
    return render(request, "hackathon/accounts/delete_account.html", context, status=status)


def erase_and_sign_out(request: SignedInRequest) -> HttpResponse:
    """Gone; the address is told a last time, and the browser forgets what it kept."""
    person = request.user
    address = person.email
    erase_person(actor=person, person=person)
    get_adapter(request).send_mail("account/email/account_deleted", address, {})
    logout(request)
    messages.success(request, _("Your account is deleted."))
    response = redirect("hackathon:events")
    response["Clear-Site-Data"] = FORGETTING
    return response
