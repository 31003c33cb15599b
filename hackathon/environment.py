"""Reads the environment for ``settings``. A value that makes no sense stops the start."""

import os
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_missing = object()


def text(name: str, default: object = _missing) -> str:
    """The variable's value, or what the file says that ``NAME_FILE`` names: secrets come so."""
    value = os.environ.get(name, "").strip()
    file = os.environ.get(f"{name}_FILE", "").strip()
    if value and file:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set; leave one of them out.")
    if file:
        value = text_of_file(f"{name}_FILE", Path(file))
    if value:
        return value
    if default is _missing:
        raise ImproperlyConfigured(f"{name} is not set. See .env.example for what it means.")
    return str(default)


def text_of_file(name: str, file: Path) -> str:
    try:
        value = file.read_text().strip()
    except (OSError, UnicodeDecodeError) as trouble:
        reason = getattr(trouble, "strerror", None) or "it is no text"
        raise ImproperlyConfigured(f"{name}: {file} cannot be read ({reason}).") from None
    if not value:
        raise ImproperlyConfigured(f"{name}: {file} is empty.")
    return value


def flag(name: str, default: bool = False) -> bool:
    value = text(name, "1" if default else "0")
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def number(name: str, default: object = _missing, *, lowest: int = 0) -> int:
    value = text(name, default)
    if not value.isdecimal() or int(value) < lowest:
        raise ImproperlyConfigured(f"{name} must be a whole number from {lowest}, not {value!r}.")
    return int(value)


def names(name: str, default: object = _missing) -> list[str]:
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
    return value


def folder(name: str, default: object = _missing) -> Path:
    path = Path(text(name, default))
    if not path.is_absolute():
        raise ImproperlyConfigured(f"{name} must be an absolute path, not {str(path)!r}.")
    return path


def secret(name: str, default: object = _missing) -> str:
    value = text(name, default)
    if default == "" and not value:
        return ""
    if len(value) < 32:
        raise ImproperlyConfigured(f"{name} must have at least 32 characters.")
    return value


def site_url(name: str) -> str:
    value = text(name).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(f"{name} must look like https://hackathon.example.org.")
    return value


def address(name: str) -> SplitResult:
    """The parts of an address; what cannot be one is refused without a word of its password."""
    try:
        parts = urlsplit(text(name))
        _ = parts.port
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} is no address: after the host stands the port, a number up to 65535. "
            "In a user's name or password write / as %2F, @ as %40, : as %3A, # as %23, % as %25."
        ) from None
    return parts


def database(name: str) -> dict:
    parts = address(name)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(
            f"{name} must look like postgres://user:password@host:5432/name."
        )
    if not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name} names no database.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def redis(name: str) -> str:
    value = text(name)
    if address(name).scheme not in ("redis", "rediss", "unix"):
        raise ImproperlyConfigured(f"{name} must look like redis://:password@host:6379/0.")
    return value


def email(name: str) -> dict:
    parts = address(name)
    if parts.scheme not in ("smtp", "smtp+tls", "smtp+ssl") or not parts.hostname:
        raise ImproperlyConfigured(f"{name} must look like smtp+tls://user:password@host:587.")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port,
        "EMAIL_HOST_USER": unquote(parts.username or "") or None,
        "EMAIL_HOST_PASSWORD": unquote(parts.password or "") or None,
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtp+ssl",
    }


def oidc(server: str, *, name: str, client_id: str, secret: str) -> list[dict]:
    """The organisation's sign-in as allauth wants it, or none."""
    if not server:
        return []
    if urlsplit(server).scheme not in ("http", "https") or not urlsplit(server).hostname:
        raise ImproperlyConfigured("OIDC_SERVER_URL must look like https://login.example.org.")
    if not (name and client_id and secret):
        raise ImproperlyConfigured("OIDC_SERVER_URL needs its name, client's id and secret, too.")
    about = {"name": name, "client_id": client_id, "secret": secret}
    settings = {"server_url": server.rstrip("/")}
    return [{"provider_id": "organisation", "settings": settings, **about}]


def origins(apps: list[dict]) -> list[str]:
    parts = [urlsplit(app["settings"]["server_url"]) for app in apps]
    return [f"{part.scheme}://{part.netloc}" for part in parts]


def media_storage(name: str) -> dict[str, dict]:
    """Where finished files are kept: nothing for MEDIA_ROOT, else a bucket as Django wants it."""
    value = text(name, "")
    if not value:
        return {}
    parts, asked = urlsplit(value), dict(parse_qsl(urlsplit(value).query, keep_blank_values=True))
    if parts.scheme != "s3" or not parts.hostname or asked.keys() - {"endpoint", "region"}:
        raise ImproperlyConfigured(
            f"{name} must look like s3://bucket?endpoint=https://s3.example.org&region=eu-west-1, "
            "or be left out."
        )
    endpoint = asked.get("endpoint")
    if endpoint and urlsplit(endpoint).scheme not in ("http", "https"):
        raise ImproperlyConfigured(f"{name}: endpoint must start with https:// or http://.")
    key = unquote(parts.username or "") or os.environ.get("AWS_ACCESS_KEY_ID")
    secret = unquote(parts.password or "") or os.environ.get("AWS_SECRET_ACCESS_KEY")
    if bool(key) != bool(secret):
        raise ImproperlyConfigured(f"{name} has only one of its two keys.")
    options = {
        "bucket_name": parts.hostname,
        "location": f"{parts.path.strip('/')}/blobs".lstrip("/"),
        "endpoint_url": endpoint,
        "region_name": asked.get("region"),
        "access_key": key,
        "secret_key": secret,
        "addressing_style": "path" if endpoint else None,
    }
    backend = "hackathon.files.bucket_storage.BucketStorage"
    return {"blobs": {"BACKEND": backend, "OPTIONS": options}}


def address_prefix(name: str) -> str:
    value = text(name, "")
    if value and not (value.startswith("/") and value.endswith("/") and value != "/"):
        raise ImproperlyConfigured(f"{name} must look like /protected/, not {value!r}.")
    return value
