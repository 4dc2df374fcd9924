"""The N+1 problem, which hides in a serializer, and select_related as its end."""

# --8<-- [start:view]
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from .models import Book
from .serializers import BookSerializer


class BookViewSet(GenericViewSet[Book]):
    queryset = Book.objects.order_by("title")
    serializer_class = BookSerializer

    @action(detail=False)
    def lazy(self, request: Request) -> Response:
        """One query for the books, then one for the author of each."""
        books = self.get_queryset()
        return Response(self.get_serializer(books, many=True).data)

    @action(detail=False)
    def eager(self, request: Request) -> Response:
        """One query that joins both tables."""
        books = self.get_queryset().select_related("author")
        return Response(self.get_serializer(books, many=True).data)


# --8<-- [end:view]
