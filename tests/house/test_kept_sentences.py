"""What is kept of a refusal is what the code says and its parameters: whoever reads it reads it in
their own language, whatever was spoken when it happened."""

import ast
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.kernel.guard import unguarded
from hackathon.kernel.phases import Phase
from hackathon.kernel.sentences import (
    Instant,
    Listing,
    Sentence,
    keep_sentences,
    sentences_of,
    word_sentences,
)
from judging.conflicts.services import settle_conflict
from judging.models import Conflict, Refusal
from judging.scorecards.services.refusals import on_record, record_refusal
from teams.models import Attempt, Bundle, Upload
from teams.submissions.services import bundles, uploads
from teams.submissions.services.submissions import submit
from tests.factories import EventFactory, JudgeFactory, MemberFactory, OrganiserFactory
from tests.teams.deadlines.scene import close, hand_in

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime(2026, 12, 1, 11, 0, tzinfo=UTC)
UNTIL = gettext_lazy("This was possible until %(end)s. Ask the organisers if it matters.")
FROM = gettext_lazy("This is possible from %(start)s, when the phase “%(phase)s” begins.")
KINDS = gettext_noop("This event does not take this kind of file (%(kind)s). It takes: %(taken)s.")
LANGUAGES = ("en", "fr", "nl", "de")


def refusals():
    yield StateConflict(gettext_lazy("This file is empty."))
    yield PhaseClosed(UNTIL, params={"end": Instant(NOON, "Europe/Brussels")})
    phase = Phase.JUDGING.label
    yield PhaseClosed(FROM, params={"start": Instant(NOON, "Asia/Tokyo"), "phase": phase})
    taken = Listing([Phase.DRAFT.label, Phase.HACKING.label], gettext_noop("and"))
    yield ValidationError(Sentence(KINDS, {"kind": Phase.DRAFT.label, "taken": taken}))
    yield ValidationError([gettext_lazy("This file is empty."), "Worded before."])
    yield ValidationError({"title": [gettext_lazy("The team is full.")]})


@pytest.mark.parametrize("refusal", list(refusals()), ids=range(6))
def test_what_is_kept_is_worded_like_the_refusal_itself_in_every_language(refusal):
    with translation.override("fr"):
        kept = keep_sentences(sentences_of(refusal))

    for language in LANGUAGES:
        with translation.override(language):
            assert word_sentences(kept) == " ".join(refusal.messages)


def test_the_languages_differ():
    for refusal in list(refusals())[:4]:
        worded = set()
        for language in LANGUAGES:
            with translation.override(language):
                worded.add(" ".join(refusal.messages))
        assert len(worded) == len(LANGUAGES)


def read_in(row, name):
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = getattr(type(row).objects.get(pk=row.pk), name)
    assert len(set(found.values())) == len(LANGUAGES)
    return found


@pytest.mark.django_db
def test_a_try_that_came_too_late_is_read_in_the_organisers_language():
    seat = MemberFactory(team__event=EventFactory(during="hacking"))
    close(seat)
    with translation.override("fr"), pytest.raises(PhaseClosed):
        hand_in(seat)

    attempt = Attempt.objects.get()
    assert "possible until" in read_in(attempt, "why")["en"]
    assert attempt.reason == read_in(attempt, "why")["en"][:300]


@pytest.mark.django_db
def test_what_a_draft_lacked_is_read_in_the_organisers_language():
    seat = MemberFactory(team__event=EventFactory(during="hacking"))
    content = {"title": "Railbow"}
    with translation.override("nl"), pytest.raises(StateConflict):
        submit(actor=seat.user, team=seat.team, key="one", revision=0, content=content)

    assert read_in(Attempt.objects.get(), "why")["en"] == "Write a summary."


@pytest.mark.django_db
def test_what_the_jury_was_refused_is_read_in_the_organisers_language():
    event = EventFactory(during="judging")
    judge = JudgeFactory(event=event)
    what = {"actor": judge.user, "event": event, "verb": "scorecard.save"}
    with translation.override("de"):
        for refusal in (
            StateConflict(UNTIL, params={"end": event.instant(NOON)}),
            PermissionDenied,
        ):
            with pytest.raises((StateConflict, PermissionDenied)), on_record(**what):
                raise refusal
        record_refusal(reason=gettext_lazy("This file is empty."), **what)

    for row in Refusal.objects.all():
        assert read_in(row, "why")["en"] == row.reason


