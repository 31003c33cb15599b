"""The organisers' pages of this floor: each room registers its own."""

from judging.conflicts import admin as conflicts  # noqa: F401
from judging.results import admin as results  # noqa: F401
from judging.rules import admin as rules  # noqa: F401
from judging.scorecards import admin as scorecards  # noqa: F401
from judging.seats import admin as seats  # noqa: F401
