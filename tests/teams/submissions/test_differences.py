"""A team reads what changed from version to version."""

import time

import pytest
from django.test import Client

from hackathon.kernel.guard import unguarded
from teams.models import Version
from teams.submissions.differences import (
    ADDED,
    MOST_SAME,
    REMOVED,
    SAME,
    changes,
    pieces_of,
)
from tests.factories import MemberFactory, SubmissionFactory, VersionFactory
from tests.teams.addresses import url


def told(before, after):
    return [(piece.kind, piece.text) for piece in pieces_of(before, after)]


def whole(pieces, without):
    return "".join(text for kind, text in pieces if kind != without)


def test_words_that_went_stand_before_those_that_came():
    assert told("Trains, found fast.", "Trains, found at once.") == [
        (SAME, "Trains, found "),
        (REMOVED, "fast."),
        (ADDED, "at once."),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [("", "new"), ("old", ""), ("a\nb\nc\n", "a\nB b\nc"), ("one two three", "three two one")],
)
def test_both_texts_can_be_read_from_the_one(before, after):
    pieces = told(before, after)

    assert whole(pieces, without=ADDED) == before
    assert whole(pieces, without=REMOVED) == after


def test_of_a_long_text_only_what_stands_beside_a_change_is_shown():
    long = "word " * 400
    pieces = told(f"start {long} end", f"Start {long} end")

    assert sum(len(text) for _kind, text in pieces) < MOST_SAME + 20


def test_only_what_differs_is_listed():
    found = changes({"Title": "A", "Summary": "s"}, {"Title": "B", "Summary": "s", "Demo": "x"})

    assert [change.label for change in found] == ["Title", "Demo"]


@pytest.mark.parametrize("text", ["a " * 9_999, "\n" * 20_000, "ab" * 10_000, "a\nb " * 4_000])
def test_no_text_holds_the_page_up(text):
    began = time.process_time()
    pieces_of(text, text[::-1])
    pieces_of(text, f"x{text[1:-1]}y")

    assert time.process_time() - began < 2


@pytest.mark.django_db
def test_a_member_sees_what_changed_and_nobody_else_does():
    seat = MemberFactory()
    draft = SubmissionFactory(team=seat.team)
    VersionFactory(submission=draft, submitted_by=seat.user, summary="Trains, found fast.")
    with unguarded("test"):
        Version.objects.create(
            submission=draft,
            number=2,
            title="Railbow",
            summary="Trains, found at once.",
            sha256="0" * 64,
            submitted_at=draft.team.created_at,
            submitted_by=seat.user,
            technologies=["python"],
        )
    client = Client()
    client.force_login(seat.user)

    page = client.get(url("changes", seat, 2))
    assert "<del>" in page.text
    assert "at once." in page.text
    assert "What changed in version 2" in client.get(url("submission", seat)).text
    assert client.get(url("changes", seat, 1)).status_code == 404
    client.force_login(MemberFactory(team__event=seat.team.event).user)
    assert client.get(url("changes", seat, 2)).status_code == 404
