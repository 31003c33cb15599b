from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from judging import desk
from judging.register import KINDS

if TYPE_CHECKING:
    from judging.models import Criterion, Scorecard


class ScorecardForm(forms.Form):
    """A mark for each criterion, and a comment. Half a scorecard can be saved."""

    remarks = forms.CharField(
        label=_("Comment for the team (optional)"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is strong, what would make it better. The organisers read it too."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, scorecard: "Scorecard", rubric: "list[Criterion]", **kwargs):
        kwargs.setdefault("initial", initial_of(scorecard))
        super().__init__(*args, **kwargs)
        self.rubric = rubric
        for criterion in rubric:
            choices = [(str(mark), str(mark)) for mark, _sentence in criterion.levels]
            self.fields[name_of(criterion)] = forms.ChoiceField(
                label=criterion.title, choices=choices, required=False, widget=forms.RadioSelect
            )
            if scorecard.handed_in_at:
                self.fields[name_of(criterion)].disabled = True
        self.fields["remarks"].disabled = bool(scorecard.handed_in_at)

    @property
    def lines(self):
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
            self.add_error(name_of(criterion), _("Give a mark before you hand in."))
        return bool(missing)


class ConflictForm(forms.Form):
    """Why a judge stands aside."""

    kind = forms.ChoiceField(label=_("What ties you to this team"), choices=KINDS)
    reason = forms.CharField(
        label=_("Reason (optional)"),
        max_length=300,
        required=False,
        help_text=_("Only the organisers read it."),
    )


def name_of(criterion: "Criterion") -> str:
    return f"mark_{criterion.pk}"


def initial_of(scorecard: "Scorecard") -> dict:
    marks = desk.marks_of(scorecard)
    return {
        "remarks": scorecard.remarks,
        "revision": scorecard.revision,
        **{f"mark_{criterion}": str(mark) for criterion, mark in marks.items()},
    }
