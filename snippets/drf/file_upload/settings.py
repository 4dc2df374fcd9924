"""Settings of a project that stores what is sent to it."""

import os
from pathlib import Path

SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "file_upload.urls"
INSTALLED_APPS = ["rest_framework"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
REST_FRAMEWORK = {
    # No users here; by default DRF asks django.contrib.auth for one on each request.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}
MEDIA_ROOT = Path(os.environ.get("UPLOAD_DIR", "uploads")).resolve()
MEDIA_ROOT.mkdir(parents=True, exist_ok=True)

# A file that arrives lies on the same disk as the stored ones, so that storing it is a rename.
FILE_UPLOAD_TEMP_DIR = MEDIA_ROOT
FILE_UPLOAD_HANDLERS = ["file_upload.uploads.DiskUploadHandler"]
