"""Greet readers in their language; LocaleMiddleware has activated it, and sets the headers."""

from datetime import date

from django.http import HttpRequest, JsonResponse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe


@require_safe
def greeting(request: HttpRequest, books: int) -> JsonResponse:
    counted = ngettext("You have %(num)d book.", "You have %(num)d books.", books)
    answer = {
        "greeting": gettext("Welcome to your reading list!"),
        "books": counted % {"num": books},
        "since": date_format(date(2026, 11, 21)),
        "pages": number_format(1234567.5, decimal_pos=1, force_grouping=True),
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
