from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hackathon.mail.state import awaited_mail, state_of


@never_cache
@require_safe
def mail_state(request: HttpRequest) -> HttpResponse:
    """The sentence about the mail that this browser waits for; a page asks every few seconds."""
    mail = awaited_mail(request)
    if mail is None:
        raise Http404
    return render(request, "account/mail_state.html", {"mail": mail, "state": state_of(mail)})
