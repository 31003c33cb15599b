from teams.admin import coaches, entry_form, participants, submissions, teams
from teams.admin.inlines import MemberInline

__all__ = ["MemberInline", "coaches", "entry_form", "participants", "submissions", "teams"]
