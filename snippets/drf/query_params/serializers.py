"""What a query string may hold."""

# --8<-- [start:serializer]
from rest_framework import serializers


class BookQuery(serializers.Serializer[dict[str, object]]):
    q = serializers.CharField(default="", allow_blank=True, trim_whitespace=False)
    limit = serializers.IntegerField(default=10, min_value=1, max_value=100)
    tag = serializers.ListField(
        child=serializers.CharField(allow_blank=True, trim_whitespace=False), default=list
    )


# --8<-- [end:serializer]
