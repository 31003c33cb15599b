"""A button that does one thing: what it says when it is done, and when it is refused."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from hackathon.kernel.sections import Link


def done(request: HttpRequest, sentence: str, service: Callable, /, **what: Any) -> bool:
    """Call the service; tell the reader how it went. True if it was done."""
    try:
        service(actor=request.user, **what)
    except (ValidationError, PermissionDenied) as refusal:
        words = getattr(refusal, "messages", [_("You may not do this.")])
        messages.error(request, " ".join(words))
        return False
    messages.success(request, sentence)
    return True


def page_of(team: Any) -> Link:
    """The way back to a team's own page."""
    return Link(team.name, team.get_absolute_url())
