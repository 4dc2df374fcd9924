"""A serializer with every field, and one with a list of its own."""

import secrets

from rest_framework import generics, serializers

from .models import Reader


# --8<-- [start:bad]
class EveryField(serializers.ModelSerializer[Reader]):
    class Meta:
        model = Reader
        fields = "__all__"


# --8<-- [end:bad]
# --8<-- [start:good]
class PublicFields(serializers.ModelSerializer[Reader]):
    class Meta:
        model = Reader
        fields = ["id", "name", "is_editor"]
        read_only_fields = ["is_editor"]


# --8<-- [end:good]


class WithKey(generics.CreateAPIView[Reader]):
    queryset = Reader.objects.all()

    def perform_create(self, serializer: serializers.BaseSerializer[Reader]) -> None:
        serializer.save(api_key=secrets.token_urlsafe(24))


class OpenReaders(WithKey):
    serializer_class = EveryField


class Readers(WithKey):
    serializer_class = PublicFields
