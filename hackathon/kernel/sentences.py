"""Sentences that rows keep: as they stand in the code, with their parameters, worded when read.

Whoever reads what was refused yesterday reads it in their own language and not in the one of whom
it was refused to. A service raises its refusals with ``gettext_lazy`` and ``params``, so that both
can be kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext

Kept = list[dict[str, Any]]


@dataclass(frozen=True)
class Instant:
    """A moment in a sentence, told in the reader's language and by the clocks of one zone."""

    at: datetime
    zone: str

    def __str__(self) -> str:
        return date_format(timezone.localtime(self.at, ZoneInfo(self.zone)), "DATETIME_FORMAT")


@dataclass(frozen=True)
class Listing:
    """Several things, the last one after ``last``: a word like “and”, as it stands in the code."""

    parts: Sequence[Any]
    last: str

    def __str__(self) -> str:
        return get_text_list([str(part) for part in self.parts], gettext(self.last))


@dataclass(frozen=True)
class Sentence:
    """``text`` as it stands in the code, what is put into it, and the words of both when told."""

    text: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        words = gettext(self.text) if self.text else ""
        return words % self.params if self.params else words

    @property
    def as_message(self) -> Any:
        """For an error, which takes whatever words itself when it is read."""
        return self


def source_of(message: Any) -> str:
    """A message as the code has it, whatever language is spoken."""
    with translation.override(None):
        return str(message)


def sentences_of(refusal: ValidationError) -> list[Sentence]:
    """What a refusal says. What was worded before it was raised stays as it was worded."""
    found = getattr(refusal, "error_list", None)
    if found is None:
        found = [error for errors in refusal.error_dict.values() for error in errors]
    return [
        error.message
        if isinstance(error.message, Sentence)
        else Sentence(source_of(error.message), error.params or {})
        for error in found
    ]


def keep_sentences(sentences: list[Sentence]) -> Kept:
    """As a row keeps them, in JSON."""
    return [kept_value(sentence) for sentence in sentences]


def kept_value(value: Any) -> Any:
    if isinstance(value, Sentence):
        params = {name: kept_value(part) for name, part in value.params.items()}
        return {"text": value.text, "params": params}
    if isinstance(value, Instant):
        return {"at": value.at.isoformat(), "zone": value.zone}
    if isinstance(value, Listing):
        return {"parts": [kept_value(part) for part in value.parts], "last": value.last}
    if isinstance(value, Promise):
        return {"text": source_of(value), "params": {}}
    return value if value is None or isinstance(value, int | float) else str(value)


def value_of(kept: Any) -> Any:
    """What ``kept_value`` was given, or what words the same."""
    if not isinstance(kept, dict):
        return kept
    if "at" in kept:
        return Instant(datetime.fromisoformat(kept["at"]), kept["zone"])
    if "parts" in kept:
        return Listing([value_of(part) for part in kept["parts"]], kept["last"])
    return Sentence(kept["text"], {name: value_of(part) for name, part in kept["params"].items()})


def word_sentences(kept: Kept | None) -> str:
    """In the language that is spoken now."""
    return " ".join(str(value_of(sentence)) for sentence in kept or ())


def source_words(sentences: list[Sentence]) -> str:
    """In the language of the code: to look for, and for whoever cannot word them."""
    with translation.override("en"):
        return " ".join(map(str, sentences))
