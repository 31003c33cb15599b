"""What mails about deadlines and receipts say: worked out when they are sent."""

from django import template

from teams.deadlines.selectors.times import Times, times_of
from teams.submissions.models.submission import Version
from teams.submissions.selectors import proofs
from teams.submissions.selectors.drafting import labels_of
from teams.team.models.team import Team

register = template.Library()


@register.simple_tag
def team_times(team: Team) -> Times:
    return times_of(team)


@register.simple_tag
def field_labels(team: Team, names: list[str]) -> str:
    """Fields of a draft by their labels, in the language that is spoken now."""
    return ", ".join(labels_of(team, names))


@register.simple_tag
def receipt_text(version: Version) -> str:
    """The signed lines, as they stand on the page and in the file."""
    return proofs.text_of(version).strip()
