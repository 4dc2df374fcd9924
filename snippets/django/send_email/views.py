"""Invite somebody by e-mail, and say so if the mail server does not take the message."""

import json
import logging

from django.core.exceptions import BadRequest
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from .forms import InvitationForm
from .mail import compose

logger = logging.getLogger(__name__)


# No cookie says who is calling, so a forged request gains nothing: CSRF does not apply.
@csrf_exempt
@require_POST
def invite(request: HttpRequest) -> JsonResponse:
    form = InvitationForm(read_object(request))
    if not form.is_valid():
        errors = {field: list(messages) for field, messages in form.errors.items()}
        return JsonResponse({"errors": errors}, status=400)
    email = form.cleaned_data["email"]
    message = compose(email, form.cleaned_data["name"])
    try:
        message.send()
    except OSError as error:  # All that smtplib raises is one: refusals and time-outs too.
        logger.warning("No mail server took the message: %s", type(error).__name__)
        detail = "The invitation could not be sent. Try again later."
        return JsonResponse({"detail": detail}, status=502)
    answer = {"email": email, "message_id": message.extra_headers["Message-ID"]}
    return JsonResponse(answer, status=202)


def read_object(request: HttpRequest) -> dict[str, object]:
    """Return the JSON object in a request's body; anything else raises BadRequest."""
    if request.content_type != "application/json":
        raise BadRequest("The content type must be application/json.")
    try:
        payload = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise BadRequest("The body is not valid JSON.") from error
    if not isinstance(payload, dict):
        raise BadRequest("The body must be a JSON object.")
    return payload


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    detail = str(exception) if isinstance(exception, BadRequest) else "Bad request."
    return JsonResponse({"detail": detail}, status=400)
