"""Signs that each language sets in its own way; every template has them at hand."""

from datetime import datetime

from django import template
from django.template.defaultfilters import date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import template_localtime  # type: ignore[attr-defined] # no stub has it
from django.utils.translation import get_language

register = template.Library()
SPACED = {"fr"}  # the languages with a space before a colon


@register.simple_tag
def colon() -> str:
    """Between what is filled in and what it says: with a space that does not break, or without."""
    return "\N{NO-BREAK SPACE}:" if get_language() in SPACED else ":"


@register.simple_tag
def moment(at: datetime) -> SafeString:
    """An instant, for people and for programs."""
    local = template_localtime(at)
    words = date(local, "DATETIME_FORMAT")
    return format_html('<time datetime="{}">{}</time>', date(local, "c"), words)
