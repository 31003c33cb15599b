"""What the pages of an event say to whom, and when: read by following links from one's home."""

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from hackathon.kernel.guard import unguarded
from teams.help.services.help import end_open_help
from teams.models import Invitation
from tests.house.forms_scene import Scene, scene_in
from tests.house.rendered import read
from tests.house.visiting import is_html, is_ours, view_of

# Between the phases: the phase whose scene it is, and what of the timetable is moved.
BETWEEN = {"closed": "registration", "grace": "hacking"}
MOMENTS = (
    "draft",
    "registration",
    "closed",
    "hacking",
    "grace",
    "judging",
    "deliberation",
    "published",
)
AFTER_HACKING = MOMENTS[MOMENTS.index("grace") :]
NOT_OF_EVENTS = ("/account/", "/demo/")
DJANGOS_OWN = ("_changelist", "_add", "_change", "_delete", "_history")  # other walls ask these
MOST_ALIKE = 2  # pages of one view and one set of parameters
TAG, SPACE = re.compile(r"<[^>]*>"), re.compile(r"\s+")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
FEWEST_WORDS = 4  # fewer make a label, not a sentence
DURATIONS = {"less than a minute", "%(hours)d h %(minutes)d min"}


@dataclass
class Told:
    """What one person was told: the sentences by page, and the views of the pages."""

    pages: dict[str, set[str]] = field(default_factory=dict)
    views: set[str] = field(default_factory=set)

    @property
    def sentences(self) -> set[str]:
        return set().union(*self.pages.values())


def scene_at(moment: str, rows: dict) -> Scene:
    """The scene in the middle of a phase, or between two."""
    scene = scene_in(BETWEEN.get(moment, moment), rows)
    event, now = scene.event, timezone.now()
    with unguarded("scene"):
        if moment == "closed":
            event.registration_closes_at = now - timedelta(hours=1)
            event.team_changes_close_at = now - timedelta(minutes=30)
        if moment == "grace":
            event.submissions_close_at = now - timedelta(minutes=2)
            event.grace_minutes = 30
        event.save()
        # long enough ago to be sent again, however long the reading takes
        Invitation.objects.filter(team__event=event).update(created_at=now - timedelta(hours=1))
    if moment in AFTER_HACKING:
        end_open_help()  # as the clock does every minute
    return scene


@contextmanager
def recorded() -> Iterator[set[str]]:
    """Every sentence that is asked of the catalogues meanwhile, in English."""
    translations, told = translation._trans, set()
    single, plural = translations.gettext, translations.ngettext
    context, many = translations.pgettext, translations.npgettext

    def note(sentence, answer):
        told.add(sentence)
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(translations, "gettext", lambda words: note(words, single(words)))
        patch.setattr(
            translations, "ngettext", lambda one, more, n: note(one, plural(one, more, n))
        )
        patch.setattr(
            translations, "pgettext", lambda where, words: note(words, context(where, words))
        )
        patch.setattr(
            translations,
            "npgettext",
            lambda where, one, more, n: note(one, many(where, one, more, n)),
        )
        yield told


def read_all(client: Client, starts: list[str]) -> Told:
    """Every page that links lead to from ``starts``, and what it says; nothing is sent."""
    found, ways, counts, seen = Told(), deque(starts), defaultdict(int), set()
    while ways:
        address = ways.popleft().partition("#")[0].removeprefix("http://testserver")
        kind = kind_of(address)
        if is_other(address) or address in seen or counts[kind] >= MOST_ALIKE:
            continue
        seen.add(address)
        counts[kind] += 1
        with recorded() as told:
            response = client.get(address, follow=True)
        if response.streaming:
            response.getvalue()
        if response.status_code != 200:
            continue
        last = response.wsgi_request.get_full_path()
        found.views |= {view_of(address), view_of(last)}
        if is_html(response) and (last not in seen or last == address):
            seen.add(last)
            if not last.startswith("/admin/"):  # which has no sentences of a phase
                found.pages[last] = shown_of(told, response.text)
            page = read(response.text, f"http://testserver{last}")
            ways.extend([*page.links, *page.sources, *(form.action for form in gets(page))])
    return found


def is_other(address: str) -> bool:
    """Whether it is no page of an event, nor one of ours in the workplace."""
    if address.startswith(NOT_OF_EVENTS) or not is_ours(address):
        return True
    return address.startswith("/admin/") and (
        view_of(address).endswith(DJANGOS_OWN) or "?" in address
    )


def gets(page) -> list:
    return [form for form in page.forms if form.method == "get" and form.action]


def shown_of(told: set[str], html: str) -> set[str]:
    """The sentences that a reader sees: looked up, long enough, and in the page's own text."""
    text = SPACE.sub(" ", unescape(TAG.sub(" ", html)))
    sentences = {SPACE.sub(" ", str(sentence)).strip() for sentence in told}
    return {
        sentence
        for sentence in sentences
        if len(sentence.split()) >= FEWEST_WORDS
        and sentence not in DURATIONS
        and all(part.strip() in text for part in PLACEHOLDER.split(TAG.sub(" ", sentence)))
    }


def kind_of(address: str) -> tuple:
    parts = urlsplit(address)
    names = tuple(sorted(part.partition("=")[0] for part in parts.query.split("&")))
    return view_of(address), names


def home_of(scene: Scene) -> list[str]:
    return [scene.home, reverse("hackathon:me")]
