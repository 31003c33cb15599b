from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class HackathonConfig(AppConfig):
    default = True
    name = "hackathon"
    verbose_name = _("Event and people")

    def ready(self) -> None:
        from hackathon.health import task_watch  # noqa: F401  it listens; models come first
        from hackathon.rooms import import_from_rooms

        found = ("roles", "policy", "notices", "sections", "second_factor", "watching", "following")
        import_from_rooms(*found, "log_words", "mail_words", "gauges", "overview", "privacy")


class OrganisersAdminConfig(admin.AdminConfig):
    default = False
    default_site = "hackathon.workplace.site.OrganisersAdminSite"
