"""From a version to its signed receipt, and from a receipt back to what the database holds."""

from dataclasses import dataclass
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils import translation

from hackathon.models import Event
from teams.submissions import receipts
from teams.submissions.models.submission import Version
from teams.submissions.selectors.submissions import version_behind


@lru_cache
def key_of(secret: str) -> Ed25519PrivateKey:
    return receipts.key_from(secret)


def signing_key() -> Ed25519PrivateKey:
    return key_of(settings.RECEIPT_KEY)


def public_key() -> str:
    return receipts.public_of(signing_key())


def receipt_of(version: Version) -> receipts.Receipt:
    """The same in every language: a translated name is told in the first one that has it."""
    team = version.submission.team
    with translation.override(settings.LANGUAGE_CODE):
        event_name = team.event.name
    return receipts.Receipt(
        site=settings.SITE_URL,
        event=team.event_id,
        event_name=event_name,
        submission=version.submission_id,
        team_name=team.name,
        title=version.title,
        version=version.number,
        taken_at=version.submitted_at,
        zone=team.event.time_zone,
        origin=version.origin,
        in_grace=version.in_grace,
        sha256=version.sha256,
        files=tuple((file.sha256, file.name) for file in version.files),
    )


def text_of(version: Version) -> str:
    return receipts.write_receipt(receipt_of(version), signing_key())


@dataclass(frozen=True)
class Check:
    """What became of a receipt that somebody showed. ``why`` says what is wrong, if anything."""

    why: str = ""
    said: receipts.Receipt | None = None
    version: Version | None = None
    differing: tuple[str, ...] = ()

    @property
    def is_genuine(self) -> bool:
        return self.said is not None

    @property
    def is_held(self) -> bool:
        return self.is_genuine and not self.why


OTHER_EVENT, NOT_HELD, DIFFERS = "other event", "not held", "differs"


def check(event: Event, text: str) -> Check:
    """Whether a text is a receipt of this site, and says what the database holds."""
    try:
        said = receipts.read_receipt(text, public_key())
    except receipts.NotGenuine as refusal:
        return Check(refusal.why)
    if said.event != event.pk:
        return Check(OTHER_EVENT, said)
    version = version_behind(event, said.submission, said.version)
    if version is None:
        return Check(NOT_HELD, said)
    differing = receipts.differences(said, receipt_of(version))
    return Check(DIFFERS if differing else "", said, version, tuple(differing))
