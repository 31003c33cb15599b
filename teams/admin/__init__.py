from teams.admin import bundles, coaches, entry_form, participants, submissions, teams, versions
from teams.admin.inlines import MemberInline

__all__ = [
    "MemberInline",
    "bundles",
    "coaches",
    "entry_form",
    "participants",
    "submissions",
    "teams",
    "versions",
]
