from teams.views import (
    directory,
    gallery,
    invitations,
    members,
    participation,
    registration,
    requests,
    submissions,
)

__all__ = [
    "directory",
    "gallery",
    "invitations",
    "members",
    "participation",
    "registration",
    "requests",
    "submissions",
]
