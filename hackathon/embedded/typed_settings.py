"""Settings under which types are checked: no service is asked, and models are as written.

Translated models get managers and columns while the site starts, which no checker can read.
"""

import os

ASSUMED = {
    "DATABASE_URL": "postgres://nobody@localhost/nowhere",
    "REDIS_URL": "redis://localhost:6379/0",
    "EMAIL_URL": "smtp://localhost:25",
    "SECRET_KEY": "no secret: nothing is signed with it",
    "SITE_URL": "http://localhost:8000",
    "ALLOWED_HOSTS": "localhost",
    "MEDIA_ROOT": "/nowhere/media",
    "STATIC_ROOT": "/nowhere/static",
    "COUNTDOWN_ROOT": "/nowhere/countdown",
    "MAIL_FROM": "nobody@localhost",
    "TRUSTED_PROXY_COUNT": "0",
}
for name, value in ASSUMED.items():
    os.environ.setdefault(name, value)

from hackathon.settings import *  # noqa: E402, F403

REPLACED = {"hackathon.apps.OrganisersAdminConfig": "django.contrib.admin.apps.SimpleAdminConfig"}
INSTALLED_APPS = [
    REPLACED.get(app, app)
    for app in INSTALLED_APPS  # noqa: F405
    if app != "modeltranslation"
]
