"""One file, one source of difference: the environment. Unknown values fail loudly."""

from pathlib import Path
from typing import Literal

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from django_guid.integrations import CeleryIntegration

from hackathon import environment as env
from hackathon.web.log_config import logging_for

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY")
RECEIPT_KEY = env.secret("RECEIPT_KEY", SECRET_KEY)
SITE_URL = env.site_url("SITE_URL")
SITE_NAME = env.text("SITE_NAME", "Hackathon")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS")
DEMO = env.flag("HACKATHON_DEMO")
DEMO_MAIL_DIR = env.folder("DEMO_MAIL_DIR", BASE_DIR / "var" / "mail")

FLOORS = ["hackathon", "challenges", "teams", "judging"]  # from the ground up
INSTALLED_APPS = [
    "modeltranslation",
    "pgtrigger",
    *FLOORS,
    "hackathon.apps.OrganisersAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_guid",
]
MIDDLEWARE = [
    "hackathon.web.whole_body.WholeBodyMiddleware",
    "hackathon.health.middleware.HealthMiddleware",
    "hackathon.web.kept_pages.KeptPagesMiddleware",
    "django_guid.middleware.guid_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hackathon.health.request_watch.RequestWatchMiddleware",
    "hackathon.web.middleware.ContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hackathon.web.middleware.LanguageMiddleware",
    "hackathon.web.middleware.PrivateCacheMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "hackathon.web.refused_pages.RefusedFormMiddleware",
    "hackathon.web.middleware.UnsentFormMiddleware",
    "hackathon.web.middleware.WrongMethodMiddleware",
    "hackathon.web.middleware.NoSuchTextMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hackathon.accounts.middleware.SecondFactorMiddleware",
]
ROOT_URLCONF = "hackathon.urls"
WSGI_APPLICATION = "hackathon.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hackathon.web.context.page",
            ],
            "libraries": {
                "factors": "hackathon.accounts.templatetags.factors",
                "house": "hackathon.web.templatetags.house",
                "teamtimes": "teams.submissions.templatetags.teamtimes",
            },
            "builtins": [
                "hackathon.web.templatetags.folding",
                "hackathon.web.templatetags.marked_forms",
                "hackathon.web.templatetags.typography",
            ],
        },
    }
]

