"""Signing out, on a device that the next person may use."""

from functools import wraps

from allauth.account.views import logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import activate

from hackathon.web.middleware import language_for

FORGETTING = '"cache", "storage"'


@wraps(logout)  # open to whoever still owes a second factor, as all of allauth's pages
def leave(request: HttpRequest) -> HttpResponse:
    """What allauth does; then the browser forgets whatever this site kept on the device."""
    if request.method == "POST":
        activate(language_for(request, None))  # the goodbye is read by nobody signed in
    response = logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = FORGETTING
    return response
