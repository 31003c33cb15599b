from teams.views import gallery, registration, submissions

__all__ = ["gallery", "registration", "submissions"]
