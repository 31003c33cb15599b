"""The application as it is, but for public pages: each is made anew for whoever asks for it."""

from hackathon.settings import *  # noqa: F403

KEEPS_PAGES = False
