from judging.models.assignment import Assignment, Wave
from judging.models.awards import Award, Results, Standing
from judging.models.conflict import Conflict
from judging.models.jury import Candidate, Judge, PanelSeat, RoomCode
from judging.models.rules import Criterion, JuryRules, Panel, RuleSheet
from judging.models.scoring import (
    Calculation,
    MarkChange,
    PaperSheet,
    Refusal,
    Score,
    Scorecard,
)
from judging.models.ties import TieDecision

__all__ = [
    "Assignment",
    "Award",
    "Calculation",
    "Candidate",
    "Conflict",
    "Criterion",
    "Judge",
    "JuryRules",
    "MarkChange",
    "Panel",
    "PanelSeat",
    "PaperSheet",
    "Refusal",
    "Results",
    "RoomCode",
    "RuleSheet",
    "Score",
    "Scorecard",
    "Standing",
    "TieDecision",
    "Wave",
]
