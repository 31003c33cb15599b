"""What somebody came for whom a page asks to sign in first, told on the page that asks.

Each floor says it in ``sections.py`` for its own pages. Nothing is looked up: whoever only has
the address learns nothing from it.
"""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve

from hackathon.web.site_paths import path_inside

_sentences: dict[str, Any] = {}


def tell_errand(view_name: str, sentence: Any) -> None:
    """Registers the sentence for those who are on their way to that page."""
    _sentences[view_name] = sentence


def view_behind(path: str) -> str:
    """The name of the view at a path of this site; empty if there is none."""
    try:
        return resolve(urlsplit(path_inside(path)).path).view_name
    except Resolver404:
        return ""


def errand_of(request: HttpRequest) -> str:
    """The sentence about the page that one comes to after signing in; empty if there is none."""
    path = request.POST.get("next") or request.GET.get("next") or ""
    return str(_sentences.get(view_behind(path), ""))
