"""A view tries a service inside a block: what is refused stands in the form or in a message."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import PermissionDenied, ValidationError

from hackathon.kernel.errors import StateConflict
from hackathon.web.refusals import MAY_NOT, refusal_in_form, refusal_in_message

FULL = StateConflict("The team of %(n)d is full.", params={"n": 5})


@pytest.fixture
def form():
    form = forms.Form({})
    assert form.is_valid()
    return form


@pytest.fixture
def request_(rf):
    request = rf.post("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def said(request):
    return [(message.level_tag, str(message)) for message in get_messages(request)]


def test_what_went_well_leaves_nothing(form, request_):
    with refusal_in_form(form) as one, refusal_in_message(request_) as other:
        pass

    assert one.is_done
    assert other.is_done
    assert not form.errors
    assert said(request_) == []


@pytest.mark.parametrize(
    ("refusal", "more", "sentences"),
    [
        (FULL, {}, ["The team of 5 is full."]),
        (ValidationError(["One.", "Two."]), {}, ["One.", "Two."]),
        (ValidationError(["One.", "Two."]), {"about": "plan.pdf"}, ["plan.pdf: One. Two."]),
        (PermissionDenied("team.edit"), {"denied": MAY_NOT}, ["You may not do this."]),
    ],
)
def test_a_refusal_stands_in_the_form(form, refusal, more, sentences):
    with refusal_in_form(form, **more) as act:
        raise refusal

    assert not act.is_done
    assert form.errors == {"__all__": sentences}


@pytest.mark.parametrize(
    ("refusal", "more", "sentence"),
    [
        (FULL, {}, "The team of 5 is full."),
        (ValidationError(["One.", "Two."]), {"about": "Ada"}, "Ada: One. Two."),
        (PermissionDenied("judge.invite"), {"denied": "Not yours."}, "Not yours."),
        (PermissionDenied("judge.invite"), {"denied": "No.", "about": "Ada"}, "Ada: No."),
    ],
)
def test_a_refusal_stands_above_the_next_page(request_, refusal, more, sentence):
    with refusal_in_message(request_, **more) as act:
        raise refusal

    assert not act.is_done
    assert said(request_) == [("error", sentence)]


def test_what_is_not_somebodys_to_do_goes_on_unless_there_is_a_sentence_for_it(form, request_):
    with pytest.raises(PermissionDenied), refusal_in_form(form):
        raise PermissionDenied("team.edit")
    with pytest.raises(PermissionDenied), refusal_in_message(request_):
        raise PermissionDenied("team.edit")

    assert not form.errors
    assert said(request_) == []
