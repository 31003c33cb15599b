"""What organisers decide about submissions, each time with words that the team is told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from hackathon.files.storage import StoredFile
from hackathon.kernel.errors import StateConflict
from hackathon.kernel.operations import Record
from hackathon.models import User
from teams.submissions import policy
from teams.submissions.models.files import Attachment
from teams.submissions.models.review import Verdict
from teams.submissions.models.submission import Submission, Version
from teams.submissions.services.drafts import draft_of, touch, write_fields
from teams.submissions.services.former_drafts import draft_as_it_is
from teams.submissions.services.submissions import enter
from teams.team.models.team import Team
from teams.team.services.seats import require_standing

K = Verdict.Kind
TRIAGE = (K.ELIGIBLE, K.TO_CHECK, K.NOT_ELIGIBLE)


def keep_verdict(
    record: Record, actor: User, submission: Submission, kind: str, reason: str, **data: Any
) -> Verdict:
    """The words stand beside the log: the log itself holds none."""
    verdict = Verdict.objects.create(
        submission=submission, kind=kind, reason=reason.strip(), made_by=actor, made_at=record.at
    )
    record.about(verdict, kind=kind, submission=submission.pk, **data)
    return verdict


def triage(*, actor: User, submission: Submission, kind: str, reason: str = "") -> Verdict:
    """Eligible, to check or not eligible; each can be decided anew until the publication."""
    if kind not in TRIAGE:
        raise ValueError(f"not a decision of triage: {kind}")
    with policy.TRIAGE.begin(actor, submission, lock=[submission.team, submission]) as record:
        require_entered(submission)
        require_new(submission, kind, reason)
        before = submission.triage
        submission.triage = kind
        submission.save(update_fields=["triage"])
        verdict = keep_verdict(record, actor, submission, kind, reason, before=before)
    return verdict


def require_entered(submission: Submission) -> None:
    if submission.status not in (Submission.Status.SUBMITTED, Submission.Status.WITHDRAWN):
        raise StateConflict(
            _("“%(state)s”: there is nothing to decide here."),
            params={"state": submission.get_status_display()},
        )


def require_new(submission: Submission, kind: str, reason: str) -> None:
    """A button pressed twice writes to the team once."""
    last = submission.verdicts.filter(kind__in=TRIAGE).last()
    if submission.triage == kind and last and last.reason == reason.strip():
        raise StateConflict(_("This has been decided already; the team has been told."))


def disqualify(*, actor: User, submission: Submission, reason: str) -> Verdict:
    """Out for good: with neither jury nor gallery nor ranking."""
    with policy.DISQUALIFY.begin(actor, submission, lock=[submission.team, submission]) as record:
        submission.move_to(Submission.Status.DISQUALIFIED)
        submission.save(update_fields=["status"])
        verdict = keep_verdict(record, actor, submission, K.DISQUALIFIED, reason)
    return verdict


def rescue(
    *,
    actor: User,
    team: Team,
    content: Mapping[str, Any],
    revision: int,
    reason: str,
    keeps_marks: bool = True,
    file: StoredFile | None = None,
    **kind: str,
) -> Version:
    """Submit for a team that could not: what the organiser has seen, also after the deadline.

    What the jury has marked counts on, unless the organiser says that this version is marked anew.
    """
    with policy.RESCUE.begin(actor, team, lock=[team]) as record:
        require_standing(team)
        submission = draft_of(team, record.at)
        kept = kept_for_taking_back(submission.status, submission.submitted_at)
        former = draft_as_it_is(submission)
        if submission.revision != revision:
            raise StateConflict(_("The team has saved changes meanwhile. Look at them first."))
        write_fields(submission, actor, content, revision, record.at)
        if not submission.title:
            raise StateConflict(_("Write a title."))
        submission.save()
        if file:
            put_file(submission, actor, file, record, **kind)
        origin = Version.Origin.ORGANISER
        version = enter(
            submission,
            actor,
            record.at,
            origin=origin,
            keeps_marks=keeps_marks,
            draft_before=former,
        )
        told = {"version": version.pk, "keeps_marks": keeps_marks, **kept}
        keep_verdict(record, actor, submission, K.RESCUED, reason, **told)
    return version


def kept_for_taking_back(status: str, submitted_at: datetime | None) -> dict[str, Any]:
    """For the log: what the project was before (``teams.submissions.services.recalling``)."""
    return {"before": status, "submitted_before": submitted_at and submitted_at.isoformat()}


def put_file(
    submission: Submission, actor: User, file: StoredFile, record: Record, **kind: str
) -> Attachment:
    touch(submission, actor, ["files"], record.at)
    return Attachment.objects.create(
        team=submission.team,
        name=file.name,
        sha256=file.sha256,
        size=file.size,
        uploaded_by=actor,
        created_at=record.at,
        **kind,
    )
