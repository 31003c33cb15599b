"""Addresses that a browser brings along are followed only if they are paths of this site."""

from urllib.parse import SplitResult, urlsplit

from django.http import HttpRequest


def split_address(address: str) -> SplitResult | None:
    """The parts of an address, or None if it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return None


def path_inside(address: str) -> str:
    """The address, if it is a path of this site (``/e/…?next``); else an empty text."""
    parts = split_address(address)
    is_path = parts is not None and not parts.scheme and not parts.netloc
    is_safe = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_path and is_safe and address.isprintable() else ""


def path_came_from(request: HttpRequest) -> str:
    """The path, with its query, of the page of this site that led here; else an empty text."""
    came = split_address(request.headers.get("Referer", ""))
    if came is None or came.netloc != request.get_host():
        return ""
    return path_inside(f"{came.path}?{came.query}" if came.query else came.path)
