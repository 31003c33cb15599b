from teams.views import coaching, gallery, help, registration, submissions

__all__ = ["coaching", "gallery", "help", "registration", "submissions"]
