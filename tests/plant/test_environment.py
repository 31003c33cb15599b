"""What settings read from the environment: listed for operators, and refused when senseless."""

import re
import subprocess
import sys

import pytest

from hackathon.embedded import places
from tests.plant import project
from tests.plant.real import REAL

SHOW = "from django.conf import settings as s; print(s.DEBUG, s.DEMO, s.SESSION_COOKIE_SECURE)"


def settings(*, show=SHOW, **values):
    env = project.clean_environment(DJANGO_SETTINGS_MODULE="hackathon.settings", **values)
    env = {name: value for name, value in env.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", show],
        env=env,
        cwd=places.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_real_site_has_no_debug_no_demo_and_secure_cookies():
    assert settings(**REAL).stdout.split() == ["False", "False", "True"]


@pytest.mark.parametrize("name", sorted(REAL))
def test_what_a_real_site_needs_is_asked_for_by_name(name):
    refused = settings(**{**REAL, name: None})

    assert refused.returncode == 1
    assert name in refused.stderr.strip().splitlines()[-1]


def test_the_readme_asks_for_just_what_stops_the_start():
    readme = (places.ROOT / "README.md").read_text()
    rows = [line for line in readme.splitlines() if line.startswith("| `")]
    asked = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row.split("|")[1])}

    assert asked == set(REAL)


def test_a_secret_may_come_as_a_file(tmp_path):
    file = tmp_path / "secret"
    file.write_text("k" * 50 + "\n")

    assert settings(**REAL | {"SECRET_KEY": None, "SECRET_KEY_FILE": str(file)}).returncode == 0


@pytest.mark.parametrize(
    ("value", "words"), [("", "is empty"), (None, "cannot be read (No such file or directory)")]
)
def test_a_secrets_file_without_a_secret_is_refused_by_name(tmp_path, value, words):
    file = tmp_path / "secret"
    if value is not None:
        file.write_text(value)

    refused = settings(**REAL | {"SECRET_KEY": None, "SECRET_KEY_FILE": str(file)})

    assert refused.returncode == 1
    assert "SECRET_KEY_FILE" in refused.stderr.splitlines()[-1]
    assert words in refused.stderr.splitlines()[-1]


def test_a_secret_that_comes_twice_is_refused():
    assert "both set" in settings(**REAL, SECRET_KEY_FILE="/run/secrets/key").stderr


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
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_by_name(name, value):
    refused = settings(**{**REAL, name: value})

    assert refused.returncode == 1
    assert name in refused.stderr.strip().splitlines()[-1]


def test_what_an_address_demands_of_the_connection_to_a_managed_database_holds():
    show = "from django.conf import settings as s; print(s.DATABASES['default']['OPTIONS'])"
    address = REAL["DATABASE_URL"] + "?sslmode=verify-full&sslrootcert=/etc/ssl/ca.pem"

    told = settings(**REAL | {"DATABASE_URL": address}, show=show).stdout

    assert "'sslmode': 'verify-full'" in told
    assert "'sslrootcert': '/etc/ssl/ca.pem'" in told
    assert "lock_timeout" in told


def test_every_variable_that_settings_read_is_in_the_example():
    source = (places.ROOT / "hackathon" / "settings.py").read_text()
    example = (places.ROOT / ".env.example").read_text()
    listed = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))

    assert set(re.findall(r'\benv\.\w+\("([A-Z_]+)"', source)) == listed


def test_the_example_is_read_alike_by_a_shell_and_by_systemd():
    """Both take a value in double quotes; without them a shell runs what looks like a command."""
    example = (places.ROOT / ".env.example").read_text()
    every = re.sub(r"^#([A-Z_]+=)", r"\1", example, flags=re.MULTILINE)
    script = "set -a; . /dev/stdin; set +a; printf '%s' \"$MAIL_FROM|$MEDIA_STORAGE\""
    read = subprocess.run(
        ["/bin/sh", "-euc", script],
        input=every,
        capture_output=True,
        text=True,
        check=False,
        env={},
    )

    assert read.stderr == ""
    assert read.stdout == (
        "Hackathon <hackathon@example.org>|"
        "s3://hackathon-files?endpoint=https://s3.example.org&region=eu-west-1"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgres://me:TOP/secret@db.example.org:5432/hackathon"),
        ("DATABASE_URL", "postgres://me:secret@db.example.org:many/hackathon"),
        ("EMAIL_URL", "smtp+tls://me:TOP/secret@mail.example.org:587"),
        ("REDIS_URL", "redis://:secret@redis.example.org:99999/0"),
        ("REDIS_URL", "redis://:TOP/secret@redis.example.org:6379/0"),
    ],
)
def test_an_address_that_is_none_is_refused_without_its_password(name, value):
    refused = settings(**{**REAL, name: value})

    assert refused.returncode == 1
    assert refused.stderr.strip().splitlines()[-1].count(name) == 1
    assert "%2F" in refused.stderr
    assert "TOP" not in refused.stderr
    assert "secret" not in refused.stderr


@pytest.mark.parametrize("depth", [1, 2])
def test_the_project_is_found_when_manage_is_started_through_a_link(tmp_path, depth):
    """As an operator puts it into a folder of their PATH, or a link to that link."""
    elsewhere = tmp_path / "a folder" / "bin"
    elsewhere.mkdir(parents=True)
    target = places.ROOT / "bin" / "manage"
    for number in range(depth):
        link = elsewhere / f"manage{number}"
        link.symlink_to(target)
        target = link

    started = subprocess.run(
        [str(target), "check", "--list-tags"],
        env=project.clean_environment(**REAL),
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    unset = subprocess.run(
        [str(target), "check"],
        env=project.clean_environment(),
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )

    assert (started.returncode, started.stderr) == (0, "")
    assert "models" in started.stdout
    assert "DATABASE_URL is not set" in unset.stderr
