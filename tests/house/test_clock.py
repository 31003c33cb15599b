"""What the clock does for one event it does for the others as well, whatever happens to the first.

Every task that beat asks for is run with two events of which the first cannot be written about:
the database itself refuses. The second has to be served, the first noted, and served as soon as
that is possible.
"""

import ast
import os
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.db import connection
from django.db.models import F
from django.utils import timezone

from hackathon.accounts.services.sign_in_help import announce_factor
from hackathon.celery import app
from hackathon.files import incoming
from hackathon.kernel.guard import unguarded
from hackathon.models import AuditEntry, ClockFailure, EmailLog, OutboxMessage, SignInHelp
from judging.models import CalculationJob
from teams.models import Bundle, Participant, Upload
from teams.submissions.services.bundles import ask_bundle, make_due
from teams.submissions.services.drafts import save_draft
from teams.team.services.registration import register_team
from tests.factories import (
    ChallengeFactory,
    CriterionFactory,
    EventFactory,
    HelpRequestFactory,
    JudgeFactory,
    MemberFactory,
    OrganiserFactory,
    PanelSeatFactory,
    SubmissionFactory,
    UserFactory,
    VersionFactory,
    judged_event,
    submitted,
)
from tests.judging.assignment.test_assignment import PanelFactory
from tests.judging.ranking.level import level_at_the_top

pytestmark = pytest.mark.django_db
app.loader.import_default_modules()

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def poison(settings, tmp_path):
    """The database refuses every entry and every mail about what is named ``test.poisoned``."""
    settings.COUNTDOWN_ROOT, settings.MEDIA_ROOT = tmp_path / "countdown", tmp_path / "media"
    with connection.cursor() as cursor:
        cursor.execute("""
            CREATE FUNCTION refuse_poisoned() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE entry hackathon_auditentry;
            BEGIN
                IF TG_TABLE_NAME = 'hackathon_auditentry' THEN entry := NEW;
                ELSE SELECT * INTO entry FROM hackathon_auditentry WHERE id = NEW.entry_id;
                END IF;
                IF current_setting('test.poisoned', true) IN
                    ('event ' || entry.event_id, 'user ' || entry.subject_id)
                THEN RAISE EXCEPTION 'poisoned'; END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER refuse_poisoned BEFORE INSERT ON hackathon_auditentry
                FOR EACH ROW EXECUTE FUNCTION refuse_poisoned();
            CREATE TRIGGER refuse_poisoned BEFORE INSERT ON hackathon_emaillog
                FOR EACH ROW EXECUTE FUNCTION refuse_poisoned();
        """)


def set_poison(row):
    name = f"{row._meta.model_name} {row.pk}" if row else ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('test.poisoned', %s, true)", [name])


# One event each, or one person, for which the clock has something to do.


def offer_overdue():
    event = EventFactory(during="registration")
    past = timezone.now() - HOUR
    with unguarded("test"):
        Participant.objects.create(
            event=event,
            user=UserFactory(),
            status="offered",
            place=1,
            places=9,
            confirm_by=past,
            started_at=past,
            applied_at=past,
        )
    return event


def judging_without_sheet():
    judge, _version = judged_event()
    OrganiserFactory(event=judge.event)
    return judge.event


def marks_to_rank():
    challenge, _judges, _entered = level_at_the_top()
    return challenge.event


def wave_to_open():
    event = EventFactory(during="judging")
    challenge = ChallengeFactory(event=event)
    CriterionFactory(event=event)
    PanelFactory(challenge=challenge, more_waves=1, wave_size=4, opening="itself", stop_at=99)
    for number in range(4):
        seat = MemberFactory(team__event=event, team__challenge=challenge)
        submission = SubmissionFactory(team=seat.team, title=f"Project {number}")
        VersionFactory(submission=submission, submitted_by=seat.user)
    for number in range(4):
        PanelSeatFactory(
            judge=JudgeFactory(event=event),
            challenge=challenge,
            role="member" if number else "president",
        )
    return event


def archive_wanted():
    event = EventFactory(during="judging")
    submitted(event)
    ask_bundle(actor=OrganiserFactory(event=event).user, event=event)
    return event


def old_archive():
    event = archive_wanted()
    assert make_due() == 1
    with unguarded("test"):
        Bundle.objects.update(finished_at=timezone.now() - timedelta(days=8))
    return event


def draft_left_over():
    seat = MemberFactory(team__event=EventFactory(during="hacking", last_draft_counts=True))
    content = {"title": "Railbow", "summary": "Trains, found faster."}
    save_draft(actor=seat.user, team=seat.team, content=content, revision=0)
    close_submissions(seat.event)
    return seat.event


def help_left_open():
    seat = MemberFactory(team__event=EventFactory(during="hacking"))
    HelpRequestFactory(team=seat.team, asked_by=seat.user)
    close_submissions(seat.event)
    return seat.event


def close_submissions(event):
    event.submissions_close_at = timezone.now() - timedelta(minutes=1)
    with unguarded("test"):
        event.save()


def tie_to_find():
    judge, _version = judged_event()
    challenge = judge.event.challenges.first()
    MemberFactory(
        team__event=judge.event, team__challenge=challenge, user__organisation="Federal Police"
    )
    judge.user.organisation = "Federal Police"
    judge.user.save()
    return judge.event


def upload_left_behind():
    seat = MemberFactory(team__event=EventFactory(during="hacking"))
    with unguarded("test"):
        Upload.objects.create(
            team=seat.team,
            user=seat.user,
            name="plan.pdf",
            size=5,
            key=f"{seat.pk:032}",
            began_at=timezone.now() - timedelta(days=3),
        )
    part = incoming.part_of(f"{seat.pk:032}")
    part.write_bytes(b"%PDF")
    os.utime(part, (1, 1))
    return seat.event


