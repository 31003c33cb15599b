from teams.admin import entry_form, participants, submissions, teams
from teams.admin.inlines import MemberInline

__all__ = ["MemberInline", "entry_form", "participants", "submissions", "teams"]
