"""Pages by limit and offset, where a wrong value is an error."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

LARGEST_OFFSET = 2**63 - 1
"""What SQLite and PostgreSQL can count to; a larger number would be an error inside."""


class PageQuery(serializers.Serializer[dict[str, int]]):
    limit = serializers.IntegerField(default=50, min_value=1, max_value=100)
    offset = serializers.IntegerField(default=0, min_value=0, max_value=LARGEST_OFFSET)


class StrictPagination(BasePagination):
    """LimitOffsetPagination takes its default for a limit that it cannot read; this one refuses."""

    def paginate_queryset(
        self,
        queryset: QuerySet[Any, Any] | Sequence[Any],
        request: Request,
        view: APIView | None = None,
    ) -> list[Any]:
        query = PageQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        start = query.validated_data["offset"]
        return list(queryset[start : start + query.validated_data["limit"]])

    def get_paginated_response(self, data: Any) -> Response:
        return Response(data)
