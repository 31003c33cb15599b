from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class HackathonConfig(AppConfig):
    default = True
    name = "hackathon"
    verbose_name = _("Event and people")

    def ready(self) -> None:
        autodiscover_modules("policy", "notices", "sections")


class OrganisersAdminConfig(admin.AdminConfig):
    default = False
    default_site = "hackathon.admin_site.OrganisersAdminSite"
