"""Who is told of what just happened, and that every page a mail leads to opens for its reader."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client

from hackathon.mail.services.delivery import compose
from hackathon.mail.services.queueing import relay_promises
from hackathon.models import EmailLog

LINK = re.compile(r"https?://\S+")


def mails_since(number=0):
    """Each mail that is waiting, worded: recipient and text; its links were opened by them."""
    relay_promises()
    rows = EmailLog.objects.filter(pk__gt=number).order_by("pk")
    worded = [(row, compose(row)) for row in rows]
    for row, mail in worded:
        if row.reader:
            require_open(row.reader, f"{mail.subject} {mail.body}")
    return [(row.recipient, mail.body) for row, mail in worded]


def require_open(reader, text):
    client = Client()
    client.force_login(reader)
    for link in LINK.findall(text):
        if link.startswith(settings.SITE_URL):
            parts = urlsplit(link)
            page = client.get(f"{parts.path}?{parts.query}", follow=True)
            assert page.status_code == 200, f"{reader}: {link}"


def told_to(person, mails):
    return [text for recipient, text in mails if recipient == person.email]
