"""No key of a mailed link stands in a log, whatever becomes of the request that brings it."""

import io
import logging
import re

import pytest
from django.conf import settings
from django.test import Client

from hackathon.web.log_lines import LineWithoutKeys, hide_keys, routes_with_keys

pytestmark = pytest.mark.django_db

KEYS = {"long": "3f9a" * 16, "short": "Zk4QPX7M2W"}
PUBLIC = {"event_slug": "an-event", "slug": "rail", "language": "en", "uidb36": "1"}


def addresses():
    """Each address of the site that takes a key, with one, and with what somebody cut or added."""
    for route, _secret in routes_with_keys():
        parts = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route.replace("^", "").rstrip("$"))
        for key in KEYS.values():
            text = "/" + re.sub(
                r"<(?:\w+:)?(\w+)>", lambda name, key=key: PUBLIC.get(name[1], key), parts
            )
            yield text, key
            yield text.rstrip("/") + "x", key
            yield text + "more/", key


@pytest.fixture
def lines():
    """What the site's own handler would have written."""
    [formatter] = [
        handler.formatter
        for handler in logging.getLogger().handlers
        if isinstance(handler.formatter, LineWithoutKeys)
    ]
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter)
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def ask_in_every_way(path):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.get(path)
    client.get(path, {"next": path})
    client.put(path)
    client.post(path)
    Client(raise_request_exception=False).put(path)
    client.post(path, headers={"referer": f"https://elsewhere.example{path}"}, secure=True)
    client.get(path, headers={"host": "elsewhere.example"})


def test_no_key_of_an_address_is_written_to_the_log(lines):
    tried = list(addresses())
    for path, key in tried:
        ask_in_every_way(path)
        assert key not in lines.getvalue(), path

    written = lines.getvalue()
    for words in ("Not Found", "Method Not Allowed", "Forbidden"):
        assert words in written, "it is written that something was refused"
    assert len(tried) >= 6 * 8


def test_a_traceback_and_an_address_in_a_sentence_bring_none_either():
    link = f"{settings.SITE_URL}/e/x/teams/invitations/{KEYS['long']}/"

    assert KEYS["long"] not in hide_keys(f"ValueError: cannot open '{link}'")
    assert hide_keys("Not Found: /e/smart-policing-2026/challenges/") == (
        "Not Found: /e/smart-policing-2026/challenges/"
    )
