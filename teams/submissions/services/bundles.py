"""All submissions as one archive: asked for by an organiser, made by a worker under a lease.

The row is the truth. A worker that dies leaves a lease that runs out; the next one begins anew.
"""

import hashlib
import logging
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_noop

from hackathon.files.storage import sync
from hackathon.kernel.fences import do_for_each
from hackathon.kernel.guard import writing
from hackathon.kernel.operations import database_clock
from hackathon.kernel.pauses import ENDS_THE_ROUND
from hackathon.kernel.sentences import Sentence, keep_sentences, source_words
from hackathon.kernel.tokens import new_nonce
from hackathon.models import Event, User
from teams.submissions import policy
from teams.submissions.models.review import Bundle
from teams.submissions.selectors.archive import CHUNK, write_archive

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
RENEW_SECONDS = 5
LONGEST = timedelta(days=1)  # whatever has not come about by then will not
KEPT = timedelta(days=7)
S = Bundle.Status
TASK = "teams.tasks.make_bundles"


class LeaseLost(Exception):
    """Another worker has taken this over."""


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "bundles"


def file_of(bundle: Bundle) -> Path:
    return folder() / f"{bundle.pk}-{bundle.sha256}.zip"


def ask_bundle(*, actor: User, event: Event) -> Bundle:
    """One at a time for an event: the constraint refuses a second one."""
    with policy.ASK_BUNDLE.begin(actor, event) as record:
        bundle = Bundle.objects.create(event=event, asked_by=actor, asked_at=record.at)
        record.about(bundle)
    return bundle


def make_due() -> int:
    """Make what waits, one archive after another; returns how many were made."""
    waiting = Bundle.objects.filter(status__in=[S.WAITING, S.MAKING]).order_by("id")
    return do_for_each(TASK, waiting, make_if_free)


def make_if_free(asked: Bundle) -> bool:
    bundle = claim(asked)
    if bundle is None:
        return False
    try:
        return make(bundle)
    except ENDS_THE_ROUND:
        raise
    except Exception:
        release(bundle)  # so that the others need not wait until the lease is over
        raise


def release(bundle: Bundle) -> None:
    with writing("bundle.release"):
        Bundle.objects.filter(pk=bundle.pk, status=S.MAKING, lease_until=bundle.lease_until).update(
            status=S.WAITING, lease_until=None
        )


def claim(asked: Bundle) -> Bundle | None:
    """Take a lease on an archive; none while another is being made: one at a time."""
    with writing("bundle.claim"):
        rows = Bundle.objects.filter(status__in=[S.WAITING, S.MAKING]).order_by("id")
        waiting = list(rows.select_for_update(of=("self",)).select_related("event", "asked_by"))
        now = database_clock()
        if any(bundle.lease_until and bundle.lease_until > now for bundle in waiting):
            return None
        bundle = next((one for one in waiting if one.pk == asked.pk), None)
        if bundle is None:
            return None
        bundle.status, bundle.lease_until, bundle.done = S.MAKING, now + LEASE, 0
        bundle.save()
    return bundle


def make(bundle: Bundle) -> bool:
    """Whether it came about. What goes wrong is written into the row, for who asked."""
    part = folder() / f"{bundle.pk}-{new_nonce()}.part"
    try:
        with translation.override(bundle.asked_by.language):
            unread = write(bundle, part)
    except LeaseLost:
        return False
    except ENDS_THE_ROUND:
        raise  # the lease runs out, and it is made anew
    except Exception as error:
        logger.exception("Archive %s could not be made", bundle.pk)
        with suppress(OSError):
            part.unlink()
        finish(bundle=bundle, status=S.FAILED, wrong=[not_made(error)])
        return False
    finish(bundle=bundle, status=S.READY, wrong=[not_whole(unread)] if unread else [])
    return True


def not_made(error: Exception) -> Sentence:
    what = getattr(error, "strerror", None) or type(error).__name__
    words = gettext_noop("It could not be made (%(error)s). Ask for it again.")
    return Sentence(words, {"error": what})


def not_whole(unread: int) -> Sentence:
    words = gettext_noop("Files that could not be read: %(n)d. The manifest names them.")
    return Sentence(words, {"n": unread})


def write(bundle: Bundle, part: Path) -> int:
    """The archive, safely on disk under its own name; returns how many files are missing in it."""
    if database_clock() > bundle.asked_at + LONGEST:
        raise TimeoutError
    folder().mkdir(parents=True, exist_ok=True)
    for left in folder().glob(f"{bundle.pk}-*.part"):
        left.unlink(missing_ok=True)  # of a worker that was cut off
    lease = Lease(bundle)
    unread = write_archive(
        bundle.event, part, database_clock(), tick=lease.keep, step=lease.progress
    )
    bundle.sha256, bundle.size = digest_of(part, lease), part.stat().st_size
    bundle.name = f"{bundle.event.slug}-{bundle.asked_at:%Y%m%d-%H%M}.zip"
    lease.renew()
    part.replace(file_of(bundle))
    sync(folder())
    return unread


class Lease:
    """Holds an archive for this worker: renewed as it goes on, and lost if somebody took over."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle, self.renewed = bundle, time.monotonic()

    def keep(self) -> None:
        if time.monotonic() - self.renewed > RENEW_SECONDS:
            self.renew()

    def progress(self, done: int, total: int) -> None:
        self.bundle.done, self.bundle.total = done, total
        self.renew()

    def renew(self) -> None:
        """How far it is, is no decision: it leaves no line in the log."""
        bundle, until = self.bundle, database_clock() + LEASE
        with writing("bundle.progress"):
            held = Bundle.objects.filter(
                pk=bundle.pk, status=S.MAKING, lease_until=bundle.lease_until
            ).update(lease_until=until, done=bundle.done, total=bundle.total)
        if not held:
            raise LeaseLost
        bundle.lease_until, self.renewed = until, time.monotonic()


def digest_of(path: Path, lease: Lease) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            lease.keep()
    return digest.hexdigest()


def finish(*, bundle: Bundle, status: str, wrong: list[Sentence]) -> None:
    """The last word about an archive; nobody's, if another worker has taken it over."""
    made = {"name": bundle.name, "sha256": bundle.sha256, "size": bundle.size}
    lease = bundle.lease_until  # this worker's; the row may carry another's by now
    with policy.FINISH_BUNDLE.begin(None, bundle) as record:
        held = Bundle.objects.filter(pk=bundle.pk, status=S.MAKING, lease_until=lease).update(
            status=status,
            error=source_words(wrong)[:300],
            sentences=keep_sentences(wrong) or None,
            lease_until=None,
            finished_at=record.at,
            **made,
        )
        record.about(bundle, status=status, held=bool(held))


def drop_old() -> int:
    """Archives of more than a week ago, and what was begun for rows that are no more."""
    old = Bundle.objects.filter(finished_at__lt=database_clock() - KEPT)
    dropped = do_for_each("teams.tasks.drop_old_bundles", old.select_related("event"), drop)
    if folder().is_dir():
        kept = set(Bundle.objects.values_list("pk", flat=True))
        for path in folder().iterdir():
            if int(path.name.split("-")[0]) not in kept:
                path.unlink(missing_ok=True)
    return dropped


def drop(bundle: Bundle) -> bool:
    path = file_of(bundle)
    with policy.DROP_BUNDLE.begin(None, bundle) as record:
        record.about(bundle.event, asked_at=bundle.asked_at.isoformat())
        Bundle.objects.filter(pk=bundle.pk).delete()
    path.unlink(missing_ok=True)
    return True
