"""What every page's frame needs."""

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict:
    return {
        "site_name": settings.SITE_NAME,
        "is_demo": settings.DEMO,
    }
