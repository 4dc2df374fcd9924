"""What a book has to look like, and what comes back if something is wrong."""

from typing import Any

from rest_framework import serializers


class BookSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField(read_only=True)
    title = serializers.CharField(max_length=200)
    year = serializers.IntegerField(min_value=1450, max_value=2100)


class PageSerializer(serializers.Serializer[Any]):
    limit = serializers.IntegerField(min_value=1, max_value=100, default=20)


class ProblemSerializer(serializers.Serializer[Any]):
    detail = serializers.CharField()


class WrongPageSerializer(serializers.Serializer[Any]):
    """The messages for the query."""

    limit = serializers.ListField(child=serializers.CharField())


class WrongBookSerializer(serializers.Serializer[Any]):
    """Messages for each wrong field, or one detail if the body is no JSON."""

    title = serializers.ListField(child=serializers.CharField(), required=False)
    year = serializers.ListField(child=serializers.CharField(), required=False)
    non_field_errors = serializers.ListField(child=serializers.CharField(), required=False)
    detail = serializers.CharField(required=False)