def factor_to_take():
    person = UserFactory()
    TOTP.activate(person, generate_totp_secret())
    announce_factor(actor=UserFactory(is_superuser=True), person=person, reason="Lost")
    with unguarded("test"):
        SignInHelp.objects.update(due_at=timezone.now() - HOUR)
    return person


def promise_to_keep():
    event = EventFactory(during="registration")
    challenge = ChallengeFactory(event=event)
    register_team(actor=UserFactory(), event=event, name="Railbow", challenge=challenge, invite=[])
    return event


def countdown_to_write():
    return EventFactory(during="hacking")


SCENES = {
    "hackathon.tasks.sweep": promise_to_keep,
    "hackathon.tasks.take_due_factors": factor_to_take,
    "judging.tasks.calculate_rankings": marks_to_rank,
    "judging.tasks.keep_waves_moving": wave_to_open,
    "judging.tasks.publish_missing_rules": judging_without_sheet,
    "judging.tasks.search_conflicts": tie_to_find,
    "teams.tasks.drop_old_bundles": old_archive,
    "teams.tasks.end_open_help": help_left_open,
    "teams.tasks.keep_places_moving": offer_overdue,
    "teams.tasks.make_bundles": archive_wanted,
    "teams.tasks.sweep_files": upload_left_behind,
    "teams.tasks.take_last_drafts": draft_left_over,
    "teams.tasks.write_countdowns": countdown_to_write,
}
# One statement for all.
ABOUT_NO_ROW = {"hackathon.tasks.drop_expired_sessions", "hackathon.tasks.sum_up_public_changes"}


def beat_tasks():
    asked = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    return sorted(asked - ABOUT_NO_ROW)


def is_served(task, row, since):
    if task == "teams.tasks.write_countdowns":
        return (settings.COUNTDOWN_ROOT / "e" / row.slug / "countdown/en/index.html").is_file()
    if task == "hackathon.tasks.sweep":
        return EmailLog.objects.filter(entry__event=row).exists()
    entries = AuditEntry.objects.filter(pk__gt=since, actor=None)
    about = {"subject_id": row.pk} if row._meta.model_name == "user" else {"event": row}
    return entries.filter(**about).exists()


def is_noted(task, row):
    """By the table of what the clock could not do, or by the row of the work itself."""
    if task == "hackathon.tasks.sweep":
        waits = OutboxMessage.objects.filter(entry__event=row, relayed_at=None)
        return waits.exclude(error="").exists()
    if task == "judging.tasks.calculate_rankings":
        return CalculationJob.objects.filter(event=row).exclude(failure="").exists()
    event = None if row._meta.model_name == "user" else row
    return ClockFailure.objects.filter(task__startswith=task, event=event).exists()


def let_pauses_pass():
    ClockFailure.objects.update(not_before=F("not_before") - HOUR)
    OutboxMessage.objects.update(not_before=F("not_before") - HOUR)
    with unguarded("test"):
        CalculationJob.objects.update(not_before=F("not_before") - HOUR)


@pytest.mark.parametrize("task", beat_tasks())
def test_an_event_that_fails_keeps_no_other_from_its_turn(task, caplog):
    first, second = SCENES[task](), SCENES[task]()
    since = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    run = app.tasks[task]
    blocked = settings.COUNTDOWN_ROOT / "e" / getattr(first, "slug", "")
    if task == "teams.tasks.write_countdowns":
        blocked.parent.mkdir(parents=True)
        blocked.write_text("in the way")
    set_poison(first)

    run()

    assert is_served(task, second, since), "the second is served"
    assert not is_served(task, first, since)
    assert is_noted(task, first)
    assert any(record.exc_info for record in caplog.records), "it is logged"
    tries = list(ClockFailure.objects.values_list("tries", flat=True))
    run()
    assert list(ClockFailure.objects.values_list("tries", flat=True)) == tries, "not at once"

    set_poison(None)
    if blocked.is_file():
        blocked.unlink()
    let_pauses_pass()
    run()
    assert is_served(task, first, since)
    assert not ClockFailure.objects.exists()


def test_an_event_without_a_criterion_needs_no_sheet_and_fails_nothing():
    empty = EventFactory(during="judging")
    OrganiserFactory(event=empty)
    later = judging_without_sheet()

    app.tasks["judging.tasks.publish_missing_rules"]()

    assert later.rule_sheets.exists()
    assert not ClockFailure.objects.exists()


ROOT = Path(settings.BASE_DIR)


def broad_handlers():
    """Each place that catches everything and goes on: file, line, and what is caught before it."""
    for floor in settings.FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            if "embedded" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Try):
                    yield from handlers_of(path.relative_to(ROOT), node)


def handlers_of(path, node):
    before = []
    for handler in node.handlers:
        names = ast.unparse(handler.type) if handler.type else "BaseException"
        is_broad = {"Exception", "BaseException"} & set(names.strip("()").split(", "))
        if is_broad and not isinstance(handler.body[-1], ast.Raise):
            yield f"{path}:{handler.lineno}", before
        is_passed_on = isinstance(handler.body[-1], ast.Raise) and not handler.body[-1].exc
        before = [*before, *([names] if is_passed_on else [])]


@pytest.mark.parametrize(("place", "before"), list(broad_handlers()))
def test_what_catches_everything_lets_a_time_limit_pass(place, before):
    assert "ENDS_THE_ROUND" in before, place
