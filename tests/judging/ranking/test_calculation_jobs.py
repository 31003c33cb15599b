"""What is to be computed is a row with a lease; whoever reads a ranking never computes one."""

import itertools
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from hackathon.celery import app
from hackathon.kernel.guard import unguarded
from hackathon.kernel.operations import database_clock
from judging.models import Calculation, CalculationJob, Score
from judging.ranking.selectors.computing import NotComputed
from judging.ranking.services import calculation
from judging.ranking.services.calculation import (
    calculate,
    calculate_due,
    claim,
    note_what_is_wanted,
)
from judging.results.services import give_award
from judging.scorecards.selectors import marks
from judging.tasks import calculate_rankings
from teams.models import Version
from tests.clock import database_at
from tests.factories import (
    JudgeFactory,
    OrganiserFactory,
    PanelSeatFactory,
    PrizeFactory,
    ScorecardFactory,
    ScoreFactory,
)
from tests.judging.ranking.level import level_at_the_top
from tests.reading import squeezed
from tests.signed_in import confirmed

pytestmark = pytest.mark.django_db


class Broken(Exception):
    """A fault that no test has thought of."""


@pytest.fixture
def scene():
    challenge, judges, entered = level_at_the_top()
    return challenge, judges, entered, OrganiserFactory(event=challenge.event).user


def break_ranking_of(monkeypatch, event):
    """The arithmetic raises for this event's marks, and for no other's."""
    own, compute = marks.marks_of(event)[0].submission_ids, marks.Marks.standings

    def standings(self):
        if self.submission_ids == own:
            raise Broken
        return compute(self)

    monkeypatch.setattr(marks.Marks, "standings", standings)


def test_an_event_that_fails_does_not_hold_up_the_next_and_is_tried_again_later(monkeypatch):
    (first, _, _), (second, _, _) = level_at_the_top(), level_at_the_top()
    break_ranking_of(monkeypatch, first.event)
    now = database_clock()

    assert calculate_due() == 1

    assert Calculation.objects.get().challenge == second
    job = CalculationJob.objects.get()
    assert (job.event, job.tries, job.failure) == (first.event, 1, "Broken")
    assert now < job.not_before < now + timedelta(minutes=2)
    assert calculate_due() == 0  # not before its time
    assert CalculationJob.objects.get().tries == 1
    pauses = []
    for tries in range(2, 8):
        with database_at(CalculationJob.objects.get().not_before):
            calculate_due()
        job = CalculationJob.objects.get()
        assert job.tries == tries
        pauses.append(job.not_before)
    gaps = [later - sooner for sooner, later in itertools.pairwise(pauses)]
    assert gaps == sorted(gaps)
    monkeypatch.undo()
    with database_at(job.not_before):
        assert calculate_due() == 1
    assert not CalculationJob.objects.exists()


def test_marks_that_cannot_even_be_read_hold_up_nobody_else(monkeypatch):
    (first, _, _), (second, _, _) = level_at_the_top(), level_at_the_top()
    read = calculation.marks_of

    def marks_of(event):
        if event == first.event:
            raise Broken
        return read(event)

    monkeypatch.setattr(calculation, "marks_of", marks_of)

    assert calculate_due() == 1
    assert Calculation.objects.get().challenge == second


def test_what_is_not_a_number_never_reaches_the_database(monkeypatch, scene):
    challenge = scene[0]
    results = calculation.results

    def with_a_hole(*args):
        found = results(*args)
        found[challenge.pk]["lines"][0]["plain"] = float("nan")
        return found

    monkeypatch.setattr(calculation, "results", with_a_hole)

    assert calculate_due() == 0
    assert not Calculation.objects.exists()
    assert CalculationJob.objects.get().failure == "ValueError"


