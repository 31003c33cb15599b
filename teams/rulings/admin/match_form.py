"""The proposal of a team for each person without one, as the organiser edits it."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hackathon.models import User
from teams.rulings.selectors import Match, Opening


class MatchForm(forms.Form):
    """One choice of a team a person; no team is given more people than it has seats for."""

    def __init__(
        self, *args: Any, rows: Sequence[Match], openings: Sequence[Opening], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.openings = rows, openings
        choices = [("", _("nobody asks")), *((o.team.pk, in_words(o)) for o in openings)]
        for row in rows:
            self.fields[name_of(row)] = forms.ChoiceField(
                label=str(row.participant.user),
                choices=choices,
                required=False,
                initial=row.team.pk if row.team else "",
            )

    @property
    def lines(self) -> list[tuple[Match, forms.BoundField]]:
        """Each person with the field about them."""
        return [(row, self[name_of(row)]) for row in self.rows]

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        cleaned = self.cleaned_data
        chosen = Counter(team for team in cleaned.values() if team)
        for opening in self.openings:
            if chosen[str(opening.team.pk)] > opening.free:
                self.add_error(None, too_many(opening, chosen[str(opening.team.pk)]))
        return cleaned

    def pairs(self) -> list[tuple[User, Any]]:
        """Whom to invite into which team."""
        teams = {str(opening.team.pk): opening.team for opening in self.openings}
        chosen = ((row, self.cleaned_data[name_of(row)]) for row in self.rows)
        return [(row.participant.user, teams[team]) for row, team in chosen if team]


def name_of(row: Match) -> str:
    return f"team-{row.participant.pk}"


def in_words(opening: Opening) -> str:
    more = ", " + _("too small") if opening.needed else ""
    return f"{opening.team.name} ({opening.free}{more})"


def too_many(opening: Opening, chosen: int) -> str:
    sentence = ngettext(
        "%(team)s has %(free)d free seat, and you chose %(chosen)d people for it.",
        "%(team)s has %(free)d free seats, and you chose %(chosen)d people for it.",
        opening.free,
    )
    return sentence % {"team": opening.team.name, "free": opening.free, "chosen": chosen}
