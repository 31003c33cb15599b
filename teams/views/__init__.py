from teams.views import (
    coaching,
    directory,
    door,
    feeds,
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
    "feeds",
    "gallery",
    "help",
    "invitations",
    "members",
    "participation",
    "registration",
    "requests",
    "submissions",
]
