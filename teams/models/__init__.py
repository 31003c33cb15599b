from teams.models.coach import Coach, CoachChallenge
from teams.models.entry_form import Acceptance, ConsentText, EntryAnswer, EntryQuestion
from teams.models.help import HelpRequest, HelpStep
from teams.models.joining import Answer, Departure, JoinLink, JoinRequest, MergeOffer, Ruling
from teams.models.participant import AdmissionCode, Participant
from teams.models.submission import Attachment, Submission, Version
from teams.models.team import Invitation, Member, Team

__all__ = [
    "Acceptance",
    "AdmissionCode",
    "Answer",
    "Attachment",
    "Coach",
    "CoachChallenge",
    "ConsentText",
    "Departure",
    "EntryAnswer",
    "EntryQuestion",
    "HelpRequest",
    "HelpStep",
    "Invitation",
    "JoinLink",
    "JoinRequest",
    "Member",
    "MergeOffer",
    "Participant",
    "Ruling",
    "Submission",
    "Team",
    "Version",
]
