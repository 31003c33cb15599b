"""What cannot be taken back is done by whom it says: proven anew, a few minutes ago at most.

Whoever has a password or a second factor shows it, on allauth's pages; whoever has neither,
because they sign in with the organisation or by mailed codes, types a code mailed to them.
"""

import time

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from hackathon.accounts import address


def is_fresh(request: HttpRequest) -> bool:
    """Whether this person signed in or proved themselves a few minutes ago, in this session."""
    records = get_authentication_records(request, request.user)
    newest = max((record["at"] for record in records), default=0)
    if time.time() - newest < app_settings.REAUTHENTICATION_TIMEOUT:
        return True
    return address.is_proven_within(request, app_settings.REAUTHENTICATION_TIMEOUT)


def page_of_proof(request: HttpRequest) -> HttpResponseRedirect:
    """To the page where one proves who one is; from there one comes back to this address."""
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    place = methods[0]["url"] if methods else reverse("hackathon:prove_address")
    return HttpResponseRedirect(f"{place}?{urlencode({'next': request.get_full_path()})}")
