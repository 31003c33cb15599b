"""Receipts, text in and text out: what was signed is what stands there, to the letter."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from teams.submissions.receipts import (
    NotGenuine,
    Receipt,
    differences,
    key_from,
    public_of,
    read_receipt,
    write_receipt,
)

KEY, OTHER = key_from("k" * 32), key_from("o" * 32)
PUBLIC = public_of(KEY)
RECEIPT = Receipt(
    site="https://hackathon.example.org",
    event=3,
    event_name="Hack the Sprout",
    submission=7,
    team_name="Railbow",
    title="Trains, found faster",
    version=2,
    taken_at=datetime(2026, 10, 25, 0, 30, 59, 123456, tzinfo=UTC),
    zone="Europe/Brussels",
    origin="team",
    in_grace=True,
    sha256="a" * 64,
    files=(("b" * 64, "plan.pdf"), ("c" * 64, "film of the pilot.mp4")),
)
TEXT = write_receipt(RECEIPT, KEY)


def why(text, public=PUBLIC):
    with pytest.raises(NotGenuine) as refusal:
        read_receipt(text, public)
    return refusal.value.why


def test_a_receipt_reads_as_what_was_written():
    assert read_receipt(TEXT, PUBLIC) == RECEIPT


def test_it_tells_the_instant_in_the_events_zone_and_in_utc():
    """02:30:59 came twice that night: the distance from UTC says which one it was."""
    assert "Taken: 2026-10-25 02:30:59 Europe/Brussels (UTC+0200)" in TEXT
    assert "UTC: 2026-10-25T00:30:59.123456Z" in TEXT
    assert "Grace: yes" in TEXT


def test_the_same_receipt_always_has_the_same_text():
    assert write_receipt(RECEIPT, key_from("k" * 32)) == TEXT


@pytest.mark.parametrize("number", range(1, len(TEXT.splitlines()) - 1))
def test_no_line_can_be_altered_lost_or_doubled(number):
    lines = TEXT.splitlines()
    changed = lines[number][:-3] + ("AAA" if not lines[number].endswith("AAA") else "BBB")
    for other in ([changed], [], [lines[number]] * 2):
        altered = "\n".join([*lines[:number], *other, *lines[number + 1 :]])
        with pytest.raises(NotGenuine):
            read_receipt(altered, PUBLIC)


def test_two_lines_cannot_change_places():
    lines = TEXT.splitlines()
    lines[11], lines[12] = lines[12], lines[11]

    assert why("\n".join(lines)) == NotGenuine.ALTERED


@pytest.mark.parametrize("signature", ["", "AAAA", "not base64!", "A" * 86 + "==", "é"])
def test_a_broken_signature_is_no_signature(signature):
    lines = TEXT.splitlines()
    lines[-2] = f"Signature: {signature}"

    assert why("\n".join(lines)) in (NotGenuine.ALTERED, NotGenuine.NO_RECEIPT)


def test_another_key_does_not_prove_anything_here():
    forged = write_receipt(RECEIPT, OTHER)

    assert why(forged) == NotGenuine.OTHER_KEY
    assert why(forged.replace(public_of(OTHER), PUBLIC)) == NotGenuine.ALTERED


def test_a_signature_belongs_to_one_receipt():
    other = write_receipt(replace(RECEIPT, version=3), KEY).splitlines()
    mixed = TEXT.splitlines()
    mixed[-2] = other[-2]

    assert why("\n".join(mixed)) == NotGenuine.ALTERED


@pytest.mark.parametrize("text", ["", "hello", TEXT + TEXT, TEXT.replace("END", "FIN"), TEXT[:300]])
def test_what_is_not_exactly_one_receipt_is_none(text):
    assert why(text) == NotGenuine.NO_RECEIPT


def test_a_mail_around_it_does_no_harm():
    quoted = "\r\n".join(f"> {line}  " for line in TEXT.splitlines())

    assert read_receipt(f"Dear team,\r\n\r\n{quoted}\r\n\r\nBye", PUBLIC) == RECEIPT


@pytest.mark.parametrize(
    "name",
    ["plan\nSHA-256: " + "d" * 64, "-----END RECEIPT-----", "\u202efdp.plan", "a\r\nb\x00", "  "],
)
def test_a_name_adds_no_line_and_turns_none_around(name):
    text = write_receipt(
        replace(RECEIPT, files=(("b" * 64, name),), team_name=name, title=name), KEY
    )

    said = read_receipt(text, PUBLIC)
    assert len(text.splitlines()) == len(TEXT.splitlines()) - 1
    assert (said.sha256, said.files[0][0]) == ("a" * 64, "b" * 64)


def test_what_differs_from_the_database_is_named_and_names_may_change():
    assert differences(RECEIPT, replace(RECEIPT, team_name="Other", event_name="Other")) == []
    assert differences(RECEIPT, replace(RECEIPT, sha256="0" * 64)) == ["sha256"]
    assert differences(RECEIPT, replace(RECEIPT, files=RECEIPT.files[::-1])) == ["files"]
    assert differences(RECEIPT, replace(RECEIPT, event=4, in_grace=False)) == ["event", "in_grace"]
