"""Publishing waits for the work in flight, and the work that follows waits for it."""

import threading

import pytest
from django.db import connection, transaction

from hackathon.kernel.errors import PhaseClosed
from hackathon.kernel.guard import unguarded
from hackathon.kernel.operations import hold
from hackathon.models import Event
from judging.results.selectors.publication import draft_of
from judging.results.services import publish_results
from judging.scorecards.services.scoring import save_scorecard
from tests.factories import EventFactory, OrganiserFactory, judged_event

pytestmark = pytest.mark.django_db(transaction=True)


def in_thread(job):
    def run():
        try:
            job()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=0.5)
    return thread


def test_publishing_waits_for_an_operation_that_is_under_way():
    event = EventFactory(during="deliberation")
    boss, done = OrganiserFactory(event=event).user, []
    confirmed = draft_of(event).sha256

    def publish():
        publish_results(actor=boss, event=event, fingerprint=confirmed)
        done.append("published")

    with transaction.atomic():
        hold(Event.objects.get(pk=event.pk), exclusive=False)
        waiting = in_thread(publish)
        done.append("worked")
    waiting.join()

    assert done == ["worked", "published"]


def test_two_operations_on_one_event_do_not_wait_for_each_other():
    event = EventFactory()
    done = []

    def work():
        with transaction.atomic():
            hold(event, exclusive=False)
            done.append("second")

    with transaction.atomic():
        hold(Event.objects.get(pk=event.pk), exclusive=False)
        in_thread(work)
        done.append("first")

    assert done == ["second", "first"]


def test_a_mark_that_waited_for_the_publication_is_refused():
    judge, version = judged_event(during="judging")
    refused = []

    def late():
        try:
            save_scorecard(actor=judge.user, judge=judge, version=version, marks={}, revision=0)
        except PhaseClosed as refusal:
            refused.append(refusal)

    with transaction.atomic():
        event = hold(version.event, exclusive=True)
        waiting = in_thread(late)
        close_judging(event)
    waiting.join()

    assert len(refused) == 1


def close_judging(event):
    with unguarded("test"):
        event.judging_closes_at = event.submissions_close_at.replace(microsecond=0) + (
            (event.judging_closes_at - event.submissions_close_at) / 4
        )
        event.save()
