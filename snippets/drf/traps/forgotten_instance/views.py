"""A serializer whose `create()` ends without a value, and one whose `create()` returns the row."""

import secrets
from typing import Any

from rest_framework import generics, serializers

from .models import Reader


# --8<-- [start:bad]
class ForgetfulReaderSerializer(serializers.ModelSerializer[Any]):
    class Meta:
        model = Reader
        fields = ["id", "name"]

    def create(self, validated_data: dict[str, Any]) -> None:
        Reader.objects.create(api_key=secrets.token_urlsafe(24), **validated_data)


# --8<-- [end:bad]
# --8<-- [start:good]
class ReaderSerializer(serializers.ModelSerializer[Reader]):
    class Meta:
        model = Reader
        fields = ["id", "name"]

    def create(self, validated_data: dict[str, Any]) -> Reader:
        return Reader.objects.create(api_key=secrets.token_urlsafe(24), **validated_data)


# --8<-- [end:good]


class BadReaders(generics.ListCreateAPIView[Reader]):
    queryset = Reader.objects.order_by("id")
    serializer_class = ForgetfulReaderSerializer


class GoodReaders(generics.ListCreateAPIView[Reader]):
    queryset = Reader.objects.order_by("id")
    serializer_class = ReaderSerializer
