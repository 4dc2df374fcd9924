"""The ASGI application: views may be asynchronous, the database driver is not."""

from django.core.asgi import get_asgi_application

application = get_asgi_application()
