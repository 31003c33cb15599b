from judging.models.assignment import Assignment, Wave
from judging.models.awards import (
    UNDECIDED,
    Award,
    Correction,
    Publication,
    Results,
    Standing,
)
from judging.models.conflict import Conflict, NeutralName
from judging.models.jury import (
    Candidate,
    Judge,
    PanelSeat,
    Reinstatement,
    RoomCode,
    Unseating,
)
from judging.models.rules import ChangeOfSense, Criterion, JuryRules, Panel, RuleSheet
from judging.models.scoring import (
    MOVED,
    Calculation,
    CalculationJob,
    MarkChange,
    PaperSheet,
    Refusal,
    Score,
    Scorecard,
)
from judging.models.ties import TieDecision
from judging.models.unsaved import UnsavedMarks

__all__ = [
    "MOVED",
    "UNDECIDED",
    "Assignment",
    "Award",
    "Calculation",
    "CalculationJob",
    "Candidate",
    "ChangeOfSense",
    "Conflict",
    "Correction",
    "Criterion",
    "Judge",
    "JuryRules",
    "MarkChange",
    "NeutralName",
    "Panel",
    "PanelSeat",
    "PaperSheet",
    "Publication",
    "Refusal",
    "Reinstatement",
    "Results",
    "RoomCode",
    "RuleSheet",
    "Score",
    "Scorecard",
    "Standing",
    "TieDecision",
    "UnsavedMarks",
    "Unseating",
    "Wave",
]
