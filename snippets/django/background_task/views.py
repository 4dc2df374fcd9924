"""A view that answers at once and leaves the rest to a thread."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from .tasks import announce, threads


@require_POST
def add_review(request: HttpRequest, book_id: int) -> JsonResponse:
    # In a transaction this would go to transaction.on_commit: a task must find what was saved.
    threads.submit(announce, book_id)
    return JsonResponse({"book": book_id}, status=202)
