"""What an organiser submitted for a team by mistake is taken back; the version is never deleted."""

from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from hackathon.kernel.errors import StateConflict
from hackathon.models import AuditEntry, User
from teams.submissions import policy
from teams.submissions.models.eligibility import Bar, bar_in_state
from teams.submissions.models.review import Verdict
from teams.submissions.models.submission import Recall, Submission, Version
from teams.submissions.services.former_drafts import put_back
from teams.submissions.services.verdicts import TRIAGE, keep_verdict

RESCUED = policy.RESCUE.verb


def recallable(submission: Submission) -> Version | None:
    """The version that counts, if an organiser submitted it for the team."""
    if submission.status != Submission.Status.SUBMITTED:
        return None
    last = submission.versions.standing().last()
    return last if last and last.origin == Version.Origin.ORGANISER else None


def obstacle_to_recall(submission: Submission) -> str:
    """Why nothing can be taken back, in a sentence; empty if something can."""
    if recallable(submission):
        return ""
    recalls = Recall.objects.filter(version__submission=submission).select_related("version")
    last = recalls.order_by("made_at").last()
    if submission.status == Submission.Status.WITHDRAWN and is_from_organiser(submission):
        return _(
            "The project has been withdrawn: no version of it counts, so there is nothing to take "
            "back."
        )
    if submission.status == Submission.Status.DISQUALIFIED and is_from_organiser(submission):
        return _(
            "The project has been disqualified: no version of it counts, so there is nothing to "
            "take back."
        )
    if last and not is_from_organiser(submission):
        said = {"n": last.version.number}
        return (
            _(
                "Version %(n)d has been taken back already. Nothing else that counts now was "
                "submitted by an organiser."
            )
            % said
        )
    return _("What counts now was not submitted by an organiser: nothing can be taken back.")


def is_from_organiser(submission: Submission) -> bool:
    last = submission.versions.standing().last()
    return last is not None and last.origin == Version.Origin.ORGANISER


class Outcome:
    """What a project is, once what an organiser submitted for it is taken back."""

    COUNTS = "counts"  # the version before
    WITHDRAWN = "withdrawn"  # as it was before the organiser submitted
    RULED_OUT = "ruled_out"  # organisers have found it not eligible
    CLOSED = "closed"  # its team has closed since
    NOTHING = "nothing"  # no other version was submitted


OUTCOMES = {None: Outcome.COUNTS, Bar.CLOSED: Outcome.CLOSED, Bar.NOT_ELIGIBLE: Outcome.RULED_OUT}


def outcome_of(submission: Submission, version: Version) -> str:
    """What comes of taking this version back: asked before it, and at the moment itself."""
    others = submission.versions.standing().exclude(pk=version.pk)
    status, _at = state_before(version)
    if status == Submission.Status.WITHDRAWN:
        return Outcome.WITHDRAWN
    if status != Submission.Status.SUBMITTED or not others.exists():
        return Outcome.NOTHING
    is_undone = is_decided_since(submission, version)
    triage = version.draft_before["triage"] if is_undone else submission.triage
    return OUTCOMES[bar_in_state(status, triage, submission.team)]


def recall(*, actor: User, submission: Submission, reason: str) -> Recall:
    """The version before it counts again, with the marks that it had; if there was none, the
    project is what it was before. So is the team's draft, but for what the team wrote since; and
    so is what organisers had decided about the project before they submitted for the team.

    Raises StateConflict where nothing that an organiser submitted counts.
    """
    with policy.RECALL.begin(actor, submission, lock=[submission.team, submission]) as record:
        version = recallable(submission)
        if version is None:
            raise StateConflict(obstacle_to_recall(submission))
        outcome = outcome_of(submission, version)
        row = Recall.objects.create(version=version, made_by=actor, made_at=record.at)
        before = submission.versions.standing().last()
        submission.status, submission.submitted_at = state_before(version)
        stays = []
        if version.draft_before:
            stays = put_back(submission, version, record)
            take_back_triage(submission, version)
        submission.save()
        kind = Verdict.Kind.RECALLED
        keep_verdict(
            record,
            actor,
            submission,
            kind,
            reason,
            version=version.pk,
            stays=stays,
            counts=before.pk if before else None,
            outcome=outcome,
        )
    return row


def take_back_triage(submission: Submission, version: Version) -> None:
    """What was decided while the organiser's version counted was decided about that one."""
    if is_decided_since(submission, version):
        submission.triage = version.draft_before["triage"]


def is_decided_since(submission: Submission, version: Version) -> bool:
    if version.draft_before is None:
        return False
    since = submission.verdicts.filter(kind__in=TRIAGE, made_at__gte=version.submitted_at)
    return submission.triage != version.draft_before["triage"] and since.exists()


def state_before(version: Version) -> tuple[str, datetime | None]:
    """What the project was when the organiser submitted for the team, and since when."""
    entries = AuditEntry.objects.filter(event=version.event, verb=RESCUED)
    kept = entries.get(data__version=version.pk).data
    at = kept["submitted_before"]
    return kept["before"], parse_datetime(at) if at else None
