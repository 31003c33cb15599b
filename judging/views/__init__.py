from judging.views.desk import judges_desk
from judging.views.marks import marks, worker
from judging.views.public import jury, photo, results
from judging.views.scorecard import file, scorecard
from judging.views.seats import accept, conflict

__all__ = [
    "accept", "conflict", "file", "judges_desk", "jury", "marks", "photo", "results", "scorecard",
    "worker",
]  # fmt: skip
