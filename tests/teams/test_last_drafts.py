"""Where the last complete draft counts, the clock takes it: once, after the team's own closing."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from hackathon.guard import unguarded
from hackathon.models import AuditEntry
from hackathon.services.mail import deliver_due, relay_promises
from hackathon.storage import store
from teams.models import Submission, Team, Version
from teams.services.clock import take_last_drafts
from teams.services.drafts import save_draft
from teams.services.files import add_file
from teams.services.submissions import submit, withdraw
from tests.factories import EventFactory, MemberFactory
from tests.post import arrived, text_of
from tests.teams.test_races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)

CONTENT = {"title": "Railbow", "summary": "Trains, found faster."}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def ada():
    return MemberFactory(team__event=EventFactory(during="hacking", last_draft_counts=True))


def fresh(seat):
    return Team.objects.select_related("event", "challenge").get(pk=seat.team.pk)


def write(seat, revision=0, **content):
    return save_draft(
        actor=seat.user, team=fresh(seat), content=content or CONTENT, revision=revision
    ).submission


def close(seat, minutes=1, **more):
    event = seat.team.event
    event.submissions_close_at = timezone.now() - minutes * MINUTE
    for name, value in more.items():
        setattr(event, name, value)
    with unguarded("test"):
        event.save()


def numbers(seat):
    rows = Version.objects.filter(submission__team=seat.team).order_by("number")
    return [(version.number, version.origin) for version in rows]


def test_a_complete_draft_is_submitted_when_the_time_is_over_and_not_before(ada, post):
    write(ada)
    assert take_last_drafts() == 0

    close(ada)

    assert take_last_drafts() == 1
    version = Version.objects.get()
    assert (version.origin, version.submitted_by, version.in_grace) == ("clock", None, False)
    assert version.submission.status == "submitted"
    entry = AuditEntry.objects.get(verb="submission.take")
    assert (entry.actor, entry.data["sha256"]) == (None, version.sha256)
    relay_promises()
    deliver_due()
    assert "submitted for you as version 1" in text_of(arrived(post)[0])
    assert "Origin: clock" in text_of(arrived(post)[0])


def test_it_is_taken_once_however_often_the_clock_comes_by(ada):
    write(ada)
    close(ada)

    assert [take_last_drafts() for _ in range(3)] == [1, 0, 0]


def test_many_clocks_at_once_make_one_version(ada):
    write(ada)
    close(ada)

    assert all_at_once([take_last_drafts] * 8) == [None] * 8

    connection.close()
    assert numbers(ada) == [(1, "clock")]


def test_what_changed_after_the_last_version_is_taken_and_what_did_not_is_not(ada):
    submit(actor=ada.user, team=ada.team, key="x", revision=0, content=CONTENT)
    same = MemberFactory(team__event=ada.team.event)
    submit(actor=same.user, team=same.team, key="x", revision=0, content=CONTENT)
    write(same, revision=1, title="Other")
    write(same, revision=2, title="Railbow")  # changed, and changed back
    write(ada, revision=1, title="Railbow II")
    close(ada)

    assert take_last_drafts() == 1
    assert numbers(ada) == [(1, "team"), (2, "clock")]
    assert numbers(same) == [(1, "team")]


def test_a_file_that_came_after_the_last_version_is_taken_with_it(ada, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    submit(actor=ada.user, team=ada.team, key="x", revision=0, content=CONTENT)
    add_file(actor=ada.user, team=fresh(ada), file=store(SimpleUploadedFile("a.pdf", b"%PDF-1")))
    close(ada)

    assert take_last_drafts() == 1
    assert [file.name for file in Version.objects.last().files] == ["a.pdf"]


@pytest.mark.parametrize("content", [{"title": "Railbow"}, {"summary": "Trains."}])
def test_an_incomplete_draft_stays_a_draft(ada, content):
    write(ada, **content)
    close(ada)

    assert take_last_drafts() == 0
    assert Submission.objects.get().status == "draft"


def test_without_the_option_nothing_is_taken(ada):
    write(ada)
    close(ada, last_draft_counts=False)

    assert take_last_drafts() == 0


def test_withdrawn_and_disqualified_stay_so(ada):
    version = submit(actor=ada.user, team=ada.team, key="x", revision=0, content=CONTENT)
    withdraw(actor=ada.user, submission=version.submission)
    write(ada, revision=1, title="Railbow II")
    out = MemberFactory(team__event=ada.team.event)
    theirs = submit(actor=out.user, team=out.team, key="x", revision=0, content=CONTENT).submission
    write(out, revision=1, title="Railbow III")
    with unguarded("test"):
        Submission.objects.filter(pk=theirs.pk).update(status="disqualified")
    close(ada)

    assert take_last_drafts() == 0
    assert Submission.objects.get(team=ada.team).status == "withdrawn"


def test_each_team_has_its_own_closing(ada):
    write(ada)
    extended = MemberFactory(team__event=ada.team.event)
    write(extended)
    with unguarded("test"):
        extended.team.extended_until = timezone.now() + 10 * MINUTE
        extended.team.save()
    close(ada)

    assert take_last_drafts() == 1
    assert (numbers(ada), numbers(extended)) == ([(1, "clock")], [])


def test_in_the_minutes_of_grace_the_clock_waits_and_marks_what_was_written_then(ada):
    close(ada, minutes=5, grace_minutes=10)
    write(ada)
    assert take_last_drafts() == 0

    late = timezone.now() - 3 * MINUTE
    close(ada, minutes=15)
    with unguarded("test"):
        Submission.objects.update(saved_at=late - 3 * MINUTE)

    assert take_last_drafts() == 1
    assert Version.objects.get().in_grace


def test_after_an_extension_the_clock_comes_again(ada):
    write(ada)
    close(ada)
    take_last_drafts()
    with unguarded("test"):
        Team.objects.update(extended_until=timezone.now() + 10 * MINUTE)
    write(ada, revision=1, title="Railbow II")
    with unguarded("test"):
        Team.objects.update(extended_until=timezone.now() - timedelta(seconds=1))

    assert take_last_drafts() == 1
    assert numbers(ada) == [(1, "clock"), (2, "clock")]


def test_the_page_says_before_that_the_last_draft_counts(ada, client):
    client.force_login(ada.user)
    page = reverse("teams:submission", args=[ada.team.event.slug, ada.team.pk])

    assert "the last complete draft counts" in client.get(page).text
