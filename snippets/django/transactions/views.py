"""Place an order; place one and fail."""

import json

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from .forms import OrderForm
from .orders import SoldOutError, place_order


def read_order(request: HttpRequest) -> OrderForm:
    try:
        payload = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise BadRequest("The body is not valid JSON.") from error
    if not isinstance(payload, dict):
        raise BadRequest("The body must be a JSON object.")
    return OrderForm(payload)


# No cookie says who is calling, so a forged request gains nothing: CSRF does not apply.
@csrf_exempt
@require_POST
def create_order(request: HttpRequest) -> JsonResponse:
    form = read_order(request)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    try:
        order, discounted = place_order(**form.cleaned_data)
    except SoldOutError as error:
        return JsonResponse({"detail": str(error)}, status=409)
    return JsonResponse({"id": order.pk, "discounted": discounted}, status=201)


@csrf_exempt
@require_POST
@transaction.atomic
def create_order_and_fail(request: HttpRequest) -> JsonResponse:
    form = read_order(request)
    form.full_clean()
    place_order(**form.cleaned_data)
    raise RuntimeError("A bug, after everything was written and before it was committed.")
