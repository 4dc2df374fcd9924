"""How the log is written: each line is one JSON object that knows its request."""

import logging
from typing import Any

from flask import g, has_app_context
from pythonjsonlogger.json import JsonFormatter


class AddRequestID(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        # A command or a thread has no request, and may have no application either.
        record.__dict__["request_id"] = g.get("request_id") if has_app_context() else None
        return True


CONFIG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": AddRequestID}},
    "formatters": {
        "json": {
            "()": JsonFormatter,
            "fmt": ["levelname", "name", "message"],
            "rename_fields": {"levelname": "level", "name": "logger", "exc_info": "exception"},
            "timestamp": True,
        }
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "filters": ["request_id"],
        }
    },
    "root": {"level": "INFO", "handlers": ["console"]},
    "loggers": {
        "gunicorn.error": {"propagate": True},
        # gunicorn writes an access log as soon as it has a logconfig_dict, queries included.
        "gunicorn.access": {"level": "ERROR"},
    },
}
