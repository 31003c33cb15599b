"""The organisers' pages of this floor: each room registers its own."""

from hackathon.events import admin as events  # noqa: F401
from hackathon.mail import admin as mail  # noqa: F401
