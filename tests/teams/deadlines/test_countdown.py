"""The countdown is a plain file: reachable when the application is slow, and never half written."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from hackathon.models import Event
from teams.deadlines.services import countdown
from teams.deadlines.services.deadlines import grant_to_all
from teams.tasks import write_countdowns
from tests.factories import ChallengeFactory, EventFactory, MemberFactory, OrganiserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.COUNTDOWN_ROOT = tmp_path / "countdown"
    return settings.COUNTDOWN_ROOT


@pytest.fixture
def event():
    return EventFactory(during="hacking", slug="sprout")


def file(root, language="en", slug="sprout"):
    return root / "e" / slug / "countdown" / language / "index.html"


def test_a_file_for_each_language_at_the_path_of_its_address(root, event, client):
    assert write_countdowns() == 4

    for language in ("en", "fr", "nl", "de"):
        text = file(root, language).read_text()
        assert f'lang="{language}"' in text
        assert client.get(f"/e/sprout/countdown/{language}/").text == text


def test_it_tells_the_deadline_its_zone_grace_and_the_challenges_that_differ(root, event):
    early = event.submissions_close_at - timedelta(hours=2)
    ChallengeFactory(event=event, title="Early birds", submissions_close_at=early)
    ChallengeFactory(event=event, title="Like all others")
    with unguarded("test"):
        event.grace_minutes = 10
        event.save()
    write_countdowns()

    text = file(root).read_text()
    for moment in (event.submissions_close_at, early):
        local = moment.astimezone(event.zone)
        assert f"{local:%H:%M}" in text
        assert f"{local + timedelta(minutes=10):%H:%M}" in text
        assert f"UTC{local:%z}" in text
    assert "Europe/Brussels" in text
    assert "Early birds" in text
    assert "Like all others" not in text


def test_it_holds_no_inline_script_or_style(root, event):
    write_countdowns()

    text = file(root).read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", text)


def test_it_is_written_anew_when_a_deadline_moves(
    root, event, monkeypatch, django_capture_on_commit_callbacks
):
    MemberFactory(team__event=event)
    write_countdowns()
    rung = []
    monkeypatch.setattr("hackathon.kernel.doorbell.ring", lambda *task: rung.append(task))
    boss = OrganiserFactory(event=event).user
    with django_capture_on_commit_callbacks(execute=True):
        grant_to_all(actor=boss, event=event, minutes=30, reason="The network failed.")

    assert ("teams.tasks.write_countdowns",) in rung
    assert write_countdowns() == 4
    assert "The network failed." in file(root).read_text()


def test_nothing_is_written_when_nothing_changed(root, event):
    write_countdowns()

    assert write_countdowns() == 0


def test_an_event_that_is_not_public_has_none_and_loses_it(root, event, client):
    write_countdowns()
    with unguarded("test"):
        Event.objects.update(is_listed=False)

    write_countdowns()

    assert not (root / "e" / "sprout").exists()
    assert client.get("/e/sprout/countdown/en/").status_code == 404


def test_a_renamed_or_published_events_old_pages_go(root, event):
    write_countdowns()
    with unguarded("test"):
        Event.objects.update(slug="oak")
    write_countdowns()
    assert [path.name for path in (root / "e").iterdir()] == ["oak"]

    now = timezone.now()
    with unguarded("test"):
        Event.objects.update(
            published_at=now,
            judging_closes_at=now,
            submissions_close_at=now - timedelta(hours=1),
            hacking_starts_at=now - timedelta(hours=2),
            registration_opens_at=now - timedelta(hours=3),
        )
    write_countdowns()
    assert list((root / "e").iterdir()) == []


def test_a_full_disk_leaves_the_old_page_whole(root, event, monkeypatch):
    write_countdowns()
    before = file(root).read_text()

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(countdown.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        countdown.write(file(root), "new")

    assert file(root).read_text() == before
    assert [path.name for path in file(root).parent.iterdir()] == ["index.html"]


def test_an_unknown_language_is_no_page(event, client):
    assert client.get("/e/sprout/countdown/xx/").status_code == 404
