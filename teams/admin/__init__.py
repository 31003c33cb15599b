from teams.admin import (
    attempts,
    coaches,
    deadlines,
    entry_form,
    participants,
    submissions,
    teams,
)
from teams.admin.inlines import MemberInline

__all__ = [
    "MemberInline", "attempts", "coaches", "deadlines", "entry_form", "participants",
    "submissions", "teams",
]  # fmt: skip
