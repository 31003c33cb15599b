"""Somebody uploads a film on a phone, over a connection that breaks, and closes the tab."""

import hashlib
import random
import re
import struct

import pytest
from playwright.sync_api import expect

from hackathon.files.storage import path_of
from teams.models import Attachment, Upload
from tests.factories import EventFactory, MemberFactory
from tests.journeys import people

pytestmark = pytest.mark.django_db(transaction=True)
MAILS = False

PHONE = {"viewport": {"width": 390, "height": 844}}
SLOW = 1_500_000  # bytes in a second


def film(folder, name, seed):
    """12 MB: three pieces."""
    noise = random.Random(seed).randbytes(12_000_000)  # noqa: S311, the same in every run
    head = struct.pack(">I4s4sI", 16, b"ftyp", b"isom", 0) + struct.pack(">I4s", 8, b"moov")
    path = folder / name
    path.write_bytes(head + struct.pack(">I4s", 8 + len(noise), b"mdat") + noise)
    return path


class Line:
    """The phone's connection."""

    def __init__(self, page):
        self.session = page.context.new_cdp_session(page)
        self.session.send("Network.enable")

    def be(self, *, offline=False, upload=-1):
        told = {"offline": offline, "latency": 0, "downloadThroughput": -1}
        self.session.send("Network.emulateNetworkConditions", {**told, "uploadThroughput": upload})


def open_page(page, team):
    """The page of the project, and every upload that is begun from it."""
    begun = []
    page.on("request", lambda request: begun.append(request) if is_beginning(request) else None)
    page.goto(f"/e/{team.event.slug}/teams/{team.pk}/submission/?language=en")
    line = Line(page)
    line.be(upload=SLOW)
    return line, begun


def is_beginning(request):
    return request.method == "POST" and request.url.endswith("/uploads/")


def choose(page, path):
    page.set_input_files("#id_files", path)
    return page.locator("#uploads li", has_text=path.name)


def wait_for_half(page, row):
    """Until the first of the three pieces is on the server's disk."""
    expect(row.locator("[data-state]")).to_have_text(re.compile("Uploading: (4[4-9]|[5-9]\\d) %"))


def test_a_film_arrives_whole_over_a_line_that_breaks(browse, site, tmp_path):
    seat = MemberFactory(team__event=EventFactory(during="hacking"))
    first, second, third = (film(tmp_path, f"{name}.mp4", name) for name in ("one", "two", "three"))
    page = browse(**PHONE)
    people.enter(page, seat.user.email)

    line, begun = open_page(page, seat.team)
    row = choose(page, first)
    wait_for_half(page, row)
    line.be(offline=True)
    expect(row.locator("[data-state]")).to_contain_text("Connection lost at")
    line.be()
    expect(page.locator("#file-list")).to_contain_text("one.mp4", timeout=30_000)
    expect(row).to_have_count(0)
    assert len(begun) == 1

    line.be(upload=SLOW)
    row = choose(page, second)
    wait_for_half(page, row)
    row.get_by_role("button", name="Pause: two.mp4").click()
    expect(row.locator("[data-state]")).to_contain_text("Paused at")
    later = page.context.new_page()
    page.close()
    line, begun = open_page(later, seat.team)
    expect(later.locator("#file-list")).to_contain_text("Not whole yet")
    line.be()
    choose(later, second)
    expect(later.get_by_role("link", name="two.mp4")).to_be_visible(timeout=30_000)
    expect(later.locator("#file-list")).not_to_contain_text("Not whole yet")
    assert begun == []

    line.be(upload=SLOW)
    row = choose(later, third)
    wait_for_half(later, row)
    row.get_by_role("button", name="Remove: three.mp4").click()
    expect(row).to_have_count(0)
    expect(later.locator("#file-list")).not_to_contain_text("three.mp4")

    assert not Upload.objects.under_way().exists()
    held = {file.name: file.sha256 for file in Attachment.objects.all()}
    assert held == {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (first, second)}
    assert all(path_of(sha256).is_file() for sha256 in held.values())


def test_a_refusal_stands_beside_the_file_in_words(browse, site, tmp_path):
    seat = MemberFactory(team__event=EventFactory(during="hacking", max_file_mb=1))
    page = browse(**PHONE)
    people.enter(page, seat.user.email)
    open_page(page, seat.team)
    fake = tmp_path / "photo.png"
    fake.write_bytes(b"<html><script>alert(1)</script>")

    row = choose(page, fake)
    expect(row.locator("[data-state]")).to_contain_text("of no kind that can be handed in")
    expect(page.locator("#upload-news")).to_contain_text("photo.png: This file is of no kind")
    row.get_by_role("button", name="Remove: photo.png").click()
    expect(page.locator("#uploads")).to_be_hidden()

    large = choose(page, film(tmp_path, "long.mp4", "long"))
    expect(large.locator("[data-state]")).to_contain_text("larger than 1 MB")