@pytest.mark.django_db
def test_an_upload_that_ended_says_why_in_the_language_of_whoever_asks():
    seat = MemberFactory(team__event=EventFactory(during="hacking"))
    what = {"actor": seat.user, "team": seat.team}
    upload = uploads.begin_upload(name="plan.pdf", size=10, **what)
    with translation.override("fr"):
        uploads.end_upload(actor=seat.user, upload=upload)

    assert read_in(Upload.objects.get(), "why")["en"] == "This upload was given up."


@pytest.mark.django_db
def test_an_archive_that_could_not_be_made_says_why_in_the_readers_language(monkeypatch):
    event = EventFactory(during="judging")
    boss = OrganiserFactory(event=event, user__language="fr").user
    bundles.ask_bundle(actor=boss, event=event)

    def fail(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(bundles, "write", fail)
    bundles.make_due()

    read = read_in(Bundle.objects.get(), "what_is_wrong")
    assert all("No space left on device" in words for words in read.values())


@pytest.fixture
def twins():
    """Two findings about one judge and one team; the judge's organiser speaks French."""
    event = EventFactory(during="hacking")
    boss = OrganiserFactory(event=event).user
    judge = JudgeFactory(event=event)
    team = MemberFactory(team__event=event).team
    found = {"judge": judge, "team": team, "origin": "found", "state": "proposed"}
    with unguarded("test"):
        rows = [
            Conflict.objects.create(sign=sign, declared_at=NOON, **found)
            for sign in ("domain", "organisation")
        ]
    return boss, rows


@pytest.mark.django_db
def test_a_finding_that_was_settled_along_says_so_in_the_readers_language(twins):
    boss, (first, other) = twins
    with translation.override("fr"):
        settle_conflict(actor=boss, conflict=first, stands=True, reason="They share an office.")

    assert read_in(other, "why_settled")["en"].startswith("The same judge and team")
    first.refresh_from_db()
    assert first.why_settled == "They share an office."


@pytest.mark.django_db
def test_the_migration_finds_what_was_settled_along_in_any_language(twins):
    migration = import_module("judging.migrations.0012_twins_settled_along")
    _boss, (first, other) = twins
    with unguarded("test"), translation.override("fr"):
        other.settled_reason = gettext(migration.SENTENCE)
        first.settled_reason = "They share an office."
        for row in (first, other):
            row.state, row.settled_at = "dismissed", NOON
            row.save()

    migration.find_twins(apps, None)

    first.refresh_from_db()
    assert (first.settled_as, first.why_settled) == ("", "They share an office.")
    assert read_in(other, "why_settled")["en"] == migration.SENTENCE


# The rest words its refusals for the page that is about to be shown.
CORE = ("models", "services", "selectors", "kernel", "inspection")
REFUSALS = {"StateConflict", "PhaseClosed", "ValidationError", "Busy", "Clash", "Overtaken"}


def eager_refusals(source: str) -> list[int]:
    """Where a refusal is worded before it is raised."""
    tree = ast.parse(source)
    eager = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.name in ("gettext", "pgettext")
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in REFUSALS:
            sentences = [inner for part in node.args for inner in ast.walk(part)]
            found += [one.lineno for one in sentences if is_call_of(one, eager)]
            found += [
                one.lineno for one in sentences if isinstance(one, ast.BinOp) and has_words(one)
            ]
    return found


def is_call_of(node: ast.AST, names: set[str]) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in names


def has_words(node: ast.BinOp) -> bool:
    return isinstance(node.op, ast.Mod) and is_call_of(node.left, {"_", "gettext_lazy"})


def test_no_service_words_its_refusals_before_they_are_read():
    found, read = [], 0
    for floor in ("hackathon", "challenges", "teams", "judging"):
        for path in (ROOT / floor).rglob("*.py"):
            names = {*path.relative_to(ROOT).parts, path.stem}
            if names.isdisjoint(CORE) or "migrations" in names:
                continue
            read += 1
            lines = eager_refusals(path.read_text())
            found += [f"{path.relative_to(ROOT)}:{line}" for line in lines]
    assert found == []
    assert read > 200


@pytest.mark.parametrize(
    "line",
    [
        'raise StateConflict(_("Full."))',
        'raise StateConflict(_("Full: %(n)d.") % {"n": 1})',
        'raise Clash(_("Look at both."), row)',
    ],
)
def test_the_wall_finds_them(line):
    assert eager_refusals(f"from django.utils.translation import gettext as _\n{line}")
