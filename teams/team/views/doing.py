"""A button that does one thing: what it says when it is done, and when it is refused."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from hackathon.kernel.sections import Link
from hackathon.web.refusals import MAY_NOT, refusal_in_message


def do_and_tell(request: HttpRequest, sentence: str, service: Callable, /, **what: Any) -> bool:
    """Call the service; tell the reader how it went. True if it was done."""
    with refusal_in_message(request, denied=MAY_NOT) as act:
        service(actor=request.user, **what)
    if act.is_done:
        messages.success(request, sentence)
    return act.is_done


def page_of(team: Any) -> Link:
    """The way back to a team's own page."""
    return Link(team.name, team.get_absolute_url())
