"""A draft is frozen as a version, again and again, until the deadline."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.grace import is_in_grace
from hackathon.kernel.sentences import Sentence
from hackathon.models import User
from teams.deadlines.rule import deadline_of
from teams.submissions import policy
from teams.submissions.models.files import VersionFile
from teams.submissions.models.submission import CONTENT, Submission, Version, fingerprint_of
from teams.submissions.selectors.checklist import missing_in, questions_for
from teams.submissions.services.attempts import TakenBefore, Try, hash_of_body
from teams.submissions.services.drafts import draft_of, touch, write_fields
from teams.submissions.services.files import attach
from teams.team.models.team import Team


def submit(
    *,
    actor: User,
    team: Team,
    key: str,
    revision: int,
    content: Mapping[str, Any] | None = None,
    uploads: Sequence[Mapping[str, Any]] = (),
    body: str = "",
    promised: int | None = None,
) -> Version:
    """Freeze the draft as a new version, at the database's instant.

    With ``content`` its fields are written first, and ``uploads``, files that are safely stored,
    with them; without, the draft must be as it was seen. ``key`` names the attempt: a retry with
    the same ``body`` gives the version of the first try. ``promised`` is the version that the page
    named: once it is there, nothing is submitted. What is refused is kept on record.
    """
    attempt = Try(actor, team, key, body or hash_of_body(revision, content, uploads))
    try:
        with policy.SUBMIT.begin(actor, team, lock=[team]) as record:
            attempt.stop_if_taken()
            require_promised(team, promised)
            submission = wanted_draft(team, actor, revision, content, uploads, record.at)
            version = enter(submission, actor, record.at)
            attempt.taken(version, record.at)
            record.about(version, version=version.number, sha256=version.sha256)
    except TakenBefore:
        if earlier := attempt.answer():
            return earlier
        raise
    except ValidationError as refusal:
        return attempt.answer_or_refuse(refusal)
    return version


class Overtaken(StateConflict):
    """The version that the page was about to make is there: somebody else was faster."""


def require_promised(team: Team, promised: int | None) -> None:
    last = Version.objects.on_record().filter(submission__team=team).last()
    if promised is not None and last is not None and promised <= last.number:
        last.submission.team = team
        raise Overtaken(told_as_news(last).as_message)


def told_as_news(version: Version) -> Sentence:
    """To whoever was about to submit this version themselves."""
    facts = {
        "number": version.number,
        "next": version.number + 1,
        "at": version.event.instant(version.submitted_at),
        "who": version.submitted_by,
    }
    if version.submitted_by is None:
        sentence = gettext_noop(
            "Version %(number)d was submitted meanwhile, at %(at)s. Look at it, then submit "
            "version %(next)d."
        )
    else:
        sentence = gettext_noop(
            "Version %(number)d was submitted meanwhile, by %(who)s, at %(at)s. Look at it, then "
            "submit version %(next)d."
        )
    return Sentence(sentence, facts)


def wanted_draft(
    team: Team,
    actor: User,
    revision: int,
    content: Mapping[str, Any] | None,
    uploads: Sequence[Mapping[str, Any]],
    at: datetime,
) -> Submission:
    submission = draft_of(team, at)
    if content is None and submission.revision != revision:
        raise StateConflict(
            _("A team-mate saved changes after you opened this page. Look at it again.")
        )
    if write_fields(submission, actor, content or {}, revision, at):
        raise StateConflict(
            _("A team-mate changed the same text. Compare both, then submit again.")
        )
    for upload in uploads:
        attach(team, actor, at, **upload)
        touch(submission, actor, ["files"], at)
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
    """A copy that never changes. What the clock takes was in grace if it was written in grace."""
    origin = how.get("origin", Version.Origin.TEAM)
    files = list(submission.files)
    came_at = submission.saved_at if origin == Version.Origin.CLOCK else at
    version = Version.objects.create(
        submission=submission,
        number=submission.versions.on_record().count() + 1,
        submitted_at=at,
        submitted_by=actor,
        sha256=fingerprint_of(submission, files),
        in_grace=origin != Version.Origin.ORGANISER
        and is_in_grace(submission.event, deadline_of(submission), came_at),
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
