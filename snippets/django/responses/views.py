"""Statuses, headers, redirects, cookies, downloads and conditional requests."""

from hashlib import sha256
from threading import Lock

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.views import View
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag, require_http_methods, require_safe

QUOTATION = "国境の長いトンネルを抜けると雪国であった。\n"
YEAR = 365 * 24 * 60 * 60

bookmarks: set[int] = set()
lock = Lock()  # The server answers requests in several threads.


def quotation_etag(request: HttpRequest) -> str:
    return f'"{sha256(QUOTATION.encode()).hexdigest()}"'


@require_safe
@cache_control(no_cache=True)
@etag(quotation_etag)
def quotation(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        QUOTATION,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Language": "ja"},
    )


@require_http_methods(["PUT"])
def bookmark(request: HttpRequest, book_id: int) -> HttpResponse:
    with lock:
        is_new = book_id not in bookmarks
        bookmarks.add(book_id)
    if not is_new:
        return HttpResponse(status=204)
    location = reverse("bookmark", kwargs={"book_id": book_id})
    return JsonResponse({"book_id": book_id}, status=201, headers={"Location": location})


class Theme(View):
    def get(self, request: HttpRequest) -> JsonResponse:
        return JsonResponse({"theme": request.COOKIES.get("theme", "light")})

    def post(self, request: HttpRequest) -> HttpResponse:
        theme = request.POST.get("theme", "")
        if theme not in {"light", "dark"}:
            raise BadRequest("There is no such theme.")
        target = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
            target = "/"
        # redirect() answers 302, which leaves it to the browser to make a GET of the POST.
        response = HttpResponseRedirect(target, status=303)
        response.set_cookie(
            "theme", theme, max_age=YEAR, secure=True, httponly=True, samesite="Lax"
        )
        return response

    def delete(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse(status=204)
        response.delete_cookie("theme", samesite="Lax")
        return response


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename="Žofie – 2026.csv")
    return HttpResponse(
        "title,year\r\nSnow Country,1948\r\n",
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition or "attachment"},
    )