def test_a_job_that_was_overtaken_by_other_marks_goes(scene):
    challenge = scene[0]
    note_what_is_wanted(challenge.event)
    first = CalculationJob.objects.get()
    with unguarded("test"):
        Score.objects.filter(value=3).update(value=1)

    note_what_is_wanted(challenge.event)

    assert CalculationJob.objects.get() != first


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_takes_the_job(scene):
    note_what_is_wanted(scene[0].event)
    gun, taken = threading.Barrier(2), []

    def take():
        gun.wait()
        taken.append(claim())
        connection.close()

    workers = [threading.Thread(target=take) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert [job is None for job in taken].count(True) == 1


def test_a_worker_that_died_is_waited_out(scene):
    note_what_is_wanted(scene[0].event)
    assert claim()
    assert claim() is None

    with database_at(database_clock() + calculation.LEASE):
        assert claim()


def test_rankings_have_a_queue_of_their_own():
    options = app.amqp.router.route({}, calculate_rankings.name)

    assert options["queue"].name == "computing"
    assert app.amqp.router.route({}, "hackathon.tasks.sweep")["queue"].name == "mail"


def pages_of(challenge):
    own = [challenge.event.slug, challenge.slug]
    return [
        *(reverse(f"judging:{name}", args=own) for name in ("ranking", "minutes", "plan")),
        *(
            reverse(f"admin:judging_results_{name}", args=[challenge.event.pk])
            for name in ("change", "preview", "publish")
        ),
    ]


@pytest.mark.parametrize("is_kept", [True, False])
def test_no_page_computes_a_ranking(client, scene, monkeypatch, is_kept):
    challenge, _judges, _entered, boss = scene
    PrizeFactory(challenge=challenge)
    if is_kept:
        calculate(event=challenge.event)
    confirmed(client, boss)
    monkeypatch.setattr(marks, "standings", None)  # whoever calls it, fails

    for address in pages_of(challenge):
        assert client.get(address).status_code == 200, address


def test_nobody_decides_before_the_ranking_is_there(scene):
    challenge, _judges, entered, boss = scene
    prize = PrizeFactory(challenge=challenge)

    with pytest.raises(NotComputed):
        give_award(actor=boss, prize=prize, submission=entered["Amber"], reason="The pitch.")


def test_the_pages_say_since_when_and_what_failed(client, scene, monkeypatch):
    challenge, _judges, _entered, boss = scene
    confirmed(client, boss)
    note_what_is_wanted(challenge.event)
    ranking, _minutes, _plan, workspace, _preview, publish = pages_of(challenge)
    for address in (ranking, workspace, publish):
        assert "started at" in client.get(address).text, address
    break_ranking_of(monkeypatch, challenge.event)
    calculate_due()

    for address in (ranking, workspace, publish):
        text = " ".join(client.get(address).text.split())
        assert "The ranking could not be computed. It is tried again at" in text, address
        assert "(Broken)" in text


def test_while_a_ranking_is_computed_the_workspace_tells_one_moment_and_when_the_rows_are_from(
    client, scene
):
    challenge, _judges, entered, boss = scene
    calculate(event=challenge.event)
    kept = Calculation.objects.get()
    late = JudgeFactory(event=challenge.event)
    PanelSeatFactory(judge=late, challenge=challenge)
    for version in Version.objects.filter(submission__in=list(entered.values())[:2]):
        card = ScorecardFactory(judge=late, version=version, handed_in_at=database_clock())
        ScoreFactory(scorecard=card, criterion=challenge.event.criteria.get(), value=3)
    confirmed(client, boss)

    page = client.get(reverse("admin:judging_results_change", args=[challenge.event.pk])).text
    words = " ".join(page.split())

    total = len(entered) * 3
    assert f"{len(entered) * 2 + 2} of {total} scorecards handed in." in words
    at = timezone.localtime(kept.computed_at, challenge.event.zone)
    assert f"This ranking was computed {date_format(at, 'DATETIME_FORMAT')}" in words
    assert "which is out of date" in words
    calculate(event=challenge.event)
    page = client.get(reverse("admin:judging_results_change", args=[challenge.event.pk])).text
    assert "This ranking was computed" not in page
    assert f"{len(entered) * 2 + 2} of {total} scorecards handed in." in page


def test_the_workspace_says_that_nothing_has_been_computed_yet(client, scene):
    challenge, _judges, entered, boss = scene
    confirmed(client, boss)

    page = client.get(reverse("admin:judging_results_change", args=[challenge.event.pk])).text

    assert "an earlier ranking" not in page
    assert "Until then the projects are listed by title, and nothing can be decided." in page
    assert squeezed(page).count("<td>–</td></tr>") == len(entered)  # not: no scorecards
