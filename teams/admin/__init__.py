from teams.admin import (
    attempts,
    bundles,
    coaches,
    deadlines,
    entry_form,
    participants,
    project_form,
    submissions,
    teams,
    versions,
)
from teams.admin.inlines import MemberInline

__all__ = [
    "MemberInline", "attempts", "bundles", "coaches", "deadlines", "entry_form", "participants",
    "project_form", "submissions", "teams", "versions",
]  # fmt: skip
