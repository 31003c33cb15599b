"""What an open page knows about the draft: its texts, what it has seen, what others changed."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from hackathon.kernel.columns import column_of
from hackathon.kernel.revisions import sorted_out
from hackathon.kernel.texts import StrOrPromise
from hackathon.models import User
from teams.submissions.models.submission import CONTENT, Content, Submission
from teams.submissions.selectors.checklist import NOTHING, questions_for
from teams.team.models.team import Team


@dataclass(frozen=True)
class Saved:
    """The draft after a save, and the fields that were left as somebody else had changed them.

    ``revision_before`` and ``by_before`` tell whose state the save came upon.
    """

    submission: Submission
    clashes: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    revision_before: int = 0
    by_before: User | None = None


def told_apart(
    submission: Submission, content: Mapping[str, Any], revision: int
) -> tuple[dict[str, Any], list[str]]:
    return sorted_out(content, partial(kept_value, submission), submission.changed_in, revision)


def find_clashes(submission: Submission, content: Mapping[str, Any], revision: int) -> list[str]:
    """The fields that would go over a text which the writer has not seen."""
    _written, clashes = told_apart(submission, content, revision)
    return clashes


def is_answer(name: str) -> bool:
    return name[:1] == "q" and name[1:].isdecimal()


def kept_value(submission: Content, name: str) -> Any:
    if is_answer(name):
        return submission.answers.get(name[1:], "")
    return getattr(submission, name)


TEXTS = tuple(name for name in CONTENT if name != "answers")


def digest_of(value: Any) -> str:
    """Names a text, so that a page can say which one it showed without sending it back."""
    canonical = "" if value in NOTHING else value
    return hashlib.sha256(json.dumps(canonical).encode()).hexdigest()[:16]


def names_of(questions: Sequence[Any]) -> list[str]:
    """The fields that a team writes, the questions that it is asked among them."""
    return [*TEXTS, *(question.key for question in questions)]


def written_fields(draft: Submission | None, names: Iterable[str]) -> dict[str, Any]:
    """Each field of the form as it is kept, the way the form shows it."""
    values = {name: kept_value(draft, name) if draft else "" for name in names}
    if "technologies" in values:
        values["technologies"] = ", ".join(values["technologies"])
    return values


def labels_of(team: Team, names: Collection[str]) -> list[str]:
    """Fields of a draft by their labels, a question that was answered by what it asks."""
    asked = {question.key: question.label for question in questions_for(team)}
    return [
        str(
            asked.get(name, name[1:])
            if is_answer(name)
            else capfirst(column_of(Submission, name).verbose_name)
        )
        for name in names
    ]


def digests(draft: Submission | None, names: Iterable[str]) -> dict[str, str]:
    return {name: digest_of(kept_value(draft, name) if draft else "") for name in names}


@dataclass(frozen=True)
class State:
    """Who left the draft in a revision: the one before a save, or the one that is read."""

    revision: int
    by: User | None

    def who(self, revision: int, reader: User) -> str:
        """Only the last save's author is known; of earlier ones we know that it was the team."""
        if revision != self.revision or self.by is None:
            return _("A team-mate")
        return _("You, in another window,") if self.by == reader else str(self.by)


def state_of(draft: Submission | None) -> State:
    return State(draft.revision, draft.saved_by) if draft else State(0, None)


def state_before(saved: Saved) -> State:
    return State(saved.revision_before, saved.by_before)


def news(
    draft: Submission | None,
    questions: Sequence[Any],
    *,
    seen: int,
    reader: User,
    state: State,
    mine: Collection[str] = (),
    mine_in: int = 0,
) -> dict[str, Any]:
    """What changed after revision ``seen``, but for ``mine``: what the reader has just saved.

    That was revision ``mine_in``; who came after it in the same field is told of, too.
    """
    if draft is None:
        return {"revision": 0, "theirs": {}, "digests": {}, "files": False, "at": "", "by": ""}
    changed, names = draft.changed_in, names_of(questions)
    own = [name for name in mine if changed.get(name, 0) <= mine_in]
    new = [name for name in names if changed.get(name, 0) > seen and name not in own]
    known = digests(draft, names)
    return {
        "revision": draft.revision,
        "theirs": tell_fields(draft, new, questions, reader, state),
        "digests": {name: known[name] for name in (*new, *own) if name in known},
        "files": changed.get("files", 0) > seen,
        "at": at_of(draft),
        "by": "" if draft.saved_by in (None, reader) else str(draft.saved_by),
    }


def tell_fields(
    draft: Submission, names: Sequence[str], questions: Sequence[Any], reader: User, state: State
) -> dict[str, dict[str, Any]]:
    """What these fields hold now, in words, too, and who wrote it."""
    return {
        name: {
            "value": text,
            "words": in_words(name, text, questions),
            "by": state.who(draft.changed_in[name], reader),
        }
        for name, text in written_fields(draft, names).items()
    }


def changes_of(
    draft: Submission | None, questions: Sequence[Any], reader: User
) -> dict[str, tuple[int, str, str | None]]:
    """For each field that was ever written: in which state, by whom, and in words if these are
    not its value itself."""
    if draft is None:
        return {}
    names = [name for name in names_of(questions) if name in draft.changed_in]
    said = tell_fields(draft, names, questions, reader, state_of(draft))
    return {
        name: (
            draft.changed_in[name],
            one["by"],
            None if one["words"] == one["value"] else one["words"],
        )
        for name, one in said.items()
    }


def at_of(draft: Submission) -> str:
    """When it was last saved, by the event's clocks."""
    return time_format(timezone.localtime(draft.saved_at, draft.team.event.zone), "H:i:s")


@dataclass(frozen=True)
class Clash:
    """A field that two people changed: the reader's text is in the form, here is the other."""

    name: str
    label: StrOrPromise | None
    theirs: str
    by: str
    is_long: bool


def clashes_in(
    draft: Submission,
    questions: Sequence[Any],
    content: Mapping[str, Any],
    held: Collection[str],
    *,
    seen: int,
    reader: User,
    labels: Mapping[str, StrOrPromise | None],
) -> list[Clash]:
    """The fields of ``content`` that others changed after ``seen``, and those still ``held``."""
    names = sorted({*find_clashes(draft, content, seen), *held})
    texts, state = written_fields(draft, names), state_of(draft)
    return [
        Clash(
            name,
            labels[name],
            in_words(name, texts[name], questions),
            state.who(draft.changed_in.get(name, 0), reader),
            is_long(name, questions),
        )
        for name in names
    ]


def in_words(name: str, value: Any, questions: Sequence[Any]) -> str:
    """A field's value for reading: the number of a choice becomes the choice."""
    question = next((question for question in questions if question.key == name), None)
    return question.told(value) if question else value


def is_long(name: str, questions: Sequence[Any]) -> bool:
    """Whether two texts can stand in it one after the other."""
    long = {question.key for question in questions if question.kind == "long"}
    return name in {"summary", "description", *long}


def decide_clash(sent: QueryDict, draft: Submission | None) -> tuple[QueryDict, set[str]]:
    """What was sent, with one clash decided if its button was pressed; and those still open."""
    name, _colon, choice = sent.get("decide", "").partition(":")
    held = {field for field in sent.getlist("clash") if field in TEXTS or is_answer(field)}
    if name not in held or draft is None:
        return sent, held
    data, theirs = sent.copy(), written_fields(draft, [name])[name]
    if choice == "theirs":
        data.setlist(name, theirs if isinstance(theirs, list) else [theirs])
    elif choice == "both":
        data[name] = f"{data.get(name, '').strip()}\n\n{theirs}"
    return data, held - {name}
