from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class HackathonConfig(AppConfig):
    name = "hackathon"

    def ready(self) -> None:
        autodiscover_modules("policy", "notices", "panels")
