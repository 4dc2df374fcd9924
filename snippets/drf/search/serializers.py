"""What may be searched for, and a book as it is answered."""

from typing import Any

from rest_framework import serializers

from .models import Author, Book


class SearchSerializer(serializers.Serializer[dict[str, Any]]):
    # A hundred letters hold fifty words at most; thousands would be too deep for SQLite's parser.
    q = serializers.CharField(max_length=100, allow_blank=True, required=False)
    year_from = serializers.IntegerField(min_value=0, max_value=9999, required=False)
    year_to = serializers.IntegerField(min_value=0, max_value=9999, required=False)
    order_by = serializers.ChoiceField(["title", "-title", "year", "-year"], required=False)


class BookSerializer(serializers.ModelSerializer[Book]):
    author = serializers.SlugRelatedField[Author](slug_field="name", read_only=True)

    class Meta:
        model = Book
        fields = ["title", "author", "year"]
