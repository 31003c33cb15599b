"""Whether there is a session to ask about."""

from django.conf import settings
from django.http import HttpRequest


def is_signed_in(request: HttpRequest) -> bool:
    """Asks the database only if the browser sent a session."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