DATABASE = env.database("DATABASE_URL")
DATABASES = {
    "default": {
        **DATABASE,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **DATABASE.get("OPTIONS", {}),  # sslmode and the like, from the address
            "connect_timeout": 5,
            "options": "-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits and sessions stand in Postgres: a stopped Redis locks nobody out.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "hackathon_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Pages for visitors are kept as long as they are true; tests that write rows past the operations
# have every page made anew.
KEEPS_PAGES = True

REDIS_URL = env.redis("REDIS_URL")
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 2,
    "socket_connect_timeout": 2,
    "visibility_timeout": 600,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
# A mail on its way goes on when Redis goes; what is then handed out again finds its lease taken.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
# A queue for each kind of waiting: whoever computes or writes files makes no mail wait.
CELERY_TASK_DEFAULT_QUEUE = "clock"
CELERY_TASK_ROUTES = {
    task: {"queue": queue}
    for queue, tasks in {
        "mail": ("hackathon.tasks.sweep",),
        "computing": ("judging.tasks.calculate_rankings", "judging.tasks.search_conflicts"),
        "files": (
            "teams.tasks.make_bundles",
            "teams.tasks.drop_old_bundles",
            "teams.tasks.sweep_files",
        ),
    }.items()
    for task in tasks
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "hackathon.tasks.sweep", "schedule": 10.0, "options": {"expires": 10}},
    "public changes": {
        "task": "hackathon.tasks.sum_up_public_changes",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "lost factors": {
        "task": "hackathon.tasks.take_due_factors",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "places": {
        "task": "teams.tasks.keep_places_moving",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "rules": {
        "task": "judging.tasks.publish_missing_rules",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "rankings": {
        "task": "judging.tasks.calculate_rankings",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "waves": {
        "task": "judging.tasks.keep_waves_moving",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "bundles": {"task": "teams.tasks.make_bundles", "schedule": 30.0, "options": {"expires": 30}},
    "old bundles": {"task": "teams.tasks.drop_old_bundles", "schedule": 3600.0},
    "drafts": {
        "task": "teams.tasks.take_last_drafts",
        "schedule": 20.0,
        "options": {"expires": 20},
    },
    "open help": {
        "task": "teams.tasks.end_open_help",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "countdowns": {
        "task": "teams.tasks.write_countdowns",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "conflicts": {
        "task": "judging.tasks.search_conflicts",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "old sessions": {"task": "hackathon.tasks.drop_expired_sessions", "schedule": 3600.0},
    "janitor": {
        "task": "teams.tasks.sweep_files",
        "schedule": 1800.0,
        "options": {"expires": 1800},
    },
}

vars().update(env.email("EMAIL_URL"))
EMAIL_BACKEND = "hackathon.mail.smtp.Backend"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("MAIL_FROM")
MAIL_LEASE_SECONDS = env.number("MAIL_LEASE_SECONDS", 60, lowest=5)

AUTH_USER_MODEL = "hackathon.User"
AUTHENTICATION_BACKENDS = ["hackathon.accounts.backend.PeopleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "hackathon:me"
ACCOUNT_LOGOUT_REDIRECT_URL = "hackathon:events"
ACCOUNT_ADAPTER = "hackathon.accounts.backend.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {"request_login_code": "hackathon.accounts.forms.AskCodeForm"}
ACCOUNT_SIGNUP_FORM_CLASS = "hackathon.web.forms.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
# One venue, one address: per-address limits leave room for 500 people in ten minutes, and the
# per-account ones stop guessing.
ACCOUNT_RATE_LIMITS = {
    "login": "1000/10m/ip",
    "login_failed": "600/10m/ip,10/5m/key",
    "signup": "1000/10m/ip",
    "reset_password": "600/10m/ip,5/10m/key",
    "reset_password_from_key": "1000/10m/ip",
    "request_login_code": "1000/10m/ip,5/10m/key",
    "confirm_email": "3/2m/key",
    "prove_address": "5/10m/user",
    "ask_for_seat": "120/10m/ip",
    "keep_unsent": "300/10m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT")
# The organisation's own sign-in, by OpenID Connect. Its word on a verified address is taken.
OIDC_APPS = env.oidc(
    env.text("OIDC_SERVER_URL", ""),
    name=env.text("OIDC_NAME", ""),
    client_id=env.text("OIDC_CLIENT_ID", ""),
    secret=env.text("OIDC_CLIENT_SECRET", ""),
)
SOCIALACCOUNT_ADAPTER = "hackathon.accounts.backend.OrganisationAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"APPS": OIDC_APPS, "OAUTH_PKCE_ENABLED": True, "EMAIL_AUTHENTICATION": True}
}
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
MFA_ADAPTER = "hackathon.accounts.backend.FactorAdapter"
MFA_FORMS = {
    "add_webauthn": "hackathon.accounts.factor_forms.AddKeyForm",
    "edit_webauthn": "hackathon.accounts.factor_forms.RenameKeyForm",
}
SECOND_FACTOR_WAIT_HOURS = env.number("SECOND_FACTOR_WAIT_HOURS", 24, lowest=1)
# Monitoring that brings it reads why something is wrong; without one nobody does.
HEALTH_TOKEN = env.secret("HEALTH_TOKEN", "")
BACKUP_RECIPIENT = env.text("BACKUP_RECIPIENT", "")
BACKUP_EVERY_HOURS = env.number("BACKUP_EVERY_HOURS", 26)  # 0: nobody is told that one is missing
HELP_EMAIL = env.text("HELP_EMAIL", "")  # whom people ask who cannot sign in
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]

USE_TZ = True
TIME_ZONE = "Europe/Brussels"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("nl", _("Dutch")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "hackathon" / name for name in ("locale", "locale_accounts")]
FORMAT_MODULE_PATH = ["hackathon.formats"]  # the day first, and a clock of 24 hours
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE: Literal["Lax"] = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_LANGUAGES = ("en", "fr", "nl", "de")
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en", "fr", "nl", "de")

# Pages that the web server can show by itself when the application is slow.
COUNTDOWN_ROOT = env.folder("COUNTDOWN_ROOT")

STATIC_URL = "/static/"
STATIC_ROOT = env.folder("STATIC_ROOT")
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.folder("MEDIA_ROOT")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    **env.media_storage("MEDIA_STORAGE"),
}
MEDIA_ACCEL_PREFIX = env.address_prefix("MEDIA_ACCEL_PREFIX")
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # browsers hold the answer to a form to this, too: signing in leads to the organisation
        "form-action": [SELF, *env.origins(OIDC_APPS)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_COOKIES = env.flag("SECURE_COOKIES", SITE_URL.startswith("https://"))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_COOKIES
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE_COOKIES
SESSION_COOKIE_AGE = 7 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "hackathon.web.views.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE_COOKIES else 0
SECURE_SSL_REDIRECT = SECURE_COOKIES
# What holds for other hosts of the organisation's domain is not this site's to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
)

LOG_LEVEL = env.choice("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO")
# One object a line where the log goes to a machine; lines for people elsewhere.
LOGGING = logging_for(env.choice("LOG_FORMAT", ("plain", "json"), "plain"), LOG_LEVEL)
# nginx gives each request its id (deploy/nginx); without one the request gets one here.
DJANGO_GUID = {
    "GUID_HEADER_NAME": "X-Request-ID",
    "RETURN_HEADER": False,
    "INTEGRATIONS": [CeleryIntegration(use_django_logging=True)],
}
