from teams.views import (
    coaching,
    directory,
    door,
    gallery,
    help,
    invitations,
    members,
    participation,
    registration,
    requests,
    submissions,
)

__all__ = [
    "coaching",
    "directory",
    "door",
    "gallery",
    "help",
    "invitations",
    "members",
    "participation",
    "registration",
    "requests",
    "submissions",
]
