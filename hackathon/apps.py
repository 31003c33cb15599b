from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class HackathonConfig(AppConfig):
    default = True
    name = "hackathon"
    verbose_name = _("Event and people")

    def ready(self) -> None:
        from hackathon import session_proof, task_watch  # noqa: F401  they listen; models come first

        found = ("roles", "policy", "notices", "sections", "second_factor", "watching", "following")
        autodiscover_modules(*found, "log_words", "mail_words", "gauges", "overview", "privacy")


class OrganisersAdminConfig(admin.AdminConfig):
    default = False
    default_site = "hackathon.admin_site.OrganisersAdminSite"
