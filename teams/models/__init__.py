from teams.models.coach import Coach
from teams.models.entry_form import Acceptance, ConsentText, EntryAnswer, EntryQuestion
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
    "ConsentText",
    "Departure",
    "EntryAnswer",
    "EntryQuestion",
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
