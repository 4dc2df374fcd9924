"""Reports that a Celery worker makes."""
