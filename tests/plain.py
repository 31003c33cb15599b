"""Thousands of pages for one test: without what Django's test runner notes about each of them,
and without asking the database again and again who somebody is."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth import SESSION_KEY
from django.template import Template
from django.test import Client, override_settings
from django.test.utils import _TestState

from hackathon.accounts.backend import PeopleBackend
from hackathon.models import User


@contextmanager
def rendering_plainly() -> Iterator[None]:
    """Pages are made as outside of tests: no signal for each template, no copy of its context.

    Answers then have no ``context`` and no ``templates``; their bytes are the same.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", _TestState.saved_data.template_render)
        yield


@contextmanager
def looking_only() -> Iterator[None]:
    """For clients that change nothing: the browser carries its session, and each person is read
    from the database once for each client."""
    with (
        override_settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies"),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(Client, "force_login", sign_in_once)
        patch.setattr(PeopleBackend, "get_user", known_or_read)
        logging.disable(logging.CRITICAL)  # that a page is missing for somebody is no news here
        yield
        logging.disable(logging.NOTSET)


known: dict[int, User] = {}
read_person, sign_in = PeopleBackend.get_user, Client.force_login


def sign_in_once(client: Client, person: User, backend: str | None = None) -> None:
    """Whoever signs in is read anew, for this client and the ones after it."""
    known.pop(person.pk, None)
    sign_in(client, person, backend)
    assert client.session[SESSION_KEY] == str(person.pk)


def known_or_read(backend: PeopleBackend, number: str) -> User | None:
    key = int(number)
    if key not in known:
        known[key] = read_person(backend, number)
    return known[key]
