"""Signing out, on a device that the next person may use."""

from functools import wraps

from allauth.account.views import logout
from django.http import HttpRequest, HttpResponse

FORGETTING = '"cache", "storage"'


@wraps(logout)  # open to whoever still owes a second factor, as all of allauth's pages
def leave(request: HttpRequest) -> HttpResponse:
    """What allauth does; then the browser forgets whatever this site kept on the device."""
    response = logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = FORGETTING
    return response
