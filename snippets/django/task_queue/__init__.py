"""Reports that a worker makes; tasks find the Celery application because it is loaded here."""

from .celery import app as celery_app

__all__ = ["celery_app"]
