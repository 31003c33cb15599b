from judging.views.desk import judges_desk
from judging.views.entering import enter, welcome
from judging.views.president import conflicts, conflicts_file, excuse, people
from judging.views.profile import profile
from judging.views.public import jury, photo, results
from judging.views.room import answer, ask, close_room, open_room, room, screen
from judging.views.scorecard import file, scorecard
from judging.views.seats import conflict

__all__ = [
    "answer", "ask", "close_room", "conflict", "conflicts", "conflicts_file", "enter", "excuse",
    "file", "judges_desk", "jury", "open_room", "people", "photo", "profile", "results", "room",
    "scorecard", "screen", "welcome",
]  # fmt: skip
