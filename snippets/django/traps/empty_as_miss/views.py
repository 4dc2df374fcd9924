"""The titles by an author, out of the cache where it has them."""

from django.core.cache import cache
from django.http import HttpRequest, JsonResponse

from .models import Book


def find_titles(author: str) -> list[str]:
    return list(Book.objects.filter(author=author).values_list("title", flat=True))


# --8<-- [start:bad]
def list_asking_again(request: HttpRequest, author: str) -> JsonResponse:
    titles = cache.get(f"again:{author}")
    if not titles:
        titles = find_titles(author)
        cache.set(f"again:{author}", titles, timeout=60)
    return JsonResponse({"titles": titles})


# --8<-- [end:bad]
# --8<-- [start:good]
MISS = object()


def list_asking_once(request: HttpRequest, author: str) -> JsonResponse:
    titles = cache.get(f"once:{author}", MISS)
    if titles is MISS:
        titles = find_titles(author)
        cache.set(f"once:{author}", titles, timeout=60)
    return JsonResponse({"titles": titles})


# --8<-- [end:good]
