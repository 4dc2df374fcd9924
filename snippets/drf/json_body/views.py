"""A JSON body, checked by a serializer; every wrong field is named in the answer."""

# --8<-- [start:view]
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import ViewSet

from .serializers import BookSerializer
from .store import Shelf

shelf = Shelf()


class BookViewSet(ViewSet):
    lookup_value_converter = "int"

    def list(self, request: Request) -> Response:
        return Response(BookSerializer(shelf.all(), many=True).data)

    def create(self, request: Request) -> Response:
        serializer = BookSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        book = shelf.add(**serializer.validated_data)
        location = reverse("book-detail", kwargs={"pk": book["id"]})
        return Response(
            BookSerializer(book).data,
            status=status.HTTP_201_CREATED,
            headers={"Location": location},
        )

    def retrieve(self, request: Request, pk: int) -> Response:
        book = shelf.get(pk)
        if book is None:
            raise NotFound
        return Response(BookSerializer(book).data)


# --8<-- [end:view]
