"""A book as it is answered: the author is a name."""

# --8<-- [start:serializer]
from rest_framework import serializers

from .models import Author, Book


class BookSerializer(serializers.ModelSerializer[Book]):
    # This line costs a query for each book whose author is not at hand.
    author = serializers.SlugRelatedField[Author](slug_field="name", read_only=True)

    class Meta:
        model = Book
        fields = ["title", "author"]


# --8<-- [end:serializer]
