from judging.views.desk import judges_desk
from judging.views.marks import marks, worker
from judging.views.overseeing import (
    discussion,
    nudge,
    open_discussion,
    progress,
    progress_of,
    reopen,
)
from judging.views.paper import sheet, sheets, typing
from judging.views.public import jury, photo, results
from judging.views.scorecard import file, scorecard
from judging.views.seats import accept, conflict

__all__ = [
    "accept", "conflict", "discussion", "file", "judges_desk", "jury", "marks", "nudge",
    "open_discussion", "photo", "progress", "progress_of", "reopen", "results", "scorecard",
    "sheet", "sheets", "typing", "worker",
]  # fmt: skip
