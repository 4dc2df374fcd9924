"""How the log is written: each line is one JSON object that knows its request."""

import logging
from typing import Any

import tracerite
from pythonjsonlogger.json import JsonFormatter
from sanic import Request
from sanic.exceptions import ServerError

# Sanic's command lets tracerite draw every exception that is logged, on many lines, in place of
# the formatter's work. This puts back what the standard library does.
tracerite.unload()


def current_id() -> str | None:
    try:
        return getattr(Request.get_current().ctx, "request_id", None)
    except ServerError:  # There is no request here, such as at the start.
        return None


class AddRequestID(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.__dict__.setdefault("request_id", current_id())
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
    # Its lines, which --dev or --access-logs turn on, hold the query.
    "loggers": {"sanic.access": {"level": "ERROR"}},
}
