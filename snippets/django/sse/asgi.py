"""The ASGI application: under WSGI each open stream would hold a thread."""

from django.core.asgi import get_asgi_application

application = get_asgi_application()
