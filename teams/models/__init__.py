from teams.models.coach import Coach, CoachChallenge
from teams.models.deadline import Extension, LateRequest
from teams.models.entry_form import Acceptance, ConsentText, EntryAnswer, EntryQuestion
from teams.models.files import Attachment, Upload, VersionFile
from teams.models.help import HelpRequest, HelpStep
from teams.models.joining import Answer, Departure, JoinLink, JoinRequest, MergeOffer, Ruling
from teams.models.participant import AdmissionCode, Participant
from teams.models.question import ProjectQuestion
from teams.models.review import Bundle, Verdict
from teams.models.submission import Attempt, Recall, Submission, Version
from teams.models.team import Invitation, Member, Team

__all__ = [
    "Acceptance",
    "AdmissionCode",
    "Answer",
    "Attachment",
    "Attempt",
    "Bundle",
    "Coach",
    "CoachChallenge",
    "ConsentText",
    "Departure",
    "EntryAnswer",
    "EntryQuestion",
    "Extension",
    "HelpRequest",
    "HelpStep",
    "Invitation",
    "JoinLink",
    "JoinRequest",
    "LateRequest",
    "Member",
    "MergeOffer",
    "Participant",
    "ProjectQuestion",
    "Recall",
    "Ruling",
    "Submission",
    "Team",
    "Upload",
    "Verdict",
    "Version",
    "VersionFile",
]
