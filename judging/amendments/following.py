"""What this room does along with the acts of the rooms and floors below it."""

# isort: off
from judging.scorecards.services import moving as moving  # marks stay with the panel that gave them
from judging.amendments.services import reopening as reopening  # then: what is by an earlier sense
# isort: on
