"""What a server imports in each of its workers, and no other command does."""

import atexit

from django.core.wsgi import get_wsgi_application

from .library import catalogue

application = get_wsgi_application()

# Not in AppConfig.ready: that runs for `migrate`, for the shell and for tests as well.
catalogue.open()
atexit.register(catalogue.close)
