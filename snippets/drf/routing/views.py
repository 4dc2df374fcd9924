"""Views that receive the typed parts of their path and build the path again by name."""

# --8<-- [start:view]
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import ViewSet


class BookViewSet(ViewSet):
    lookup_value_converter = "int"

    def retrieve(self, request: Request, pk: int) -> Response:
        return Response({"id": pk, "url": reverse("book-detail", kwargs={"pk": pk})})


@api_view(["GET"])
def archive(request: Request, year: int, month: int) -> Response:
    url = reverse("archive", kwargs={"year": year, "month": month})
    return Response({"year": year, "month": month, "url": url})


@api_view(["GET"])
def file(request: Request, tail: str) -> Response:
    return Response({"path": tail, "url": reverse("file", kwargs={"tail": tail})})


# --8<-- [end:view]
