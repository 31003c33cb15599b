"""A draft is frozen as a version, again and again, until the deadline."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hackathon.errors import PhaseClosed, StateConflict
from hackathon.models import User
from teams import policy
from teams.checklist import missing_in, questions_for
from teams.deadlines import deadline_of
from teams.models import Attempt, Submission, Team, Version, VersionFile
from teams.models.submission import CONTENT, fingerprint_of
from teams.services.drafts import draft_of, write_fields


class TakenBefore(Exception):
    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt


def submit(
    *,
    actor: User,
    team: Team,
    key: str,
    revision: int,
    content: Mapping[str, Any] | None = None,
) -> Version:
    """Freeze the draft as a new version, at the database's instant.

    With ``content`` its fields are written first; without, the draft must be as it was seen.
    ``key`` names the attempt: a retry gives the version of the first try. What is refused is
    kept on record, with its instant.
    """
    body = hash_of_body(revision, content)
    if earlier := taken(team, key):
        return answer_again(actor, earlier, body)
    try:
        with policy.SUBMIT.begin(actor, team, lock=[team]) as record:
            if earlier := taken(team, key):
                raise TakenBefore(earlier)
            submission = wanted_draft(team, actor, revision, content, record.at)
            version = enter(submission, actor, record.at)
            keep_attempt(team, actor, record.at, key, body, Attempt.Outcome.TAKEN, version=version)
            record.about(version, version=version.number, sha256=version.sha256)
    except TakenBefore as before:
        return answer_again(actor, before.attempt, body)
    except ValidationError as refusal:
        is_late = isinstance(refusal, PhaseClosed)
        outcome = Attempt.Outcome.LATE if is_late else Attempt.Outcome.REFUSED
        record_attempt(actor=actor, team=team, key=key, body=body, outcome=outcome, why=refusal)
        raise
    return version


def hash_of_body(revision: int, content: Mapping[str, Any] | None) -> str:
    said = {"revision": revision, "content": None if content is None else dict(content)}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def taken(team: Team, key: str) -> Attempt | None:
    attempts = team.attempts.filter(key=key, outcome=Attempt.Outcome.TAKEN)
    return attempts.select_related("version__submission").first()


def answer_again(actor: User, earlier: Attempt, body: str) -> Version:
    """The original version for the same attempt; another body under its name is refused."""
    if earlier.body_sha256 == body:
        return earlier.version
    refusal = StateConflict(
        _("This page has submitted something else before. Open it anew and submit again.")
    )
    outcome = Attempt.Outcome.OTHER_BODY
    record_attempt(
        actor=actor, team=earlier.team, key=earlier.key, body=body, outcome=outcome, why=refusal
    )
    raise refusal


def record_attempt(
    *, actor: User, team: Team, key: str, body: str, outcome: str, why: ValidationError
) -> Attempt:
    """Keep a refused attempt as evidence, after what it tried has been rolled back."""
    with policy.RECORD_ATTEMPT.begin(actor, team) as record:
        reason = " ".join(why.messages)[:300]
        attempt = keep_attempt(team, actor, record.at, key, body, outcome, reason=reason)
        record.about(attempt, outcome=outcome)
    return attempt


def keep_attempt(
    team: Team, actor: User, at: datetime, key: str, body: str, outcome: str, **more: Any
) -> Attempt:
    return Attempt.objects.create(
        team=team, made_by=actor, made_at=at, key=key, body_sha256=body, outcome=outcome, **more
    )


def wanted_draft(
    team: Team, actor: User, revision: int, content: Mapping[str, Any] | None, at: datetime
) -> Submission:
    submission = draft_of(team, at)
    if content is None and submission.revision != revision:
        raise StateConflict(
            _("A team-mate saved changes after you opened this page. Look at it again.")
        )
    if write_fields(submission, actor, content or {}, revision, (), at):
        raise StateConflict(
            _("A team-mate changed the same text. Compare both, then submit again.")
        )
    if missing := missing_in(submission, questions_for(team)):
        raise StateConflict([part.sentence for part in missing])
    return submission


def enter(submission: Submission, actor: User | None, at: datetime, **how: Any) -> Version:
    """The submission stands from now on, with one more version."""
    submission.move_to(Submission.Status.SUBMITTED)
    submission.submitted_at = at
    submission.save()
    return freeze(submission, actor, at, **how)


def freeze(submission: Submission, actor: User | None, at: datetime, **how: Any) -> Version:
    files = list(submission.files)
    how.setdefault("in_grace", at >= deadline_of(submission))
    version = Version.objects.create(
        submission=submission,
        number=submission.versions.count() + 1,
        submitted_at=at,
        submitted_by=actor,
        sha256=fingerprint_of(submission, files),
        **{name: getattr(submission, name) for name in CONTENT},
        **how,
    )
    VersionFile.objects.bulk_create(
        VersionFile(version=version, attachment=file, position=position)
        for position, file in enumerate(files, 1)
    )
    return version


def withdraw(*, actor: User, submission: Submission) -> Submission:
    with policy.WITHDRAW.begin(actor, submission, lock=[submission.team, submission]) as record:
        submission.move_to(Submission.Status.WITHDRAWN)
        submission.save()
        record.about(submission)
    return submission
