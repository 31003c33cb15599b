# How gunicorn's own lines are written. Imports nothing of the application: what this process has
# imported, the workers of a new version would get from it as it was.
import os

if os.environ.get("LOG_FORMAT") == "json":
    logconfig_dict = {
        "formatters": {
            "line": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "fmt": ["levelname", "name", "message"],
                "rename_fields": {"levelname": "level", "name": "logger"},
                "timestamp": "time",
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"level": "INFO", "handlers": ["stderr"]},
        "loggers": {
            "gunicorn.error": {"level": "INFO", "handlers": ["stderr"], "propagate": False},
            # nginx writes what was asked for, without keys.
            "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
        },
    }
