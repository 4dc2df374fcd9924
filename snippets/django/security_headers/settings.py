"""Settings of a project that tells the browser what its pages never do.

Django sends a Content-Security-Policy by itself from 6.0 on; before that, django-csp does.
"""

import os
from pathlib import Path

import django

SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "security_headers.urls"

MIDDLEWARE = [
    "security_headers.middleware.permissions_policy",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
CONTEXT_PROCESSORS = ["django.template.context_processors.request"]

if django.VERSION >= (6, 0):
    from django.utils.csp import CSP

    MIDDLEWARE.append("django.middleware.csp.ContentSecurityPolicyMiddleware")
    CONTEXT_PROCESSORS.append("django.template.context_processors.csp")
    SECURE_CSP = {
        "default-src": [CSP.SELF],
        "script-src": [CSP.SELF, CSP.NONCE],
        "object-src": [CSP.NONE],
        "base-uri": [CSP.NONE],
        "frame-ancestors": [CSP.NONE],
    }
else:
    from csp.constants import NONCE, NONE, SELF

    MIDDLEWARE.append("csp.middleware.CSPMiddleware")
    CONTEXT_PROCESSORS.append("csp.context_processors.nonce")
    CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": {
            "default-src": [SELF],
            "script-src": [SELF, NONCE],
            "object-src": [NONE],
            "base-uri": [NONE],
            "frame-ancestors": [NONE],
        }
    }

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {"context_processors": CONTEXT_PROCESSORS},
    }
]

# Only over HTTPS, and whether it is HTTPS the proxy says.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
# Django's defaults: X-Content-Type-Options, X-Frame-Options and Cross-Origin-Opener-Policy.
