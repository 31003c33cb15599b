import pytest
from django.db import IntegrityError, transaction

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.guard import unguarded
from judging.models import Refusal, Score
from judging.scorecards.services.refusals import on_record, record_refusal
from judging.scorecards.services.scoring import save_scorecard
from tests.factories import judged_event

pytestmark = pytest.mark.django_db


def test_what_is_refused_is_on_record_and_nothing_else_is_left():
    judge, version = judged_event()
    criterion = judge.event.criteria.first()

    with (
        pytest.raises(StateConflict, match="not on the scale"),
        on_record(actor=judge.user, event=judge.event, verb="scorecard.save", version=version.pk),
    ):
        save_scorecard(
            actor=judge.user, judge=judge, version=version, marks={criterion: 9}, revision=0
        )

    kept = Refusal.objects.get()
    assert (kept.actor, kept.verb, kept.data) == (
        judge.user,
        "scorecard.save",
        {"version": version.pk},
    )
    assert "not on the scale" in kept.reason
    assert not Score.objects.exists()


def test_what_is_on_record_never_changes():
    judge, _version = judged_event()
    kept = record_refusal(
        actor=judge.user, event=judge.event, verb="scorecard.save", reason="Too late."
    )

    with (
        unguarded("test"),
        pytest.raises(IntegrityError, match="never changes"),
        transaction.atomic(),
    ):
        Refusal.objects.filter(pk=kept.pk).update(reason="On time.")
