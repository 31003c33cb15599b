import time
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Sends one mail at once, past the queue: whether the mail server takes ours."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="who gets it")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        mail = EmailMessage(
            subject=f"{settings.SITE_NAME}: test",
            body=f"{settings.SITE_URL} can send mails.",
            to=[options["address"]],
        )
        try:
            mail.send()
        except OSError as error:  # smtplib's errors are some
            raise CommandError(f"The mail server said: {error}") from error
        self.stdout.write(f"Sent from {mail.from_email} in {time.monotonic() - began:.1f} s.")
