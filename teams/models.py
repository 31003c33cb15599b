from teams.deadlines.models import Extension, LateRequest
from teams.help.models.coach import Coach, CoachChallenge
from teams.help.models.request import HelpRequest, HelpStep
from teams.participants.models.form import (
    Acceptance,
    ConsentText,
    EntryAnswer,
    EntryQuestion,
)
from teams.participants.models.participant import AdmissionCode, Participant
from teams.rulings.models import Ruling
from teams.submissions.models.files import Attachment, Upload, VersionFile
from teams.submissions.models.question import ProjectQuestion
from teams.submissions.models.review import Bundle, Verdict
from teams.submissions.models.submission import (
    Attempt,
    Recall,
    Submission,
    Version,
)
from teams.team.models.joining import (
    Answer,
    Departure,
    JoinLink,
    JoinRequest,
    MergeOffer,
)
from teams.team.models.team import Invitation, Member, Team

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
