"""A decorator that lets each client call a view only so often."""

import logging
import math
import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeAlias

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from limits import parse
from limits.errors import StorageError
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter

logger = logging.getLogger(__name__)

Params = ParamSpec("Params")
View: TypeAlias = Callable[Concatenate[HttpRequest, Params], HttpResponseBase]

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


def rate_limited(view: View[Params]) -> View[Params]:
    @wraps(view)
    def limited(
        request: HttpRequest, /, *args: Params.args, **kwargs: Params.kwargs
    ) -> HttpResponseBase:
        # Not X-Forwarded-For: whoever asks can write into it what they like.
        who = (view.__name__, request.META["REMOTE_ADDR"])
        try:
            allowed = limiter.hit(RATE, *who)
            window = limiter.get_window_stats(RATE, *who)
        except StorageError as error:
            # Here readers matter more than the limit; for a login it would be the other way round.
            logger.warning("Requests are not counted: %s", error.storage_error)
            return view(request, *args, **kwargs)
        response: HttpResponseBase
        if allowed:
            response = view(request, *args, **kwargs)
        else:
            response = JsonResponse({"detail": "Too many requests. Come back later."}, status=429)
            wait = math.ceil(window.reset_time - time.time())
            response.headers["Retry-After"] = str(max(1, wait))
        response.headers["X-RateLimit-Limit"] = str(RATE.amount)
        response.headers["X-RateLimit-Remaining"] = str(window.remaining)
        return response

    return limited
