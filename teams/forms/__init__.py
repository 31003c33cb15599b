from teams.forms.submission import SubmissionForm
from teams.forms.team import InviteForm, TeamForm

__all__ = ["InviteForm", "SubmissionForm", "TeamForm"]
