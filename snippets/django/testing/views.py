"""Anybody may see the books; who is logged in may add one."""

from django import forms
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_http_methods

from .models import Book


class BookForm(forms.ModelForm):
    class Meta:
        model = Book
        fields = ["title", "stars"]


@require_http_methods(["GET", "POST"])
def books(request: HttpRequest) -> JsonResponse:
    if request.method == "GET":
        rows = Book.objects.order_by("id").values("title", "stars", "reader__username")
        return JsonResponse(list(rows), safe=False)
    if not request.user.is_authenticated:
        return JsonResponse({"detail": "Log in first."}, status=401)
    form = BookForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    form.instance.reader = request.user
    book = form.save()
    return JsonResponse({"title": book.title, "stars": book.stars}, status=201)
