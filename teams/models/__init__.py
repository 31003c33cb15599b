from teams.models.coach import Coach
from teams.models.submission import Attachment, Submission, Version
from teams.models.team import Invitation, Member, Team

__all__ = ["Attachment", "Coach", "Invitation", "Member", "Submission", "Team", "Version"]
