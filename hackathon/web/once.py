"""What is found out once a request."""

from collections.abc import Callable
from typing import TypeVar, cast

from django.http import HttpRequest

Found = TypeVar("Found")


def once_a_request(request: HttpRequest, name: str, find: Callable[[], Found]) -> Found:
    """What ``find`` gives, kept with the request under this name."""
    if name not in request.__dict__:
        request.__dict__[name] = find()
    return cast("Found", request.__dict__[name])
