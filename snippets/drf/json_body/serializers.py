"""What a book has to look like."""

from typing import Any

# --8<-- [start:serializer]
from rest_framework import serializers


class BookSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField(read_only=True)
    title = serializers.CharField(max_length=200)
    year = serializers.IntegerField(min_value=1450, max_value=2100)


# --8<-- [end:serializer]
