from judging.models.awards import Award, Results, Standing
from judging.models.jury import Conflict, Judge, PanelSeat
from judging.models.scoring import Criterion, Score, Scorecard

__all__ = [
    "Award",
    "Conflict",
    "Criterion",
    "Judge",
    "PanelSeat",
    "Results",
    "Score",
    "Scorecard",
    "Standing",
]
