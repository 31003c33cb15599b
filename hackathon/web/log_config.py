"""How the log is written; names what does it, because settings are read before anything else."""

from typing import Any

PLAIN, JSON = "plain", "json"
FORMATTERS: dict[str, dict[str, Any]] = {
    PLAIN: {
        "()": "hackathon.web.log_lines.LineWithoutKeys",
        "format": "{asctime} {levelname} {name}: {message}",
        "style": "{",
    },
    JSON: {
        "()": "hackathon.web.log_lines.JsonWithoutKeys",
        "fmt": ["levelname", "name", "message", "request_id", "task_id"],
        "rename_fields": {"levelname": "level", "name": "logger"},
        "timestamp": "time",
    },
}


def logging_for(form: str, level: str) -> dict[str, Any]:
    """Lines for people, or one JSON object a line, with one for each request as well."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"ids": {"()": "hackathon.kernel.log_ids.WithIds"}},
        "formatters": {"line": FORMATTERS[form]},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["ids"],
            }
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.security.DisallowedHost": {"level": "ERROR"},
            "django_guid": {"level": "ERROR"},  # it tells of each request that it has an id
            # In web workers: lines about a request that broke off name its address.
            "gunicorn.error": {"level": "INFO", "handlers": ["stderr"], "propagate": False},
            "hackathon.requests": {"level": "INFO" if form == JSON else "WARNING"},
            "health_check": {"level": "ERROR"},  # the answer says what failed, at each probe
        },
    }
