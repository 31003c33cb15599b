"""What the clock does with drafts by itself, where the last complete draft counts."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.kernel.fences import do_for_each
from hackathon.kernel.operations import database_clock
from hackathon.models import Event
from teams.deadlines.rule import closing_of, over_at
from teams.submissions import policy
from teams.submissions.models.eligibility import TAKEABLE
from teams.submissions.models.submission import Submission, Version, fingerprint_of
from teams.submissions.selectors.checklist import missing_in, questions_for
from teams.submissions.services.submissions import enter
from teams.team.models.team import Team

TASK = "teams.tasks.take_last_drafts"


def take_last_drafts(event: Event | None = None) -> int:
    """Turn the complete drafts of teams whose time is over into versions; says how many.

    Only of teams that never submitted: what somebody submitted on purpose is not replaced by what
    was written after it. What the clock itself took it takes again after an extension. Two workers
    at once take each draft once: the second finds nothing written since. With ``event`` only
    its teams' drafts are taken.
    """
    unsent = Q(submission__submitted_at=None) | Q(
        submission__saved_at__gt=F("submission__submitted_at")
    )
    over = over_at(Team.objects.standing(), database_clock())
    if event is not None:
        over = over.filter(event=event)
    teams = over.filter(
        unsent,
        ~Exists(entered_by_people(OuterRef("submission"))),
        event__last_draft_counts=True,
        submission__status__in=TAKEABLE,
        event__judging_closes_at__gt=database_clock(),
    )
    return do_for_each(TASK, teams.select_related("event", "challenge"), take_draft)


def entered_by_people(submission: Submission | OuterRef) -> QuerySet[Version]:
    """The versions that a member or an organiser submitted, and that nobody took back."""
    versions = Version.objects.standing().filter(submission=submission)
    return versions.exclude(origin=Version.Origin.CLOCK)


class Nothing(Exception):
    """There is nothing to take: not complete, not changed, or not yet time."""


def take_draft(team: Team) -> bool:
    try:
        with policy.TAKE_DRAFT.begin(None, team, lock=[team]) as record:
            submission = takeable(team, record.at)
            version = enter(submission, None, record.at, origin=Version.Origin.CLOCK)
            record.about(version, version=version.number, sha256=version.sha256)
    except (Nothing, PhaseClosed, StateConflict):
        return False
    return True


def takeable(team: Team, now: datetime) -> Submission:
    """The draft, if it is the clock's turn: asked with the team's row under lock."""
    submission = Submission.objects.filter(team=team, status__in=TAKEABLE).first()
    if submission is None or not team.event.last_draft_counts or now < closing_of(team):
        raise Nothing
    submission.team = team
    if entered_by_people(submission).exists():
        raise Nothing
    last = submission.versions.standing().last()
    if last and last.sha256 == fingerprint_of(submission, list(submission.files)):
        raise Nothing
    if missing_in(submission, questions_for(team)):
        raise Nothing
    return submission
