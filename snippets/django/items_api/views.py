"""Create, read, replace and delete items."""

import json
from decimal import Decimal
from typing import Any

from django.core.exceptions import BadRequest
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from .forms import ItemForm, PageForm
from .models import Item


def read_object(request: HttpRequest) -> dict[str, Any]:
    """The JSON object in the body of a request; anything else raises BadRequest."""
    if request.content_type != "application/json":
        raise BadRequest("The content type must be application/json.")
    try:
        payload = json.loads(request.body, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise BadRequest("The body is not valid JSON.") from error
    if not isinstance(payload, dict):
        raise BadRequest("The body must be a JSON object.")
    return payload


def as_json(item: Item) -> dict[str, object]:
    return {
        "id": item.pk,
        "name": item.name,
        "description": item.description,
        "price": f"{item.price:.2f}",
        "in_stock": item.in_stock,
    }


def invalid(form: BaseForm) -> JsonResponse:
    errors = {field: list(messages) for field, messages in form.errors.items()}
    return JsonResponse({"errors": errors}, status=400)


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    detail = str(exception) if isinstance(exception, BadRequest) else "Bad request."
    return JsonResponse({"detail": detail}, status=400)


def not_found(request: HttpRequest, exception: Exception) -> JsonResponse:
    return JsonResponse({"detail": "Not found."}, status=404)


# No cookie says who is calling, so a forged request gains nothing: CSRF does not apply.
@method_decorator(csrf_exempt, name="dispatch")
class ItemList(View):
    def get(self, request: HttpRequest) -> JsonResponse:
        page = PageForm(request.GET.dict())
        if not page.is_valid():
            return invalid(page)
        start = page.cleaned_data["offset"]
        items = Item.objects.order_by("id")[start : start + page.cleaned_data["limit"]]
        return JsonResponse([as_json(item) for item in items], safe=False)

    def post(self, request: HttpRequest) -> JsonResponse:
        form = ItemForm(read_object(request))
        if not form.is_valid():
            return invalid(form)
        item = form.save()
        location = reverse("item", kwargs={"item_id": item.pk})
        return JsonResponse(as_json(item), status=201, headers={"Location": location})


@method_decorator(csrf_exempt, name="dispatch")
class ItemDetail(View):
    def get(self, request: HttpRequest, item_id: int) -> JsonResponse:
        return JsonResponse(as_json(get_object_or_404(Item, pk=item_id)))

    def put(self, request: HttpRequest, item_id: int) -> JsonResponse:
        form = ItemForm(read_object(request), instance=get_object_or_404(Item, pk=item_id))
        if not form.is_valid():
            return invalid(form)
        return JsonResponse(as_json(form.save()))

    def delete(self, request: HttpRequest, item_id: int) -> HttpResponse:
        deleted, _ = Item.objects.filter(pk=item_id).delete()
        if not deleted:
            raise Http404
        return HttpResponse(status=204)
