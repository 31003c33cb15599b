"""At the very end: the database's clock decides, after the locks, and on every path."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hackathon.errors import PhaseClosed
from hackathon.guard import unguarded
from hackathon.models import Event
from hackathon.operations import hold, lock_rows
from hackathon.storage import store
from teams.models import Attachment, Attempt, Submission, Team, Version
from teams.services.clock import take_last_drafts
from teams.services.deadlines import answer_late, grant_extension, grant_to_all
from teams.services.drafts import save_draft
from teams.services.files import add_file, remove_file
from teams.services.submissions import submit, withdraw
from tests.clock import database_at
from tests.factories import ChallengeFactory, EventFactory, MemberFactory, OrganiserFactory

pytestmark = pytest.mark.django_db(transaction=True)

CONTENT = {"title": "Railbow", "summary": "Trains, found faster."}
PDF = b"%PDF-1.4 a small document"
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ada():
    return MemberFactory(team__event=EventFactory(during="hacking"))


def ends(event, moment):
    event.submissions_close_at = moment
    with unguarded("test"):
        event.save()


def fresh(team):
    return Team.objects.select_related("event", "challenge").get(pk=team.pk)


def hand_in(seat, key="one", revision=0):
    return submit(
        actor=seat.user, team=fresh(seat.team), key=key, revision=revision, content=CONTENT
    )


def through_page(name, seat, **said):
    client = Client()
    client.force_login(seat.user)
    page = reverse(f"teams:{name}", args=[seat.team.event.slug, seat.team.pk])
    return client.post(page, said)


def page_submit(seat):
    through_page("submission", seat, **CONTENT, revision="0", key="p", do="submit")


def preview_submit(seat):
    revision = Submission.objects.get(team=seat.team).revision
    through_page("preview", seat, revision=str(revision), key="p")


def page_save(seat):
    through_page("submission", seat, **CONTENT, revision="0", do="save")


def page_file(seat):
    file = SimpleUploadedFile("plan.pdf", PDF, "application/pdf")
    through_page("submission", seat, **CONTENT, revision="0", do="save", file=file)


def autosave(seat):
    save_draft(actor=seat.user, team=fresh(seat.team), content=CONTENT, revision=0)


def file_in(seat):
    file = store(SimpleUploadedFile("plan.pdf", PDF))
    add_file(actor=seat.user, team=fresh(seat.team), file=file)


def file_out(seat):
    remove_file(actor=seat.user, attachment=Attachment.objects.get(team=seat.team))


def pull_out(seat):
    withdraw(actor=seat.user, submission=Submission.objects.get(team=seat.team))


PATHS = [page_submit, preview_submit, page_save, page_file, autosave, file_in, file_out, pull_out]


def ready(seat, path):
    """What a path needs before it can do anything."""
    if path is preview_submit:
        save_draft(actor=seat.user, team=seat.team, content=CONTENT, revision=0)
    if path is pull_out:
        hand_in(seat)
    if path is file_out:
        file_in(seat)


def state():
    """What a team has written or handed in."""
    return [
        list(Submission.objects.values("status", "revision", "title")),
        Version.objects.count(),
        list(Attachment.objects.values("name", "removed_at")),
    ]


def tried(path, seat):
    """Whether it changed anything; a refusal must be one in words."""
    before = state()
    try:
        path(seat)
    except PhaseClosed:
        assert state() == before
    return state() != before


@pytest.mark.parametrize("path", PATHS)
def test_at_the_deadline_it_is_too_late_and_a_microsecond_before_it_is_not(ada, path):
    ready(ada, path)
    deadline = ada.team.event.submissions_close_at

    with database_at(deadline):
        assert not tried(path, ada)
    with database_at(deadline - timedelta(microseconds=1)):
        assert tried(path, ada)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("hours", [-2, 2])
def test_the_applications_clock_decides_nothing(ada, path, hours):
    """Two hours wrong, either way: before the deadline all is taken, after it nothing is."""
    ready(ada, path)
    ends(ada.team.event, timezone.now() - 60 * SECOND)
    real = timezone.now()
    with time_machine.travel(real + timedelta(hours=hours)):
        assert abs(timezone.now() - real) > timedelta(minutes=100)
        assert not tried(path, ada)

    ends(ada.team.event, timezone.now() + 60 * SECOND)
    with time_machine.travel(real + timedelta(hours=hours)):
        assert tried(path, ada)


@pytest.mark.parametrize("hours", [-2, 2])
def test_the_clocks_own_task_and_the_organisers_page_ask_the_database_too(ada, client, hours):
    event = ada.team.event
    boss = OrganiserFactory(event=event).user
    event.last_draft_counts = True
    ends(event, timezone.now() + 60 * SECOND)
    save_draft(actor=ada.user, team=fresh(ada.team), content=CONTENT, revision=0)
    real = timezone.now()
    with time_machine.travel(real + timedelta(hours=hours)):
        assert take_last_drafts() == 0

    ends(event, real - 60 * SECOND)
    with time_machine.travel(real + timedelta(hours=hours)):
        assert take_last_drafts() == 1
        client.force_login(boss)
        page = reverse("admin:teams_extension_deadlines", args=[event.pk])
        client.post(page, {"whom": f"t{ada.team.pk}", "minutes": "10", "reason": "x"})

    left = fresh(ada.team).extended_until - real
    assert timedelta(minutes=9) < left < timedelta(minutes=12)


@pytest.mark.parametrize("offset", [timedelta(0), timedelta(hours=1)])
def test_on_the_night_the_clocks_change_an_hour_that_comes_twice_is_two(ada, offset):
    """The deadline is the second 02:30 of 25 October: at the first one there is an hour left."""
    event = ada.team.event
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    for days, name in enumerate(("registration_opens_at", "hacking_starts_at")):
        setattr(event, name, first - timedelta(days=3 - days))
    event.judging_closes_at = first + timedelta(days=2)
    ends(event, first + timedelta(hours=1))

    with database_at(first + offset):
        if offset:
            with pytest.raises(PhaseClosed):
                hand_in(ada)
        else:
            version = hand_in(ada)
            local = version.submitted_at.astimezone(event.zone)
            assert (f"{local:%H:%M}", local.utcoffset()) == ("02:30", timedelta(hours=2))


def in_thread(job):
    outcome = []

    def run():
        try:
            outcome.append(job())
        except ValidationError as refusal:
            outcome.append(refusal)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, outcome


@pytest.mark.parametrize("path", [autosave, file_in, page_submit, preview_submit, page_save])
def test_whoever_waits_for_a_lock_across_the_deadline_is_too_late(ada, path):
    ready(ada, path)
    before = state()
    ends(ada.team.event, timezone.now() + 2 * SECOND)
    with transaction.atomic():
        lock_rows([fresh(ada.team)])
        thread, _outcome = in_thread(lambda: path(ada))
        time.sleep(2.5)
    thread.join()

    assert state() == before
    if path in (page_submit, preview_submit):
        assert Attempt.objects.get().made_at >= ada.team.event.submissions_close_at


def test_a_deadline_that_moves_while_fifty_submits_wait_is_one_of_the_two_for_each(ada):
    event = ada.team.event
    boss = OrganiserFactory(event=event).user
    seats = [MemberFactory(team__event=event) for _ in range(50)]
    old = timezone.now() + 3 * SECOND
    ends(event, old)
    with transaction.atomic():
        hold(Event.objects.get(pk=event.pk), exclusive=True)  # nobody gets in
        half = [in_thread(lambda seat=seat: hand_in(seat)) for seat in seats[:25]]
        time.sleep(0.3)
        mover = in_thread(
            lambda: grant_to_all(
                actor=boss, event=Event.objects.get(pk=event.pk), minutes=1, reason="x"
            )
        )
        time.sleep(0.3)
        rest = [in_thread(lambda seat=seat: hand_in(seat)) for seat in seats[25:]]
        time.sleep(3)  # the old deadline passes while all of them wait
    for thread, _ in [*half, mover, *rest]:
        thread.join()

    event.refresh_from_db()
    moved_at = event.extensions.get().granted_at
    assert event.submissions_close_at > moved_at + 59 * SECOND
    for attempt in Attempt.objects.all():
        deadline = old if attempt.made_at < moved_at else event.submissions_close_at
        taken = attempt.outcome == "taken"
        assert taken == (attempt.made_at < deadline), (attempt.outcome, attempt.made_at, deadline)
    assert Attempt.objects.count() == 50
    assert Attempt.objects.filter(outcome="taken").exists()


def test_two_organisers_who_answer_one_request_give_time_once(ada):
    from teams.services.deadlines import ask_late

    event = ada.team.event
    boss = OrganiserFactory(event=event).user
    ends(event, timezone.now() - 60 * SECOND)
    asked = ask_late(actor=ada.user, team=fresh(ada.team), reason="x")
    answers = [
        in_thread(
            lambda: (
                answer_late(
                    actor=boss, asked=type(asked).objects.get(pk=asked.pk), minutes=5
                ).answer
            )
        )
        for _ in range(6)
    ]
    for thread, _ in answers:
        thread.join()

    assert [outcome[0] for _, outcome in answers].count("accepted") == 1
    assert event.extensions.count() == 1


def test_a_text_that_is_saved_late_does_not_move_a_challenges_deadline_back(ada, client):
    """The form was opened before an extension and is sent after it."""
    event = ada.team.event
    challenge = ChallengeFactory(event=event, submissions_close_at=event.submissions_close_at)
    boss = OrganiserFactory(event=event).user
    client.force_login(boss)
    page = reverse("admin:challenges_challenge_change", args=[challenge.pk])
    form = client.get(page).context["adminform"].form
    at = form.initial["submissions_close_at"].astimezone(event.zone)
    grant_to_all(actor=boss, event=event, challenge=challenge, minutes=30, reason="x")
    challenge.refresh_from_db()
    moved = challenge.submissions_close_at

    client.post(
        page,
        {"slug": challenge.slug, "title_en": "New title", "question_en": "?", "position": 1,
         "submissions_close_at_0": f"{at:%Y-%m-%d}", "submissions_close_at_1": f"{at:%H:%M:%S}",
         "initial-submissions_close_at_0": f"{at:%Y-%m-%d}",
         "initial-submissions_close_at_1": f"{at:%H:%M:%S}"},
    )  # fmt: skip

    challenge.refresh_from_db()
    assert challenge.submissions_close_at == moved
    assert challenge.title == "New title"


def test_a_team_that_gets_more_time_while_it_waits_obeys_the_new_deadline(ada):
    event = ada.team.event
    boss = OrganiserFactory(event=event).user
    ends(event, timezone.now() - 60 * SECOND)
    with pytest.raises(PhaseClosed):
        hand_in(ada)
    grant_extension(actor=boss, team=fresh(ada.team), minutes=5, reason="x")

    assert hand_in(ada, key="two").number == 1
