from teams.views import (
    coaching,
    directory,
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
    "gallery",
    "help",
    "invitations",
    "members",
    "participation",
    "registration",
    "requests",
    "submissions",
]
