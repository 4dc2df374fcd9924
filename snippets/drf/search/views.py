"""Books found by words, years and order."""

from django.db.models import QuerySet
from rest_framework.filters import SearchFilter
from rest_framework.generics import ListAPIView

from .filters import StableOrderingFilter
from .models import Book
from .serializers import BookSerializer, SearchSerializer


class BookList(ListAPIView[Book]):
    queryset = Book.objects.select_related("author")
    serializer_class = BookSerializer
    filter_backends = [SearchFilter, StableOrderingFilter]
    search_fields = ["title", "author__name"]
    ordering_fields = ["title", "year"]
    ordering = ["title"]

    def get_queryset(self) -> QuerySet[Book]:
        # The filters pass over an order that they do not know; this refuses it.
        query = SearchSerializer(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        wanted = query.validated_data
        books = super().get_queryset()
        if "year_from" in wanted:
            books = books.filter(year__gte=wanted["year_from"])
        if "year_to" in wanted:
            books = books.filter(year__lte=wanted["year_to"])
        return books
