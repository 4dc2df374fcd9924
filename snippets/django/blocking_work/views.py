"""A view that waits for another process, which leaves the rest of Python alone."""

from django.http import HttpRequest, JsonResponse

from .predictor import BusyError, Predictor

predictor = Predictor()  # Starts no process before the first prediction.


def predict_stars(request: HttpRequest, book_id: int) -> JsonResponse:
    try:
        stars = predictor.stars(book_id)
    except BusyError:
        return JsonResponse(
            {"detail": "Too many predictions are waiting."},
            status=503,
            headers={"Retry-After": "1"},
        )
    return JsonResponse({"book": book_id, "stars": stars})


def ping(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"pong": True})
