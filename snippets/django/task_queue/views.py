"""Order a report, and ask how far it is."""

import json
import uuid
from functools import partial

from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from .models import Report
from .tasks import make_report


def as_json(report: Report) -> dict[str, object]:
    answer = {
        "id": str(report.pk),
        "state": report.state,
        "attempts": report.attempts,
        "result": report.result,
    }
    if report.state == Report.State.FAILED:
        answer["detail"] = "The report could not be made."
    return answer


# No cookie says who is calling, so a forged request gains nothing: CSRF does not apply.
@csrf_exempt
@require_POST
def order(request: HttpRequest) -> JsonResponse:
    ratings = read_ratings(request)
    if ratings is None:
        detail = "Send JSON with `ratings`, a list of at most 1000 numbers from 1 to 5."
        return JsonResponse({"detail": detail}, status=400)
    with transaction.atomic():
        report = Report.objects.create(ratings=ratings)
        # Not before the commit: a worker could be quicker, and find no report.
        transaction.on_commit(partial(make_report.delay, str(report.pk)))
    location = reverse("report", kwargs={"report_id": report.pk})
    return JsonResponse(as_json(report), status=202, headers={"Location": location})


@require_safe
def show(request: HttpRequest, report_id: uuid.UUID) -> JsonResponse:
    return JsonResponse(as_json(get_object_or_404(Report, pk=report_id)))


def read_ratings(request: HttpRequest) -> list[int] | None:
    """Return the ratings in a request's body, or None if there are none of that form."""
    try:
        ratings = json.loads(request.body)["ratings"]
    except (ValueError, RecursionError, LookupError, TypeError):
        return None
    wanted = (
        isinstance(ratings, list)
        and len(ratings) <= 1000
        and all(type(rating) is int and 1 <= rating <= 5 for rating in ratings)
    )
    return ratings if wanted else None
