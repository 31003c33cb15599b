"""Every try to submit is on record: what was taken, what was refused, and at which instant."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.kernel.sentences import keep_sentences, sentences_of, source_words
from hackathon.models import User
from teams.submissions import policy
from teams.submissions.models.submission import Attempt, Version
from teams.team.models.team import Team
from teams.team.policy import is_member


class TakenBefore(Exception):
    """Somebody else's request with the same key came first, while this one waited."""


@dataclass(frozen=True)
class Try:
    """One try to submit. ``key`` is the same in a retry, and so is ``body``, its fingerprint."""

    actor: User
    team: Team
    key: str
    body: str

    def answer(self) -> Version | None:
        """The original version of a try that was taken before; None for a new one.

        Another body under the same key is refused. Neither the clock nor the phase is asked: an
        answer that got lost can be had again after the deadline.
        """
        if not is_member(self.actor, self.team):
            raise PermissionDenied(policy.SUBMIT.verb)
        taken = self.team.attempts.filter(key=self.key, outcome=Attempt.Outcome.TAKEN)
        earlier = taken.select_related("version__submission").first()
        if earlier is None:
            return None
        if earlier.body_sha256 != self.body:
            refusal = StateConflict(
                _("This page has submitted something else before. Open it anew and submit again.")
            )
            self.refused(refusal, Attempt.Outcome.OTHER_BODY)
            raise refusal
        version = earlier.version
        if version is None:
            raise LookupError(f"{earlier!r} was taken without a version")
        version.submission.team = self.team
        return version

    def answer_or_refuse(self, refusal: ValidationError) -> Version:
        """A retry gets its answer though there is a reason to refuse it by now, like the time."""
        if earlier := self.answer():
            return earlier
        self.refused(refusal)
        raise refusal

    def stop_if_taken(self) -> None:
        """Asked again with the team's row under lock."""
        if self.team.attempts.filter(key=self.key, outcome=Attempt.Outcome.TAKEN).exists():
            raise TakenBefore

    def taken(self, version: Version, at: datetime) -> Attempt:
        return self.keep(at, Attempt.Outcome.TAKEN, version=version)

    def refused(self, why: ValidationError, outcome: str = "") -> Attempt:
        """Keep a refusal as evidence, after what it tried has been rolled back."""
        is_late = isinstance(why, PhaseClosed)
        outcome = outcome or (Attempt.Outcome.LATE if is_late else Attempt.Outcome.REFUSED)
        with policy.RECORD_ATTEMPT.begin(self.actor, self.team) as record:
            at = getattr(why, "at", None) or record.at
            said = sentences_of(why)
            kept = {"reason": source_words(said)[:300], "sentences": keep_sentences(said)}
            attempt = self.keep(at, outcome, **kept)
            record.about(attempt, outcome=outcome)
        return attempt

    def keep(self, at: datetime, outcome: str, **more: Any) -> Attempt:
        return Attempt.objects.create(
            team=self.team,
            made_by=self.actor,
            made_at=at,
            key=self.key,
            outcome=outcome,
            body_sha256=self.body,
            **more,
        )


def hash_of_body(
    revision: int, content: Mapping[str, Any] | None, uploads: Sequence[Mapping[str, Any]] = ()
) -> str:
    """What a try says, for callers that have no request to take a fingerprint of."""
    said: dict[str, Any] = {
        "revision": revision,
        "content": None if content is None else dict(content),
    }
    if uploads:
        said["files"] = [[upload["file"].name, upload["file"].sha256] for upload in uploads]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def answer_or_refuse(
    *, actor: User, team: Team, key: str, body: str, why: ValidationError
) -> Version:
    """For a page that refuses before it comes to a submission: that is on record, too.

    Gives the version of a try that was taken before; else raises ``why``.
    """
    return Try(actor, team, key, body).answer_or_refuse(why)
