"""Whoever sends them: refused with a sentence, or kept as something that harms nobody."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hackathon.embedded.places import ROOT
from teams.models import Attachment
from tests.factories import EventFactory, MemberFactory
from tests.teams.submissions import hostile
from tests.teams.submissions.tus import PDF, Tus


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What became of each file, looked into in a process of its own; and the media root."""
    folder = tmp_path_factory.mktemp("hostile")
    arrived = folder / "media" / "incoming"
    arrived.mkdir(parents=True)
    files = []
    for number, (name, make, _shown) in enumerate(hostile.FILES.values()):
        path = arrived / f"{number}.part"
        path.write_bytes(make())
        files.append([name, str(path)])
    (folder / "list").write_text(json.dumps(files))
    home = folder / "home"
    home.mkdir()
    env = {"MEDIA_ROOT": str(folder / "media"), "TMPDIR": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.teams.submissions.inspecting", str(folder / "list")]
    done = subprocess.run(
        command, env=os.environ | env, cwd=home, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert list(home.iterdir()) == []
    outcomes = [json.loads(line) for line in done.stdout.splitlines()]
    return dict(zip(hostile.FILES, outcomes, strict=True)), folder / "media"


def test_there_are_more_than_forty():
    assert len(hostile.FILES) >= 40


@pytest.mark.parametrize("why", hostile.FILES)
def test_a_hostile_file_is_refused_or_inert(seen, why):
    outcomes, _media = seen
    (_name, _make, shown), outcome = hostile.FILES[why], outcomes[why]

    if shown is None:
        assert outcome["outcome"] == "refused", outcome
        assert outcome["why"].endswith(".")
    else:
        assert (outcome["outcome"], outcome.get("name")) == ("kept", shown), outcome


def test_the_sentence_says_what_is_wrong(seen):
    outcomes, _media = seen

    assert "25 million pixels" in outcomes["20,000 x 20,000"]["why"]
    assert "password" in outcomes["locked with a password"]["why"]
    assert "210 MB" in outcomes["flat bomb"]["why"]
    assert "macros" in outcomes["slides with macros"]["why"]


@pytest.mark.parametrize("why", hostile.FILES)
def test_it_costs_under_two_seconds_and_300_megabytes(seen, why):
    outcome = seen[0][why]

    assert outcome["seconds"] < 2, outcome
    assert outcome["megabytes"] < 300, outcome


@pytest.mark.parametrize("why", hostile.FILES)
def test_nothing_is_written_outside_the_media_root(seen, why):
    outcomes, media = seen

    places = [Path(place) for place in outcomes[why]["places"] if os.path.isabs(place)]

    assert len(places) == len(outcomes[why]["places"]), "a place without its folder"
    assert [str(place) for place in places if not place.is_relative_to(media)] == []


def test_nothing_is_left_behind_among_the_incoming_files(seen):
    names = [path.name for path in (seen[1] / "incoming").iterdir()]

    assert [name for name in names if not name.endswith(".part")] == []


@pytest.mark.parametrize("why", ["PNG and page", "JPEG and zip", "a page in a picture's notes"])
def test_a_picture_keeps_its_pixels_and_nothing_else(seen, why):
    kept = Path(seen[0][why]["kept"]).read_bytes()

    for foreign in (b"script", b"PK\3\4", b"Exif", b"GPS"):
        assert foreign not in kept


def test_what_the_sender_says_it_is_counts_for_nothing(client, settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path
    seat = MemberFactory(team__event=EventFactory(during="hacking"))

    refused = Tus(client, seat, body=hostile.HTML, name="photo.png").send()
    assert (refused.status_code, Attachment.objects.exists()) == (422, False)
    assert "of no kind that can be handed in" in refused.text

    Tus(client, seat, body=PDF, name="../pl\u202ean.html").send()
    file = Attachment.objects.get()
    assert (file.name, file.media_type) == ("plan.html.pdf", "application/pdf")
