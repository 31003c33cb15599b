from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.models.event import Event


def new_message_id() -> str:
    return make_msgid(domain=urlsplit(settings.SITE_URL).hostname)


class EmailLog(models.Model):
    """A mail is a row with a lease: queued, sending (until ``lease_until``), sent, failed or held.

    What an operation promised is rendered when it is sent, from ``template`` and ``context``
    (references to rows, never their text). What must be worded at once, because it carries a
    one-time code, stands in ``subject``, ``text`` and ``html``, emptied as soon as it is sent, or
    when the code lapses (``lapses_at``).

    Failed is what the mail server refused for good because of this recipient or this message.
    Held is what was tried for two days, or what somebody stopped: it waits for a person.

    Not guarded: workers claim, send and settle mails under their own leases, and account mails are
    written by signing in, which is no operation.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        HELD = "held", _("Held")

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

    request_id = models.CharField(max_length=32, default="", db_default="")  # in the log
    message_id = models.CharField(max_length=255, unique=True, default=new_message_id)
    status = models.CharField(_("state"), max_length=8, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("queued"), auto_now_add=True)
    not_before = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    tried_first_at = models.DateTimeField(_("first tried"), null=True)
    released_at = models.DateTimeField(null=True)  # by a person: two more days from then on
    lapses_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    error = models.TextField(_("the server's words"), blank=True)
    # Why a person held it, sent it again or gave it another address, in their words.
    reason = models.CharField(_("reason"), max_length=300, blank=True)

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
                name="email_once_per_entry",
                fields=["entry", "template", "recipient"],
                violation_error_message=_("This mail goes to that address already."),
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

    @property
    def has_words(self) -> bool:
        """Whether it can still be sent: what was worded at once is emptied with its code."""
        return not self.subject or bool(self.text)

    @property
    def event(self) -> Event | None:
        """The event that it is about; account mails are about none."""
        return self.entry.event if self.entry else None


class MailServer(models.Model):
    """What is known of the mail server: one row, as long as it does not take mails.

    Not guarded: workers write it as they find the server.
    """

    ONLY = 1

    held_until = models.DateTimeField(null=True)
    failing_since = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=20)
    error = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(name="mail_server_is_one", condition=Q(pk=1))]

    def __str__(self) -> str:
        return self.error
