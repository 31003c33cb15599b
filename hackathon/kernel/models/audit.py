from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.guard import APPEND_ONLY, GuardedModel


class AuditEntry(GuardedModel):
    """One thing that happened, written by the operation that did it. It never changes or goes.

    ``data`` holds ids and numbers, never names or addresses, so that erasing a person
    does not mean rewriting history. ``at`` is the database's instant, read after the locks.
    """

    event = models.ForeignKey(
        "hackathon.Event", models.PROTECT, null=True, related_name="audit_entries"
    )
    actor = models.ForeignKey("hackathon.User", models.PROTECT, null=True, related_name="+")
    verb = models.CharField(_("what happened"), max_length=60, db_index=True)
    subject_type = models.ForeignKey(ContentType, models.PROTECT)
    subject_id = models.PositiveBigIntegerField()
    subject: Any = GenericForeignKey("subject_type", "subject_id")
    data = models.JSONField(_("details"), default=dict)
    at = models.DateTimeField(_("when"), db_index=True)

    class Meta:
        triggers = [APPEND_ONLY]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_id}"


class OutboxMessage(models.Model):
    """The promise, made in the same transaction as the entry, to tell whom it concerns.

    Not guarded: the worker that keeps the promise notes its tries here, which is no operation.
    """

    entry = models.OneToOneField(AuditEntry, models.PROTECT, related_name="outbox_message")
    request_id = models.CharField(max_length=32, default="", db_default="")  # in the log
    relayed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)  # tried for two days: it waits for a person
    error = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(name="outbox_pending", fields=["id"], condition=Q(relayed_at=None))]

    def __str__(self) -> str:
        return str(self.entry)
