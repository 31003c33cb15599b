"""Where the last complete draft counts, the clock takes it: once, after the team's own closing."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from hackathon.events.services import reschedule_event
from hackathon.files.storage import store
from hackathon.kernel.consequences import carry_out, rehearse
from hackathon.kernel.guard import unguarded
from hackathon.mail.services.delivery import deliver_due
from hackathon.mail.services.queueing import relay_promises
from hackathon.models import AuditEntry
from teams.models import Submission, Team, Version
from teams.submissions.services.clock import take_last_drafts
from teams.submissions.services.drafts import save_draft
from teams.submissions.services.files import add_file
from teams.submissions.services.submissions import submit, withdraw
from teams.submissions.services.verdicts import rescue
from tests.factories import EventFactory, MemberFactory, OrganiserFactory
from tests.post import arrived, text_of
from tests.teams.team.test_races import all_at_once

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


def extend(seat):
    with unguarded("test"):
        Team.objects.filter(pk=seat.team.pk).update(extended_until=timezone.now() + 10 * MINUTE)


def end_extension(seat):
    with unguarded("test"):
        ended = timezone.now() - timedelta(seconds=1)
        Team.objects.filter(pk=seat.team.pk).update(extended_until=ended)


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


def test_what_a_team_submitted_itself_is_not_replaced_by_what_it_wrote_later(ada):
    submit(actor=ada.user, team=ada.team, key="x", revision=0, content=CONTENT)
    write(ada, revision=1, title="A scribble")
    close(ada)

    assert take_last_drafts() == 0
    assert numbers(ada) == [(1, "team")]


def test_what_an_organiser_submitted_for_a_team_stays_too(ada):
    write(ada)
    close(ada)
    boss = OrganiserFactory(event=ada.team.event).user
    rescue(actor=boss, team=fresh(ada), content={}, revision=1, reason="No network.")
    extend(ada)
    write(ada, revision=1, title="A scribble")
    end_extension(ada)

    assert take_last_drafts() == 0
    assert numbers(ada) == [(1, "organiser")]


def test_a_file_in_the_draft_is_taken_with_it(ada, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    write(ada)
    add_file(actor=ada.user, team=fresh(ada), file=store(SimpleUploadedFile("a.pdf", b"%PDF-1")))
    close(ada)

    assert take_last_drafts() == 1
    assert [file.name for file in Version.objects.last().files] == ["a.pdf"]


@pytest.mark.parametrize("counts", [True, False])
def test_a_team_that_has_submitted_reads_that_what_it_writes_now_does_not_count(
    ada, client, counts
):
    event = ada.team.event
    with unguarded("test"):
        event.last_draft_counts = counts
        event.save()
    client.force_login(ada.user)
    pages = [
        reverse("teams:submission", args=[event.slug, ada.team.pk]),
        reverse("teams:team", args=[event.slug, ada.team.pk]),
    ]
    submit(actor=ada.user, team=ada.team, key="x", revision=0, content=CONTENT)
    assert "counts only once you submit it" in client.get(pages[0]).text
    assert "is submitted for you" not in client.get(pages[0]).text
    assert all("is not submitted" not in client.get(page).text for page in pages)

    write(ada, revision=1, title="A scribble")

    assert all("is not submitted" in client.get(page).text for page in pages)
    form = {"title": "Another", "summary": "Trains.", "do": "save", "revision": 2}
    saved = client.post(pages[0], form, follow=True).text
    assert "Saved. It is not submitted: version 1 counts" in saved


def test_the_options_help_says_to_whom_it_applies(client):
    boss = OrganiserFactory(event=EventFactory())
    client.force_login(boss.user)

    page = client.get(reverse("admin:hackathon_event_change", args=[boss.event_id])).text

    assert "of teams that never submitted" in page


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
    extend(ada)
    write(ada, revision=1, title="Railbow II")
    end_extension(ada)

    assert take_last_drafts() == 1
    assert numbers(ada) == [(1, "clock"), (2, "clock")]


def test_the_page_says_before_that_the_last_draft_counts(ada, client):
    client.force_login(ada.user)
    page = reverse("teams:submission", args=[ada.team.event.slug, ada.team.pk])

    assert "the last complete draft counts" in client.get(page).text


def test_the_preview_of_an_earlier_deadline_tells_whose_drafts_the_clock_submits(ada, post):
    write(ada)
    event = ada.team.event
    boss = OrganiserFactory(event=event).user
    other = MemberFactory(team__event=event)
    write(other, title="Not complete")

    def act():
        deadline = timezone.now().replace(second=0, microsecond=0) - MINUTE
        changes = {"submissions_close_at": deadline}
        reschedule_event(actor=boss, event=fresh(ada).event, changes=changes, reason="A test.")

    told = rehearse(event, act, boss)

    (change,) = told.of("submissions")
    assert ada.team.name in change.label
    assert "the last draft, submitted by the clock, with a receipt to the team" in change.after
    assert ada.user.email in told.recipients
    assert other.user.email not in told.recipients
    assert not Version.objects.exists()

    carry_out(event, act, boss, fingerprint=told.fingerprint, agreed=True)

    assert numbers(ada) == [(1, "clock")]
    assert take_last_drafts() == 0
