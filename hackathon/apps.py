from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class HackathonConfig(AppConfig):
    default = True
    name = "hackathon"
    verbose_name = _("Event and people")

    def ready(self) -> None:
        from hackathon.rooms import import_from_rooms  # models come first

        import_from_rooms("session_proof", "task_watch")  # they listen
        found = ("roles", "policy", "notices", "sections", "second_factor", "watching", "following")
        import_from_rooms(*found, "log_words", "mail_words", "gauges", "overview", "privacy")


class OrganisersAdminConfig(admin.AdminConfig):
    default = False
    default_site = "hackathon.workplace.site.OrganisersAdminSite"
