"""Signs that each language sets in its own way; every template has them at hand."""

from django import template
from django.utils.translation import get_language

register = template.Library()
SPACED = {"fr"}  # the languages with a space before a colon


@register.simple_tag
def colon() -> str:
    """Between what is filled in and what it says: with a space that does not break, or without."""
    return "\N{NO-BREAK SPACE}:" if get_language() in SPACED else ":"
