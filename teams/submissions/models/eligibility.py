"""Whether a project is in the contest: asked of one project here, and of a whole query.

Both forms of each rule stand side by side, and tests hold them against each other.
"""

from enum import Enum
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from teams.team.models.team import Team

if TYPE_CHECKING:
    from teams.submissions.models.submission import Submission


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DISQUALIFIED = "disqualified", _("Disqualified")


class Triage(models.TextChoices):
    NEW = "new", _("Not looked at")
    ELIGIBLE = "eligible", _("Eligible")
    TO_CHECK = "to_check", _("To check")
    NOT_ELIGIBLE = "no", _("Not eligible")


TAKEABLE = (Status.DRAFT, Status.SUBMITTED)  # a version can be made of what is in these states


class Bar(Enum):
    """What keeps a project out of the contest."""

    CLOSED = "its team has closed"
    NOT_SUBMITTED = "it is not submitted"
    NOT_ELIGIBLE = "organisers have found it not eligible"


def is_ruled_out(triage: str) -> bool:
    """Whether this is the decision that takes a project out."""
    return triage == Triage.NOT_ELIGIBLE


RULED_OUT = Q(triage=Triage.NOT_ELIGIBLE)


def bar_to_contest(submission: "Submission") -> Bar | None:
    """What keeps it from the jury and from the public; None if nothing does.

    Closing a team takes its project out, and reopening it brings it back: nothing is written. A
    team that ends after the results are public was there.
    """
    return bar_in_state(submission.status, submission.triage, submission.team)


def bar_in_state(status: str, triage: str, team: Team) -> Bar | None:
    """The same of a project that would be in this state."""
    if team.closed_at and not was_there(team):
        return Bar.CLOSED
    if status != Status.SUBMITTED:
        return Bar.NOT_SUBMITTED
    return Bar.NOT_ELIGIBLE if is_ruled_out(triage) else None


def was_there(team: Team) -> bool:
    """Whether a closed team was still there when the results became public."""
    published_at = team.event.published_at
    return bool(published_at and team.closed_at and team.closed_at > published_at)


def bar_to_prize(submission: "Submission") -> Bar | None:
    """What keeps it from winning: a prize is given to people, so their team is there today."""
    return Bar.CLOSED if submission.team.closed_at else bar_to_contest(submission)


def in_contest() -> Q:
    """The submissions that nothing keeps from the jury and from the public."""
    is_there = Q(team__closed_at=None) | Q(team__closed_at__gt=F("team__event__published_at"))
    return is_there & Q(status=Status.SUBMITTED) & ~RULED_OUT


def can_win() -> Q:
    """The submissions that nothing keeps from winning."""
    return in_contest() & Q(team__closed_at=None)
