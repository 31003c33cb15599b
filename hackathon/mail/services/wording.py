"""A mail's words, made when it is sent, in its reader's language."""

import unicodedata
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.template.context import make_context
from django.template.loader import get_template
from django.utils import timezone, translation

from hackathon.kernel.texts import harmless
from hackathon.mail.models.mail import EmailLog
from hackathon.mail.services.letterhead import laid_out


def keep_context(context: dict[str, Any]) -> dict[str, Any]:
    """A context as JSON: rows become references, so that no name rests in the mail log."""
    return {key: refer_to_rows(value) for key, value in context.items()}


def refer_to_rows(value: Any) -> Any:
    if isinstance(value, models.Model):
        return {"row": value._meta.label, "pk": value.pk}
    return [refer_to_rows(one) for one in value] if isinstance(value, list) else value


def read_context(context: dict[str, Any]) -> dict[str, Any]:
    return {key: fetch_rows(value) for key, value in context.items()}


def fetch_rows(value: Any) -> Any:
    if isinstance(value, dict) and "row" in value:
        return apps.get_model(value["row"])._base_manager.get(pk=value["pk"])
    return [fetch_rows(one) for one in value] if isinstance(value, list) else value


def word_mail(email: EmailLog) -> tuple[str, str, str]:
    """Subject, text and HTML of a mail; HTML may be empty."""
    if email.subject:
        return one_line(email.subject), email.text, email.html
    language = email.reader.language if email.reader else email.language
    context = read_context(email.context)
    context |= {
        "site_url": settings.SITE_URL,
        "site_name": settings.SITE_NAME,
        "language": language,
        "recipient": email.recipient,
    }
    subject, text = write_words(email.template, language, context)
    return subject, text, laid_out(subject, text, language)


def write_words(template: str, language: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and text of a mail as its reader gets it; also to look at before it is sent."""
    event = context.get("event")
    with translation.override(language), timezone.override(event.zone if event else None):
        subject = plain(f"{template}.subject.txt", context)
        text = plain(f"{template}.txt", context)
    return one_line(subject), harmless(text).strip() + "\n"


def plain(name: str, context: dict[str, Any]) -> str:
    """Text is not HTML: an apostrophe stays an apostrophe."""
    found: Any = get_template(name)
    return found.template.render(make_context(context, autoescape=False))


def one_line(subject: str) -> str:
    """A subject is one line without control or direction characters, whoever named the team."""
    visible = (" " if c.isspace() else c for c in subject)
    clean = "".join(c for c in visible if unicodedata.category(c)[0] != "C")
    return " ".join(clean.split())[:200]
