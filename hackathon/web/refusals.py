"""What a service refuses, said where its reader looks: beside the form, or above the page."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.texts import StrOrPromise

MAY_NOT = _("You may not do this.")


class Act:
    """What is tried inside one of the blocks below, and whether it was carried out."""

    is_done = False


@contextmanager
def refusal_in_form(
    form: BaseForm, *, denied: StrOrPromise | None = None, about: object = None
) -> Iterator[Act]:
    """What is refused inside stands in the form as an error of all of it; ``about`` says which of
    several things it was.

    ``denied`` is the sentence for what is not this person's to do; without it that goes on as the
    403 it is.
    """
    act = Act()
    try:
        yield act
        act.is_done = True
    except ValidationError as refusal:
        words = refusal.messages
        form.add_error(None, f"{about}: {' '.join(words)}" if about else words)
    except PermissionDenied:
        if denied is None:
            raise
        form.add_error(None, denied)


@contextmanager
def refusal_in_message(
    request: HttpRequest, *, denied: StrOrPromise | None = None, about: object = None
) -> Iterator[Act]:
    """What is refused inside stands above the next page; ``about`` says which of several
    things it was.

    ``denied`` is the sentence for what is not this person's to do; without it that goes on as the
    403 it is.
    """
    act = Act()
    try:
        yield act
        act.is_done = True
    except (ValidationError, PermissionDenied) as refusal:
        if denied is None and isinstance(refusal, PermissionDenied):
            raise
        words = words_of(refusal, denied)
        messages.error(request, f"{about}: {words}" if about else words)


def words_of(
    refusal: ValidationError | PermissionDenied, denied: StrOrPromise | None = None
) -> str:
    """A refusal as one text; ``denied`` is what is said where somebody may not do it."""
    if isinstance(refusal, ValidationError):
        return " ".join(refusal.messages)
    return str(denied or MAY_NOT)
