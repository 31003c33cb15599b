"""The pages that are kept for visitors, of one event: made anew, or as they are given out."""

import inspect
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.test import Client, override_settings
from django.urls import URLResolver, get_resolver, reverse

from hackathon.kernel.operations import registry
from hackathon.web.kept_pages import KEPT_VIEWS

# What a page says of the moment at which it is given out, in whichever time zone.
NOW = re.compile(r'data-now="[^"]*"')
LEFT = re.compile(r'(data-until="[^"]*")\s*>[^<]*<')  # how long it is until something ends
MOST_LOOKED = 2  # how often it is looked after an operation, in one phase


def is_kept(view: Any) -> bool:
    return inspect.unwrap(view) in map(inspect.unwrap, KEPT_VIEWS)


def kept_views(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple]:
    """The name of each view that is marked, with the names of its arguments."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, (namespace, pattern.namespace)))
            outer = set(pattern.pattern.converters)
            yield from ((name, outer | needed) for name, needed in kept_views(pattern, inner))
        elif is_kept(pattern.callback):
            name = ":".join(filter(None, (namespace, pattern.name)))
            yield name, set(pattern.pattern.converters)


def addresses_of(arguments: dict[str, Any]) -> list[str]:
    found = sorted(kept_views(), key=lambda view: view[0])
    return [reverse(name, kwargs={key: arguments[key] for key in keys}) for name, keys in found]


def visited(address: str, *, is_kept: bool = False) -> tuple[int, str]:
    """What a visitor without a cookie gets there: the status, and the page but for its clock."""
    with override_settings(KEEPS_PAGES=is_kept):
        response = Client().get(address)
    return response.status_code, NOW.sub("", response.text)


class UnseenChanges:
    """Looks whether operations that change nothing public leave the public pages as they were."""

    def __init__(self, arguments: dict[str, Any]) -> None:
        self.addresses = addresses_of(arguments)
        self.before = self.pages()
        self.looked: Counter[str] = Counter()
        self.seen: list[str] = []  # what a visitor could see, against what the operation says

    def pages(self) -> dict[str, str]:
        return {address: LEFT.sub(r"\1><", visited(address)[1]) for address in self.addresses}

    def look_after(self, what: str, carried_out: Iterable[str]) -> None:
        """``carried_out`` are the verbs; what they did is undone after this."""
        verbs = set(carried_out)
        if not verbs or not all(registry[verb].is_unseen for verb in verbs):
            return
        if all(self.looked[verb] >= MOST_LOOKED for verb in verbs):
            return
        self.looked.update(verbs)
        now = self.pages()
        for address in self.addresses:
            lines = zip(self.before[address].splitlines(), now[address].splitlines(), strict=False)
            if now[address] != self.before[address]:
                first = next(((old, new) for old, new in lines if old != new), "its length")
                self.seen.append(f"{sorted(verbs)} changed {address}: {first} by {what}")
