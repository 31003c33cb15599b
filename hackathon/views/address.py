from allauth.account import views as allauth
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hackathon import address
from hackathon.forms import MailedCodeForm


@login_required
def change(request: HttpRequest) -> HttpResponse:
    """allauth's page, for who has shown that they read the mail of their present address."""
    if not address.is_proven(request):
        return redirect("hackathon:prove_address")
    return allauth.email(request)


@login_required
@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and "send" in request.POST:
        return sent(request)
    form = MailedCodeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        if address.takes(request, form.cleaned_data["code"]):
            return redirect("account_email")
        form.add_error("code", _("This is not the newest code. Look again, or have one sent."))
    context = {"form": form, "is_awaited": address.is_awaited(request)}
    return render(request, "hackathon/prove_address.html", context)


def sent(request: HttpRequest) -> HttpResponse:
    if not ratelimit.consume(request, action="prove_address", user=request.user):
        messages.error(request, _("Several codes were sent. Wait ten minutes before the next."))
        return redirect("hackathon:prove_address")
    address.mail_code(request)
    messages.success(request, _("The code is on its way to %s.") % request.user.email)
    return redirect("hackathon:prove_address")
