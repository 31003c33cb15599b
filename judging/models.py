from judging.assignment.models import Assignment, Wave
from judging.conflicts.models import Conflict, NeutralName
from judging.jury.models import (
    Candidate,
    Judge,
    PanelSeat,
    Reinstatement,
    RoomCode,
    Unseating,
)
from judging.ranking.models import Calculation, CalculationJob, TieDecision
from judging.results.models import (
    UNDECIDED,
    Award,
    Correction,
    Publication,
    Results,
    Standing,
)
from judging.rules.models import (
    ChangeOfSense,
    Criterion,
    JuryRules,
    Panel,
    RuleSheet,
)
from judging.scorecards.models import (
    MOVED,
    MarkChange,
    PaperSheet,
    Refusal,
    Score,
    Scorecard,
)
from judging.unsaved.models import UnsavedMarks

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
