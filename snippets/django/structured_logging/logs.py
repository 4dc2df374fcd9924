"""How the log is written: each line is one JSON object that knows its request."""

import logging
from contextvars import ContextVar
from typing import Any

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


class AddRequestID(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.__dict__["request_id"] = request_id.get()
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
            # Django hangs the request on its own records; as text it holds the query.
            "reserved_attrs": [*RESERVED_ATTRS, "request", "status_code"],
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
        # An empty entry takes away the handlers that Django gave the logger.
        "django": {},
        "django.request": {"level": "ERROR"},  # The middleware has told of every 404.
        "django.server": {"level": "ERROR", "propagate": True},
        "gunicorn.error": {"propagate": True},
        # gunicorn writes an access log as soon as it has a logconfig_dict, queries included.
        "gunicorn.access": {"level": "ERROR"},
    },
}
