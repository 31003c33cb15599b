"""What a tap and a keystroke cost: they come by the thousand, in the last hour most of all."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from hackathon.kernel import doorbell
from hackathon.kernel.after_commit import rung_for
from hackathon.kernel.guard import unguarded
from hackathon.kernel.notices import tells
from hackathon.kernel.operations import (
    Record,
    database_clock,
    registry,
    write_entry,
)
from hackathon.models import OutboxMessage
from judging.models import Score, Scorecard
from judging.scorecards.services.scoring import save_scorecard
from tests.factories import (
    CriterionFactory,
    EventFactory,
    MemberFactory,
    PanelSeatFactory,
    judged_event,
    submitted,
)
from tests.judging.scorecards.test_scorecard_views import fields, tap
from tests.judging.scorecards.test_scoring import marks_for
from tests.judging.scorecards.test_views import scorecard_page
from tests.teams.submissions.draft_page import send

# Not inside a test's own transaction, where operations are nested and cost a little more.
pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def statements() -> Iterator[list[str]]:
    """Everything that is asked of Postgres meanwhile."""
    asked = []

    def note(execute, sql, *rest):
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield asked


def of_the_operation(asked: list[str]) -> list[str]:
    """From the statement that opens the operation on, to the last."""
    opened = next(place for place, sql in enumerate(asked) if "hackathon.operation" in sql)
    return asked[opened:]


def a_jury_at_work(criteria: int, challenges: int) -> tuple:
    """A judge with a seat on each of so many panels, who marked two projects on each."""
    judge, version = judged_event()
    CriterionFactory.create_batch(criteria - 1, event=judge.event)
    for _ in range(challenges - 1):
        other = submitted(judge.event)
        PanelSeatFactory(judge=judge, challenge=other.submission.team.challenge)
        mine = {"actor": judge.user, "judge": judge, "version": other}
        save_scorecard(**mine, marks=marks_for(judge, 3), revision=0)
    return judge, version


@pytest.mark.parametrize("way", ["script", "form"])
@pytest.mark.parametrize(("criteria", "challenges"), [(1, 1), (12, 1), (3, 4)])
def test_a_mark_costs_at_most_twelve_statements(client, way, criteria, challenges):
    judge, version = a_jury_at_work(criteria, challenges)
    ContentType.objects.get_for_model(Scorecard)  # looked up once in the life of a process
    client.force_login(judge.user)
    first = next(iter(fields(judge, 0)))

    def give(value: int, revision: int) -> None:
        if way == "script":
            answer = tap(client, version, revision=revision, fields={first: value})
        else:
            sent = {first: str(value), "revision": str(revision), "do": "save"}
            answer = client.post(scorecard_page(version), sent)
        assert answer.status_code == (200 if way == "script" else 302)

    for revision, value in enumerate([1, 2, 4]):
        with statements() as asked:
            give(value, revision)
        # five more find out who asks, and whether the project is theirs
        assert len(of_the_operation(asked)) <= 12
        assert len(asked) <= 17
    assert Score.objects.get(scorecard__version=version).value == 4


def test_a_saved_draft_costs_a_known_number_of_statements(client):
    seat = MemberFactory(team__event=EventFactory(during="hacking"))
    client.force_login(seat.user)
    send(client, seat, title="Railbow")

    with statements() as asked:
        assert send(client, seat, 1, title="Railbow II").status_code == 200
    assert len(asked) <= 19  # one of them asks what has been submitted


def test_an_entry_promises_a_mail_only_where_its_verb_has_one():
    """Every verb that there is: who has nobody to tell leaves no message, and rings for nothing but
    the tasks that follow it."""
    event = EventFactory()
    OutboxMessage.objects.all().delete()
    rung = []
    for verb in registry:
        with unguarded("test"):
            write_entry(None, verb, Record(at=database_clock(), event=event, subject=event))
            rung += [(verb, bell.args[0]) for _ids, bell, _robust in connection.run_on_commit]
            connection.run_on_commit = []

    told = set(OutboxMessage.objects.values_list("entry__verb", flat=True))
    assert told == {verb for verb in registry if tells(verb)}
    mails = [(verb, doorbell.SWEEP) for verb in told]
    others = [(verb, task) for verb, tasks in rung_for().items() for task in tasks]
    assert sorted(rung) == sorted(mails + others)
    assert "scorecard.save" not in told
    assert "event.edit" not in told  # the countdown is no letter
    assert "results.publish" in told


def test_what_is_rung_for_beat_does_as_well():
    """With Redis gone, or a worker that died, it is done a little later."""
    swept = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    tasks = {task for found in rung_for().values() for task in found}

    assert "teams.tasks.write_countdowns" in tasks
    assert tasks <= swept
    assert set(rung_for()) <= set(registry)
