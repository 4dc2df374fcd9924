"""The form that a cover is sent by."""

from rest_framework import serializers


class CoverSerializer(serializers.Serializer[dict[str, object]]):
    cover = serializers.FileField()
