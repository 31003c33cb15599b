from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hackathon.web.forms import PlainField
from judging.conflicts.selectors.register import KINDS
from judging.paper.selectors.comparing import PAPER, SCREEN
from judging.paper.selectors.paper import EMPTY_LINE
from judging.rules.selectors.rubric import name_of
from judging.scorecards.selectors import worklist

if TYPE_CHECKING:
    from judging.paper.selectors.comparing import Difference
    from judging.ranking.selectors.ties import Tie
    from judging.rules.models import Criterion
    from judging.scorecards.models import Scorecard


class RemarksForm(forms.Form):
    """What a judge writes about the project."""

    remarks = PlainField(
        label=_("Comment: what is strong, what would make it better (optional)"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Your panel reads it when it discusses, and so do organisers who see the marks. The "
            "team does not read it on this site: the organisers decide whether they pass it on."
        ),
    )


class TextsForm(RemarksForm):
    """What a judge writes beside the marks."""

    note = PlainField(
        label=_("Private note (optional)"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For yourself: nobody else sees it."),
    )


class MarksForm(TextsForm):
    """A mark for each criterion, and a comment."""

    missing_mark = _("Give a mark before you hand in.")

    def __init__(self, *args: Any, rubric: "list[Criterion]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rubric = rubric
        for criterion in rubric:
            choices = [(str(mark), str(mark)) for mark, _sentence in criterion.levels]
            self.fields[name_of(criterion)] = forms.ChoiceField(
                label=criterion.title, choices=choices, required=False, widget=forms.RadioSelect
            )

    @property
    def lines(self) -> list[tuple[Any, forms.BoundField]]:
        """Each criterion with its bound field, in the rubric's order."""
        return [(criterion, self[name_of(criterion)]) for criterion in self.rubric]

    @property
    def marks(self) -> "dict[Criterion, int]":
        given = {line: self.cleaned_data.get(name_of(line)) for line in self.rubric}
        return {criterion: int(mark) for criterion, mark in given.items() if mark}

    def ask_for_missing(self) -> bool:
        """Puts a sentence beside each criterion without a mark; says whether there was one."""
        missing = [line for line in self.rubric if line not in self.marks]
        for criterion in missing:
            self.add_error(name_of(criterion), self.missing_mark)
        return bool(missing)


class ScorecardForm(MarksForm):
    """A judge's own scorecard. Half of it can be saved."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, scorecard: "Scorecard", is_open: bool, **kwargs: Any) -> None:
        kwargs.setdefault("initial", initial_of(scorecard))
        super().__init__(*args, **kwargs)
        for name in (*map(name_of, self.rubric), "remarks", "note"):
            self.fields[name].disabled = not is_open
        # a browser that fills in what it remembers would look like a judge who taps
        for name in ("remarks", "note"):
            self.fields[name].widget.attrs["autocomplete"] = "off"


class PaperForm(MarksForm):
    """What stands on a judge's sheet of paper.

    ``sheets`` are the rule sheets by which it can have been filled in, by number and in words,
    where that matters.
    """

    missing_mark = EMPTY_LINE

    def __init__(self, *args: Any, sheets: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["note"]
        if sheets:
            self.fields["rules"] = forms.TypedChoiceField(
                label=_("Rule sheet that is printed on the paper"),
                choices=[("", _("Please choose")), *sheets],
                coerce=int,
                error_messages={
                    "required": _("Choose the rule sheet that is printed on the paper."),
                },
                help_text=_(
                    "A criterion has got another sense since judging began: marks count only if "
                    "they were given by the sense in force."
                ),
            )


class ConfirmPaperForm(forms.Form):
    """Which counts, where a sheet from paper and the judge's scorecard on screen differ.

    One of its buttons takes the same side for all (``do`` is "confirm_paper" or "confirm_screen").
    """

    WHOLE: ClassVar = {f"confirm_{side}": side for side in (PAPER, SCREEN)}
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, *args: Any, differences: "list[Difference]", revision: int, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"revision": revision}
        super().__init__(*args, **kwargs)
        self.whole = self.WHOLE.get(self.data.get("do", ""))
        self.differing = [one.name for one in differences]
        for one in differences:
            self.fields[one.name] = forms.ChoiceField(
                label=one.title,
                choices=[
                    (PAPER, format_lazy(_("From paper: {value}"), value=one.on_paper)),
                    (SCREEN, format_lazy(_("From the screen: {value}"), value=one.on_screen)),
                ],
                widget=forms.RadioSelect,
                required=self.whole is None,
                error_messages={"required": _("Choose what counts.")},
            )

    @property
    def chosen(self) -> dict[str, Any]:
        """The state of the scorecard that was shown, and for each difference what counts."""
        choices = {name: self.whole or self.cleaned_data[name] for name in self.differing}
        return {"revision": self.cleaned_data["revision"], "choices": choices}


class ReasonForm(forms.Form):
    """A reason, in a sentence."""

    reason = PlainField(label=_("Reason"), max_length=300)


class TieForm(forms.Form):
    """A place for each of some projects that share a rank, and why."""

    forbidden = False

    # What the president saw: the lines, and the decision that stood. The page writes them.
    settles_sha256 = forms.CharField(max_length=64)
    instead_of = forms.IntegerField(min_value=0)

    def __init__(self, *args: Any, tie: "Tie", **kwargs: Any) -> None:
        kwargs["auto_id"] = f"tie-{tie.rank}-%s"
        super().__init__(*args, **kwargs)
        self.members = tie.members
        places = [tie.rank + place for place in range(len(tie.members))]
        choices = [("", "–"), *((str(place), str(place)) for place in places)]
        for pk, title in tie.members:
            self.fields[f"place-{pk}"] = forms.ChoiceField(label=title, choices=choices)
        self.fields["reason"] = PlainField(label=_("Reason"), max_length=300)

    @property
    def places(self) -> list[forms.BoundField]:
        return [self[f"place-{pk}"] for pk, _title in self.members]

    def clean(self) -> dict:
        super().clean()
        said = self.cleaned_data
        given = [said.get(f"place-{pk}") for pk, _title in self.members]
        if all(given) and len(set(given)) < len(given):
            self.add_error(None, _("Give each project a place of its own."))
        return said

    @property
    def order(self) -> list[int]:
        """The projects by their numbers, best first."""
        places = {pk: int(self.cleaned_data[f"place-{pk}"]) for pk, _title in self.members}
        return sorted(places, key=places.__getitem__)


class ConflictForm(forms.Form):
    """Why a judge stands aside."""

    kind = forms.ChoiceField(label=_("What ties you to this team"), choices=KINDS)
    reason = forms.CharField(
        label=_("Reason (optional)"),
        max_length=300,
        required=False,
    )


def initial_of(scorecard: "Scorecard") -> dict:
    marks = worklist.marks_of(scorecard)
    return {
        "remarks": scorecard.remarks,
        "note": scorecard.note,
        "revision": scorecard.revision,
        "version": scorecard.version.number,
        **{f"mark_{criterion}": str(mark) for criterion, mark in marks.items()},
    }
