"""Settings of a project that stores what is sent to it."""

import os
from pathlib import Path

SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "file_upload.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
MEDIA_ROOT = Path(os.environ.get("UPLOAD_DIR", "uploads")).resolve()
MEDIA_ROOT.mkdir(parents=True, exist_ok=True)

# A file that arrives lies on the same disk as the stored ones, so that storing it is a rename.
FILE_UPLOAD_TEMP_DIR = MEDIA_ROOT
FILE_UPLOAD_HANDLERS = ["file_upload.uploads.DiskUploadHandler"]
