from allauth.account import views as allauth
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hackathon.accounts import address
from hackathon.web.forms import MailedCodeForm
from hackathon.web.signed_in import SignedInRequest
from hackathon.web.site_paths import path_inside


@login_required
def change(request: SignedInRequest) -> HttpResponse:
    """allauth's page, for who has shown that they read the mail of their present address."""
    if not address.is_proven(request):
        return redirect("hackathon:prove_address")
    return allauth.email(request)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: SignedInRequest) -> HttpResponse:
    """Before a change of address, or for a page that asks who is there and named itself."""
    back = path_inside(get_next_redirect_url(request) or "")
    if request.method == "POST" and "send" in request.POST:
        return send_code(request, back)
    form = MailedCodeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        if address.takes(request, form.cleaned_data["code"]):
            return redirect(back or "account_email")
        form.add_error("code", _("This is not the newest code. Look again, or have one sent."))
    context = {"form": form, "is_awaited": address.is_awaited(request), "back": back}
    return render(request, "hackathon/accounts/prove_address.html", context)


def send_code(request: SignedInRequest, back: str) -> HttpResponse:
    if not ratelimit.consume(request, action="prove_address", user=request.user):
        messages.error(request, _("Several codes were sent. Wait ten minutes before the next."))
    else:
        address.mail_code(request, "prove_person" if back else "prove_address")
        messages.success(request, _("The code is on its way to %s.") % request.user.email)
    here = reverse("hackathon:prove_address")
    return redirect(f"{here}?{urlencode({'next': back})}" if back else here)
