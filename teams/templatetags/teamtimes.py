"""What mails about deadlines and receipts say: worked out when they are sent."""

from django import template

from teams import proofs, timekeeping
from teams.drafting import labels_of
from teams.models import Team, Version

register = template.Library()


@register.simple_tag
def team_times(team: Team) -> timekeeping.Times:
    return timekeeping.times_of(team)


@register.simple_tag
def field_labels(team: Team, names: list[str]) -> str:
    """Fields of a draft by their labels, in the language that is spoken now."""
    return ", ".join(labels_of(team, names))


@register.simple_tag
def receipt_text(version: Version) -> str:
    """The signed lines, as they stand on the page and in the file."""
    return proofs.text_of(version).strip()
