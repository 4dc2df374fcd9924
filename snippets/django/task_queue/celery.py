"""The Celery application: `celery --app task_queue worker` starts a worker of it."""

from celery import Celery

app = Celery("task_queue")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
