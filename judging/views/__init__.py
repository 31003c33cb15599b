from judging.views.desk import judges_desk
from judging.views.entering import decline, enter, welcome
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
from judging.views.president import conflicts, conflicts_file, excuse, people
from judging.views.profile import profile
from judging.views.public import jury, photo, results
from judging.views.room import answer, ask, close_room, open_room, room, screen
from judging.views.scorecard import file, scorecard
from judging.views.seats import conflict

__all__ = [
    "answer", "ask", "close_room", "conflict", "conflicts", "conflicts_file", "decline",
    "discussion", "enter", "excuse", "file", "judges_desk", "jury", "marks", "nudge",
    "open_discussion", "open_room", "people", "photo", "profile", "progress", "progress_of",
    "reopen", "results", "room", "scorecard", "screen", "sheet", "sheets", "typing", "welcome",
    "worker",
]  # fmt: skip
