"""Pages by number, where a wrong value is an error."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class PageQuery(serializers.Serializer[dict[str, int]]):
    page = serializers.IntegerField(default=1, min_value=1, max_value=1_000_000)
    per_page = serializers.IntegerField(default=20, min_value=1, max_value=100)


class StrictPagination(BasePagination):
    """PageNumberPagination takes its default for a size that it cannot read; this one refuses."""

    def paginate_queryset(
        self,
        queryset: QuerySet[Any, Any] | Sequence[Any],
        request: Request,
        view: APIView | None = None,
    ) -> list[Any]:
        query = PageQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        self.wanted = query.validated_data
        self.total = queryset.count() if isinstance(queryset, QuerySet) else len(queryset)
        start = (self.wanted["page"] - 1) * self.wanted["per_page"]
        return list(queryset[start : start + self.wanted["per_page"]])

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"items": data, **self.wanted, "total": self.total})
