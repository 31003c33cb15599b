"""What the pages are measured against: a bare Django, one query, a list of as many items.

The settings of ``startproject`` on the same database; named by DJANGO_SETTINGS_MODULE.
"""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from hackathon.settings import (  # noqa: F401 - are its settings, too
    DATABASES,
    DEFAULT_AUTO_FIELD,
    SECRET_KEY,
    STATIC_ROOT,
)

ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = __name__
USE_TZ = True
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
STATIC_URL = "/static/"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
LIST = """<!doctype html><html lang="en"><head><title>List</title></head><body><h1>List</h1>
<ul>{% for item in items %}<li><a href="/item/{{ item.id }}/">{{ item.codename }}</a>
<p>{{ item.name }}</p></li>{% endfor %}</ul></body></html>"""


def listing(request: HttpRequest, number: int) -> HttpResponse:
    from django.contrib.auth.models import Permission

    template = listing.__dict__.setdefault("template", engines["django"].from_string(LIST))
    items = Permission.objects.order_by("id")[:number]
    return HttpResponse(template.render({"items": items}, request))


urlpatterns = [path("<int:number>/", listing)]
