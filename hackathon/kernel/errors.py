"""Why an operation may refuse. All are ValidationErrors, so a form can show them as they are."""

from datetime import datetime

from django.core.exceptions import ValidationError


class PhaseClosed(ValidationError):
    """Right person, wrong time; ``at`` is the database's instant that decided it."""

    at: datetime | None = None


class StateConflict(ValidationError):
    """Right person, right time, but the thing is no longer in a fit state."""


class Busy(StateConflict):
    """Somebody else holds the row and did not let go in time."""
