"""Settings of gunicorn: its own lines go the same way as all others."""

from structured_logging.logs import CONFIG

logconfig_dict = CONFIG
