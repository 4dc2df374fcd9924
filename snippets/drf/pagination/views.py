"""The same list by offset and by cursor."""

from rest_framework import serializers
from rest_framework.generics import ListAPIView

from .models import Book
from .pages import BookPagination, FeedPagination


class BookSerializer(serializers.ModelSerializer[Book]):
    class Meta:
        model = Book
        fields = ["id", "title"]


class BookList(ListAPIView[Book]):
    queryset = Book.objects.order_by("-pk")
    serializer_class = BookSerializer
    pagination_class = BookPagination


class Feed(ListAPIView[Book]):
    queryset = Book.objects.all()
    serializer_class = BookSerializer
    pagination_class = FeedPagination
