"""Anybody may see the books; who is logged in may add one."""

from rest_framework import generics, serializers

from .models import Book


class BookSerializer(serializers.ModelSerializer[Book]):
    reader = serializers.ReadOnlyField(source="reader.username")

    class Meta:
        model = Book
        fields = ["title", "stars", "reader"]


class BookList(generics.ListCreateAPIView[Book]):
    queryset = Book.objects.select_related("reader").order_by("id")
    serializer_class = BookSerializer

    def perform_create(self, serializer: serializers.BaseSerializer[Book]) -> None:
        serializer.save(reader=self.request.user)
