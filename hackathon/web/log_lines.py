"""Lines of the log, in which no key of a mailed link stands, and no address of a person.

An address with a key in it is written down in many ways: as a page that is missing, a method that
is refused, a form without its token, an error with its traceback. So the finished line is looked
through, whoever wrote it.
"""

import logging
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.urls import URLPattern, get_resolver
from django.urls.converters import StringConverter
from pythonjsonlogger.json import JsonFormatter

HIDDEN = "…"
END = r"""[^/\s?#"'<>&]+"""
# What is so long and mixed is a key, wherever it stands.
LONG = re.compile(r"(?<=/)(?=[^/\s]*\d)[\w.:~=-]{24,}(?=[/\s?#\"'&)]|$)")
SECRET = {"token", "key", "code", "uidb36"}
PERSON = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Postgres quotes the row that it refuses.
ROW = re.compile(r"^DETAIL:.*$", re.MULTILINE)
# What a line of JSON may hold; anything else that a library adds may be a request or a row.
FIELDS = {
    "time",
    "level",
    "logger",
    "message",
    "exc_info",
    "request_id",
    "task_id",
    "mail",
    "kind",
    "promise",
    "view",
    "method",
    "status",
    "milliseconds",
}


class LineWithoutKeys(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return hide_keys(super().format(record))


class JsonWithoutKeys(JsonFormatter):
    """One object a line; looked through before it is written as JSON, whose marks hide ends."""

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        return {
            name: hide_keys(value) if isinstance(value, str) else value
            for name, value in log_data.items()
            if name in FIELDS
        }


def hide_keys(line: str) -> str:
    if "@" in line:
        line = PERSON.sub(HIDDEN, line)
    if "DETAIL:" in line:
        line = ROW.sub(f"DETAIL:  {HIDDEN}", line)
    if "/" not in line:
        return line
    if apps.ready:  # gunicorn and Celery write their first lines before
        line = after_words().sub(rf"\g<1>{HIDDEN}", line)
    return LONG.sub(HIDDEN, line)


@cache
def after_words() -> re.Pattern[str]:
    """Whatever follows the words of an address after which a key stands, by the URLconf."""
    words = sorted({re.escape(word) for word in words_before_keys()}, key=len, reverse=True)
    return re.compile(rf"((?:{'|'.join(words)})/){END}")


def words_before_keys() -> Iterator[str]:
    for route, secret in routes_with_keys():
        yield route[: route.index(secret)].strip("/").rsplit("/", 1)[-1]


def routes_with_keys() -> Iterator[tuple[str, str]]:
    """Each address that takes a key, and the part of it that is one."""
    for route, pattern in routes(get_resolver()):
        converters = getattr(pattern, "converters", {})
        named = re.findall(r"<(?:\w+:)?(\w+)>", route)
        for name in named:
            is_text = type(converters.get(name)) is StringConverter
            if is_text or name in SECRET:
                found = re.search(rf"\(\?P<{name}>|<(?:\w+:)?{name}>", route)
                if found:
                    yield route, found[0]
                break


def routes(resolver: Any, before: str = "") -> Iterator[tuple[str, object]]:
    for part in resolver.url_patterns:
        route = before + str(part.pattern).lstrip("^")
        if isinstance(part, URLPattern):
            yield route, part.pattern
        else:
            yield from routes(part, route)
