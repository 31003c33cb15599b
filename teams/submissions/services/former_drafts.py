"""What a team's draft was when an organiser submitted for it, and how it becomes that again."""

from copy import deepcopy
from typing import Any

from django.utils.dateparse import parse_datetime

from hackathon.kernel.operations import Record
from teams.submissions.models.submission import CONTENT, Submission, Version
from teams.submissions.selectors.drafting import kept_value
from teams.submissions.services.drafts import put_field, touch

FILES = "files"


def draft_as_it_is(submission: Submission) -> dict[str, Any]:
    """Everything of it, for the version that is about to go over it; it need not be written."""
    content = {name: deepcopy(getattr(submission, name)) for name in CONTENT}
    return {
        **content,
        "files": [file.pk for file in submission.files],
        "triage": submission.triage,
        "saved_at": submission.saved_at.isoformat(),
        "saved_by": submission.saved_by_id,
    }


def put_back(submission: Submission, version: Version, record: Record) -> list[str]:
    """The draft is again what it was before ``version``, the organiser's; the row is locked.

    Answers with the names of the fields in which the team has written since: those stay.
    """
    before, stays = version.draft_before, written_since(submission, version)
    back = [name for name in written_over(version) if name not in stays]
    files = list(added_files(submission, version))
    saved: tuple[Any, Any] = parse_datetime(before["saved_at"]), before["saved_by"]
    if stays:
        saved = submission.saved_at, submission.saved_by_id
    touch(submission, None, [*back, *([FILES] if files else [])], record.at)
    submission.saved_at, submission.saved_by_id = saved
    for name in back:
        put_former(submission, name, before)
    for file in files:
        file.removed_at = record.at
        file.save(update_fields=["removed_at"])
    return stays


def written_since(submission: Submission, version: Version) -> list[str]:
    """The fields that the organiser wrote and that hold something else by now."""
    if version.draft_before is None:
        return []
    over = written_over(version)
    return [name for name in over if kept_value(submission, name) != kept_value(version, name)]


def written_over(version: Version) -> list[str]:
    """The fields that the organiser wrote otherwise than the team had; an answer by its key."""
    before = version.draft_before
    texts = [name for name in CONTENT if name != "answers"]
    found = [name for name in texts if getattr(version, name) != before[name]]
    asked = sorted({*version.answers, *before["answers"]}, key=int)
    unlike = [key for key in asked if version.answers.get(key, "") != former(before, key)]
    return found + [f"q{key}" for key in unlike]


def former(before: dict[str, Any], key: str) -> Any:
    return before["answers"].get(key, "")


def put_former(submission: Submission, name: str, before: dict[str, Any]) -> None:
    """An answer that had not been given is absent again, not empty."""
    if name in CONTENT:
        put_field(submission, name, before[name])
    elif name[1:] in before["answers"]:
        put_field(submission, name, former(before, name[1:]))
    else:
        submission.answers = {
            key: answer for key, answer in submission.answers.items() if key != name[1:]
        }


def added_files(submission: Submission, version: Version) -> Any:
    """The files of the organiser that are in the draft still."""
    added = {file.pk for file in version.files} - set(version.draft_before["files"])
    return submission.files.filter(pk__in=added)
