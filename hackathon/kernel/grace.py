"""The minutes of grace after a deadline: asked of one event here, and of a whole query.

Both forms of the rule stand side by side, and tests hold them against each other.
"""

from datetime import datetime, timedelta

from django.db.models import DateTimeField, ExpressionWrapper, F, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Least

from hackathon.kernel.models.event import Event

MINUTE = timedelta(minutes=1)


def end_of_grace(event: Event, deadline: datetime) -> datetime:
    """When what is submitted is no longer taken. Grace never reaches past the jury's end."""
    return min(deadline + event.grace_minutes * MINUTE, event.judging_closes_at)


def end_of_grace_in(event: str, deadline: Combinable) -> ExpressionWrapper:
    """The same in a query; ``event`` is the path to the event, as in ``"team__event__"``."""
    ends_at = Least(
        deadline + F(f"{event}grace_minutes") * Value(MINUTE), F(f"{event}judging_closes_at")
    )
    return ExpressionWrapper(ends_at, output_field=DateTimeField())


def is_in_grace(event: Event, deadline: datetime, moment: datetime) -> bool:
    """Whether the deadline has passed, and what is submitted is still taken."""
    return deadline <= moment < end_of_grace(event, deadline)
