"""Settings of a project with a task queue."""

import os

import dj_database_url

SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "task_queue.urls"
INSTALLED_APPS = ["task_queue"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
DATABASES = {
    "default": dj_database_url.config(
        default="sqlite:///task_queue.db", conn_max_age=60, conn_health_checks=True
    ),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CELERY_BROKER_URL = os.environ.get("REDIS_URL", "redis://localhost:6379/0")
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A task that was not acknowledged by then goes to another worker, dead or slow as the first
    # may be: it has to be longer than the longest task.
    "visibility_timeout": int(os.environ.get("TASK_LOST_AFTER", "3600")),
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
}
# Acknowledge a task when it is done, not when it is begun; a worker that dies has done none.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# The reports are in the database.
CELERY_TASK_IGNORE_RESULT = True
