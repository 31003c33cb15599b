from teams.models.coach import Coach, CoachChallenge
from teams.models.help import HelpRequest, HelpStep
from teams.models.submission import Attachment, Submission, Version
from teams.models.team import Invitation, Member, Team

__all__ = [
    "Attachment", "Coach", "CoachChallenge", "HelpRequest", "HelpStep", "Invitation", "Member",
    "Submission", "Team", "Version",
]  # fmt: skip
