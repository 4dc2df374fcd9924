"""A file that is streamed to disk, and stored under a name of our own."""

import hashlib
from pathlib import PurePath
from uuid import uuid4

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from .forms import CoverForm
from .uploads import limit_body

SUFFIXES = {".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"}


# No cookie says who is calling, so a forged request gains nothing: CSRF does not apply.
@csrf_exempt
@require_POST
@limit_body(64 * 1024 * 1024)
def covers(request: HttpRequest) -> HttpResponseBase:
    form = CoverForm(request.POST, request.FILES)
    if not form.is_valid():
        errors = {field: list(messages) for field, messages in form.errors.items()}
        return JsonResponse({"errors": errors}, status=400)
    cover = form.cleaned_data["cover"]
    digest = hashlib.sha256()
    for chunk in cover.chunks():
        digest.update(chunk)
    suffix = PurePath(cover.name).suffix.lower()
    name = default_storage.save(uuid4().hex + (suffix if suffix in SUFFIXES else ""), cover)
    return JsonResponse(
        {"name": name, "size": cover.size, "sha256": digest.hexdigest()}, status=201
    )
