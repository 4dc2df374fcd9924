"""Ask for a login everywhere, for a role where it matters, and sometimes for the author alone."""

import json
from typing import Any

from django.contrib.auth.decorators import login_not_required, permission_required
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .forms import ReviewForm, RoleForm
from .middleware import UserRequest
from .models import Review
from .roles import set_role


def read(request: HttpRequest, form_class: type[Form]) -> dict[str, Any]:
    """The valid fields of the JSON object in the body; anything else raises BadRequest."""
    if request.content_type != "application/json":
        raise BadRequest("The content type must be application/json.")
    try:
        payload = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise BadRequest("The body is not valid JSON.") from error
    form = form_class(payload if isinstance(payload, dict) else {})
    if not form.is_valid():
        raise BadRequest(f"Wrong: {', '.join(form.errors)}.")
    return form.cleaned_data


def find(request: UserRequest, pk: int) -> Review:
    # 404 and not 403: that a draft exists is nobody's business but its author's.
    visible = Review.objects.visible_to(request.user).select_related("author")
    return get_object_or_404(visible, pk=pk)


@login_not_required
@require_safe
def home(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"name": "Reading list"})


@require_safe
def statistics(request: UserRequest) -> JsonResponse:
    """Nobody said here who may come in; the middleware asks for a login nevertheless."""
    return JsonResponse({"reviews": Review.objects.count()})


class ReviewsView(View):
    def get(self, request: UserRequest) -> JsonResponse:
        reviews = Review.objects.visible_to(request.user).select_related("author")
        return JsonResponse([review.as_dict() for review in reviews], safe=False)

    def post(self, request: UserRequest) -> JsonResponse:
        review = Review.objects.create(author=request.user, **read(request, ReviewForm))
        return JsonResponse(review.as_dict(), status=201)


class ReviewView(View):
    def get(self, request: UserRequest, pk: int) -> JsonResponse:
        return JsonResponse(find(request, pk).as_dict())

    def patch(self, request: UserRequest, pk: int) -> JsonResponse:
        review = find(request, pk)
        # Django's permissions hold for a whole model; whose row it is, the view has to ask.
        if review.author != request.user:
            raise PermissionDenied("Only its author changes a review.")
        review.text = read(request, ReviewForm)["text"]
        review.save(update_fields=["text"])
        return JsonResponse(review.as_dict())

    @method_decorator(permission_required("permissions.delete_review", raise_exception=True))
    def delete(self, request: UserRequest, pk: int) -> HttpResponse:
        find(request, pk).delete()
        return HttpResponse(status=204)


@require_POST
@permission_required("permissions.publish_review", raise_exception=True)
def publish(request: UserRequest, pk: int) -> JsonResponse:
    review = find(request, pk)
    review.published = True
    review.save(update_fields=["published"])
    return JsonResponse(review.as_dict())


@require_http_methods(["PUT"])
@permission_required("auth.change_user", raise_exception=True)
def change_role(request: UserRequest, name: str) -> JsonResponse:
    user = get_object_or_404(User, username=name)
    role = read(request, RoleForm)["role"]
    set_role(user, role)
    return JsonResponse({"name": name, "role": role})


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    detail = str(exception) if isinstance(exception, BadRequest) else "Bad request."
    return JsonResponse({"detail": detail}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> JsonResponse:
    return JsonResponse({"detail": str(exception) or "You lack the permission."}, status=403)


def not_found(request: HttpRequest, exception: Http404) -> JsonResponse:
    return JsonResponse({"detail": "Nothing is here."}, status=404)
