"""A throttle that counts in one step, so that parallel requests cannot slip past it."""

import logging
import time
from typing import TYPE_CHECKING

from django.conf import settings
from limits import parse
from limits.errors import StorageError
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

if TYPE_CHECKING:
    # DRF imports this module, which the settings name, while it still builds APIView.
    from rest_framework.views import APIView

logger = logging.getLogger(__name__)

RATE = parse(settings.RATE_LIMIT)
# A moving window looks back from now; a fixed one lets twice as many in around its end.
limiter = MovingWindowRateLimiter(
    RedisStorage(
        settings.REDIS_URL,
        key_prefix="reading-list",
        wrap_exceptions=True,
        socket_connect_timeout=0.25,
        socket_timeout=0.25,
    )
)


class ClientThrottle(BaseThrottle):
    """Counts in Redis itself; DRF's own classes read, add and write back in three steps."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        who = (f"{type(view).__module__}.{type(view).__name__}", self.get_ident(request))
        try:
            allowed = limiter.hit(RATE, *who)
            self.window = limiter.get_window_stats(RATE, *who)
        except StorageError as error:
            # Here readers matter more than the limit; for a login it would be the other way round.
            logger.warning("Requests are not counted: %s", error.storage_error)
            return True
        # DRF copies these to the response, that of an error too.
        view.headers["X-RateLimit-Limit"] = str(RATE.amount)
        view.headers["X-RateLimit-Remaining"] = str(self.window.remaining)
        return allowed

    def wait(self) -> float:
        """DRF rounds it up, for Retry-After and for the message."""
        return max(1, self.window.reset_time - time.time())
