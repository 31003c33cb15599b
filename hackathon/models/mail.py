from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def new_message_id() -> str:
    return make_msgid(domain=urlsplit(settings.SITE_URL).hostname)


class EmailLog(models.Model):
    """A mail is a row with a lease: queued, sending (until ``lease_until``), sent or failed.

    What an operation promised is rendered when it is sent, from ``template`` and ``context``
    (references to rows, never their text). What must be worded at once, because it carries a
    one-time code, stands in ``subject``, ``text`` and ``html``, emptied as soon as it is sent.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    entry = models.ForeignKey(
        "hackathon.AuditEntry", models.PROTECT, null=True, related_name="emails"
    )
    reader = models.ForeignKey("hackathon.User", models.PROTECT, null=True, related_name="emails")
    recipient = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=2, default="en")
    template = models.CharField(_("kind"), max_length=80)
    context = models.JSONField(default=dict)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)

    message_id = models.CharField(max_length=255, unique=True, default=new_message_id)
    status = models.CharField(_("state"), max_length=8, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("queued"), auto_now_add=True)
    not_before = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    error = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [
            models.Index(
                name="email_due", fields=["id"], condition=Q(status__in=["queued", "sending"])
            )
        ]
        constraints = [
            models.UniqueConstraint(
                name="email_once_per_entry", fields=["entry", "template", "recipient"]
            ),
            models.CheckConstraint(
                name="email_sent_has_time",
                condition=Q(status="sent", sent_at__isnull=False)
                | (~Q(status="sent") & Q(sent_at=None)),
            ),
            models.CheckConstraint(
                name="email_sending_has_lease",
                condition=~Q(status="sending") | Q(lease_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} → {self.recipient}"
