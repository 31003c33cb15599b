"""What is decided about a prize, and what is corrected once it is public."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from challenges.models import Prize
from hackathon.web.forms import PlainField, choice_field
from judging.ranking.selectors.leaderboard import Line
from judging.results.selectors.deciding import mark_of

NOBODY = "nobody"

if TYPE_CHECKING:
    from judging.results.models import Award
    from teams.submissions.models.submission import Submission


class AwardForm(forms.Form):
    """Who gets a prize: the challenge's submissions, best first, then those without a place."""

    submission = forms.ChoiceField(
        label=_("Winner"),
        error_messages={"required": _("Choose who gets the prize, or that nobody gets it.")},
    )
    reason = PlainField(
        label=_("Reason"),
        max_length=500,
        required=False,
        # several lines, so that Enter in one prize's reason presses no button of another prize
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )
    instead_of = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        prize: Prize,
        lines: Iterable[Line],
        award: "Award | None",
        chosen: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """``chosen``: what this person has chosen and not decided, in place of what stands."""
        initial = {"instead_of": mark_of(award), "reason": ""}
        if award:
            initial |= {"submission": str(award.submission_id or NOBODY), "reason": award.reason}
        kwargs |= {"prefix": self.prefix_of(prize), "initial": initial | (chosen or {})}
        super().__init__(*args, **kwargs)
        self.prize, self.award, self.is_open = prize, award, bool(chosen)
        self.offered = {str(line.submission.pk): line.submission for line in lines}
        choice_field(self, "submission").choices = choices_of(list(lines))
        self.refusals: dict[str, list[str]] = {}

    @staticmethod
    def prefix_of(prize: Prize) -> str:
        return f"prize-{prize.pk}"

    def clean_reason(self) -> str:
        return " ".join(self.cleaned_data["reason"].split())

    def refuse(self, name: str, sentences: list[str]) -> None:
        """What the service said, beside the field that it is about."""
        self.refusals[name] = sentences
        self.add_error(None if name == "__all__" else name, sentences)

    @property
    def chosen(self) -> "Submission | None":
        """The submission; None: nobody gets the prize."""
        return self.offered.get(self.cleaned_data["submission"])

    def ask_again(self, award: "Award | None") -> None:
        """What was chosen stays; sent again, it replaces the decision that stands by now."""
        data: Any = self.data
        self.data = data = data.copy()
        data[self.add_prefix("instead_of")] = mark_of(award)


def choices_of(lines: list[Line]) -> list:
    """In the order of the official ranking; who shares a place is said to."""
    level: dict[int, int] = {}
    for line in lines:
        if line.rank is not None:
            level[line.rank] = level.get(line.rank, 0) + 1
    ranked = sorted((line for line in lines if line.rank is not None), key=order_of)
    others = sorted((line for line in lines if line.rank is None), key=order_of)
    shared = [(str(line.submission.pk), name_line(line, level[line.rank or 0])) for line in ranked]
    bare = [(str(line.submission.pk), str(line)) for line in others]
    groups = [
        (_("By the official ranking, best first"), shared),
        (_("Without a place in the ranking"), bare),
    ]
    filled = [group for group in groups if group[1]]
    return [("", "---------"), *filled, (NOBODY, _("Nobody: this prize is not awarded"))]


def order_of(line: Line) -> tuple:
    return (line.rank or 0, str(line).casefold(), line.submission.pk)


def name_line(line: Line, level: int) -> str:
    if level == 1:
        return f"{line.rank}. {line}"
    shared = ngettext("shared by %(n)d", "shared by %(n)d", level) % {"n": level}
    return f"{line.rank}. {line} ({shared})"


class CorrectionForm(forms.Form):
    """Why the page of results is corrected; the fingerprint names what was looked at."""

    reason = PlainField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: the reason stands on the results page.")},
    )
    fingerprint = forms.CharField(widget=forms.HiddenInput)

    def show_anew(self, fingerprint: str) -> None:
        """What was typed stays; sent again, it is about what is shown now."""
        data: Any = self.data
        self.data = data = data.copy()
        data["fingerprint"] = fingerprint
