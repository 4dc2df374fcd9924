"""Query parameters: a default, a repeated one, and bounds that are enforced."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from .forms import BookQuery


@require_safe
def books(request: HttpRequest) -> JsonResponse:
    # A form treats `initial` as a hint for display, so the default is merged into the data.
    query = BookQuery({"limit": 10, **request.GET.dict()})
    if not query.is_valid():
        errors = {field: list(messages) for field, messages in query.errors.items()}
        return JsonResponse({"errors": errors}, status=400)
    return JsonResponse(
        {
            "q": request.GET.get("q", ""),
            "limit": query.cleaned_data["limit"],
            "tags": request.GET.getlist("tag"),
        }
    )
