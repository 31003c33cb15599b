"""What this room does along with the acts of the rooms below it."""

from teams.team.services import seats as seats  # what ends with a place in the event
