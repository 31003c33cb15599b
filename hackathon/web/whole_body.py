"""Reads what a request still sends, so that its answer arrives."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, UnreadablePostError

PIECE = 64 * 1024
MOST = 32 * 1024 * 1024  # more than nginx passes on (deploy/nginx/site.conf)


class WholeBodyMiddleware:
    """A form may be refused before its files were read. If the web server then closed the
    connection, nginx would lose the answer and show that nothing answers behind it."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
            raise MiddlewareNotUsed  # nginx has all of it already; a browser might never send it
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        read_rest(request)
        return response


def read_rest(request: HttpRequest) -> None:
    """What has been read already costs nothing. Who has stopped sending is not waited for."""
    left = MOST
    try:
        while left > 0 and (piece := request.read(PIECE)):
            left -= len(piece)
    except UnreadablePostError:
        return
