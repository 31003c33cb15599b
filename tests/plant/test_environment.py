"""What settings read from the environment: listed for operators, and refused when senseless."""

import re
import subprocess
import sys

import pytest

from hackathon.embedded import places
from tests.plant import project

GOOD = {
    "DATABASE_URL": "postgres://me:secret@db.example.org:5432/hackathon",
    "REDIS_URL": "redis://:secret@redis.example.org:6379/0",
    "EMAIL_URL": "smtp+tls://me:secret@mail.example.org:587",
    "SECRET_KEY": "k" * 50,
    "SITE_URL": "https://hackathon.example.org",
    "ALLOWED_HOSTS": "hackathon.example.org",
}
SHOW = "from django.conf import settings as s; print(s.DEBUG, s.DEMO, s.SESSION_COOKIE_SECURE)"


def settings(**values):
    env = project.clean_environment(DJANGO_SETTINGS_MODULE="hackathon.settings", **values)
    env = {name: value for name, value in env.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", SHOW], env=env, cwd=places.ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_a_real_site_has_no_debug_no_demo_and_secure_cookies():
    assert settings(**GOOD).stdout.split() == ["False", "False", "True"]


@pytest.mark.parametrize("name", sorted(GOOD))
def test_what_a_real_site_needs_is_asked_for_by_name(name):
    refused = settings(**{**GOOD, name: None})

    assert refused.returncode == 1
    assert name in refused.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://me@db.example.org/hackathon"),
        ("DATABASE_URL", "postgres://db.example.org"),
        ("REDIS_URL", "localhost:6379"),
        ("EMAIL_URL", "mail.example.org"),
        ("SECRET_KEY", "short"),
        ("SITE_URL", "hackathon.example.org"),
        ("MEDIA_ROOT", "media"),
        ("TRUSTED_PROXY_COUNT", "many"),
        ("SECURE_COOKIES", "yes"),
        ("HACKATHON_DEMO", "true"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_by_name(name, value):
    refused = settings(**{**GOOD, name: value})

    assert refused.returncode == 1
    assert name in refused.stderr.strip().splitlines()[-1]


def test_every_variable_that_settings_read_is_in_the_example():
    source = (places.ROOT / "hackathon" / "settings.py").read_text()
    example = (places.ROOT / ".env.example").read_text()
    listed = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))

    assert set(re.findall(r'\benv\.\w+\("([A-Z_]+)"', source)) == listed
