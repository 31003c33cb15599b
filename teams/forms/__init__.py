from teams.forms.entry import AgreeForm, EntryForm, LookingForm, WalkInForm
from teams.forms.late import LateForm
from teams.forms.submission import SubmissionForm
from teams.forms.team import (
    AnswerForm,
    AskForm,
    CodeForm,
    EditTeamForm,
    FilterForm,
    InviteForm,
    LeaveForm,
    LinkForm,
    MergeForm,
    RemoveForm,
    TeamForm,
)

__all__ = [
    "AgreeForm",
    "AnswerForm",
    "AskForm",
    "CodeForm",
    "EditTeamForm",
    "EntryForm",
    "FilterForm",
    "InviteForm",
    "LateForm",
    "LeaveForm",
    "LinkForm",
    "LookingForm",
    "MergeForm",
    "RemoveForm",
    "SubmissionForm",
    "TeamForm",
    "WalkInForm",
]
