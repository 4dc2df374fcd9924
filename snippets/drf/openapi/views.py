"""Books; drf-spectacular reads serializers and annotations, and the decorators say the rest."""

from threading import Lock
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import ViewSet

from .serializers import (
    BookSerializer,
    PageSerializer,
    ProblemSerializer,
    WrongBookSerializer,
    WrongPageSerializer,
)
from .store import Shelf

shelf = Shelf()
shelf.add("Middlemarch", 1871)
shelf.add("Kim", 1901)

BOOK_ID = OpenApiParameter("id", int, OpenApiParameter.PATH)


class BookViewSet(ViewSet):
    lookup_value_converter = "int"

    @extend_schema(
        operation_id="list_books",
        parameters=[PageSerializer],
        responses={200: BookSerializer(many=True), 400: WrongPageSerializer},
    )
    def list(self, request: Request) -> Response:
        """Return the first books."""
        page = PageSerializer(data=request.query_params)
        page.is_valid(raise_exception=True)
        books = shelf.all()[: page.validated_data["limit"]]
        return Response(BookSerializer(books, many=True).data)

    @extend_schema(
        operation_id="create_book",
        request=BookSerializer,
        responses={201: BookSerializer, 400: WrongBookSerializer, 415: ProblemSerializer},
    )
    def create(self, request: Request) -> Response:
        """Add a book."""
        serializer = BookSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        book = shelf.add(**serializer.validated_data)
        location = reverse("book-detail", kwargs={"pk": book["id"]})
        return Response(
            BookSerializer(book).data,
            status=status.HTTP_201_CREATED,
            headers={"Location": location},
        )

    @extend_schema(
        operation_id="read_book",
        parameters=[BOOK_ID],
        responses={200: BookSerializer, 404: ProblemSerializer},
    )
    def retrieve(self, request: Request, pk: int) -> Response:
        """Return one book."""
        book = shelf.get(pk)
        if book is None:
            raise NotFound
        return Response(BookSerializer(book).data)


class DocumentView(SpectacularJSONAPIView):
    """Serves one thread at a time: two that are the first at once make drf-spectacular fail."""

    lock = Lock()

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        with self.lock:
            return super().get(request, *args, **kwargs)
