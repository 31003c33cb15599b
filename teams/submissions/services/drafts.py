"""A team writes: field by field, several at once, and nobody overwrites what they have not seen."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from hackathon.models import User
from teams.submissions import policy
from teams.submissions.models.submission import CONTENT, Submission
from teams.submissions.selectors.drafting import Saved, is_answer, told_apart
from teams.team.models.team import Team


def save_draft(*, actor: User, team: Team, content: Mapping[str, Any], revision: int) -> Saved:
    """Write the fields in ``content``; ``revision`` is the state that the writer has seen.

    A field that somebody else changed since is left alone and named. Whoever has seen both texts
    comes back with the revision in which they saw them. A question's answer goes by its key.
    """
    with policy.SAVE_SUBMISSION.begin(actor, team, lock=[team]) as record:
        submission = draft_of(team, record.at)
        before = submission.revision, submission.saved_by
        clashes = write_fields(submission, actor, content, revision, record.at)
        submission.save()
        record.about(submission, revision=submission.revision, clashes=clashes)
    written = sorted(content.keys() - set(clashes))
    return Saved(submission, clashes, written, revision_before=before[0], by_before=before[1])


def draft_of(team: Team, at: datetime) -> Submission:
    """The team's submission; the team's row is locked. A new one is not yet written."""
    submission = Submission.objects.filter(team=team).first()
    submission = submission or Submission(team=team, saved_at=at)
    submission.team = team
    return submission


def write_fields(
    submission: Submission, actor: User, content: Mapping[str, Any], revision: int, at: datetime
) -> list[str]:
    """Put the fields in; returns the names of those that were left."""
    written, clashes = told_apart(submission, content, revision)
    if written:
        touch(submission, actor, written, at)
    for name, value in written.items():
        put_field(submission, name, value)
    return clashes


def touch(
    submission: Submission, actor: User | None, fields: Collection[str], at: datetime
) -> None:
    """A new state of the draft, in which these fields differ from the one before."""
    submission.revision += 1
    submission.changed_in |= dict.fromkeys(fields, submission.revision)
    submission.saved_at, submission.saved_by = at, actor


def put_field(submission: Submission, name: str, value: Any) -> None:
    if is_answer(name):
        submission.answers |= {name[1:]: value}
    elif name in CONTENT and name != "answers":
        setattr(submission, name, value)
    else:
        raise ValueError(f"not a field of a submission: {name}")
