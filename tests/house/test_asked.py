"""Nobody asks into the void: whatever makes a row that waits for a person tells that person.

Which models wait is read from their fields, and which operations make them from the services.
"""

from functools import cache

import pytest
from django.apps import apps
from django.db.models import DateTimeField

from hackathon.kernel.notices import _notices
from hackathon.kernel.operations import registry
from tests.house.doors import FLOORS
from tests.house.reaching import verbs_that_create

# A row waits if a field of it says so when it is new, or if an instant of it is to be filled by
# somebody's answer.
WAITING = {"waiting", "proposed", "applied"}
ANSWERS = {"answered_at", "accepted_at", "settled_at", "confirmed_at"}
ASKS_NOBODY = {
    "conflict.declare": "the judge's own word stands at once",
    "participant.save": "not sent yet: the person goes on writing",
    "participant.walk_in": "stands at the desk and has a place at once",
    "judge.accept": "the search for conflicts that it starts is an operation of its own",
    "bundle.ask": "a worker makes it, no person",
}


def waits(model):
    fields = model._meta.concrete_fields
    starts_waiting = any(
        WAITING & {choice for choice, _label in field.flatchoices} for field in fields
    )
    is_answered = any(
        isinstance(field, DateTimeField) and field.null and field.name in ANSWERS
        for field in fields
    )
    return starts_waiting or is_answered


def waiting_models():
    models = (model for floor in FLOORS for model in apps.get_app_config(floor).get_models())
    return [model for model in models if waits(model)]


@cache
def makers():
    return {verb: model for model in waiting_models() for verb in sorted(verbs_that_create(model))}


def test_the_models_that_wait_are_found():
    """So that the wall below does not stand on nothing."""
    names = {model.__name__ for model in waiting_models()}
    assert names >= {
        "Question",
        "JoinRequest",
        "MergeOffer",
        "Invitation",
        "LateRequest",
        "HelpRequest",
        "Candidate",
        "Judge",
        "Coach",
        "Conflict",
        "PaperSheet",
        "Participant",
    }
    assert set(makers()) >= {
        "question.ask",
        "join_request.ask",
        "merge.offer",
        "team.invite",
        "late_request.ask",
        "help.ask",
        "candidate.ask",
        "judge.import",
        "conflict.find",
        "paper.type",
        "participant.apply",
    }


@pytest.mark.parametrize("verb", sorted(makers()))
def test_who_asks_somebody_tells_somebody(verb):
    assert verb in registry
    assert _notices.get(verb) or verb in ASKS_NOBODY, f"{makers()[verb].__name__} waits unseen"


def test_no_reason_is_kept_for_what_tells_somebody_or_makes_nothing():
    assert [verb for verb in ASKS_NOBODY if _notices.get(verb) or verb not in makers()] == []
