"""The organisers' pages of this floor: each room registers its own."""

from teams.deadlines import admin as deadlines_admin  # noqa: F401
from teams.help import admin as help_admin  # noqa: F401
from teams.participants.admin import entry_form, participants  # noqa: F401
from teams.submissions.admin import attempts, bundles, project_form, submissions, versions  # noqa: F401
from teams.team.admin import teams  # noqa: F401
