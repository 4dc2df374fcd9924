"""Posts by category and by text."""

from typing import Any

from django.db.models import Q, QuerySet
from rest_framework import serializers
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.views import APIView


class PostQuery(serializers.Serializer[dict[str, str]]):
    category = serializers.CharField(max_length=50, allow_blank=True, required=False)
    q = serializers.CharField(max_length=100, allow_blank=True, trim_whitespace=False, default="")


class PostFilter(BaseFilterBackend):
    """SearchFilter would look for each word by itself; this one takes the text as it stands."""

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: APIView
    ) -> QuerySet[Any]:
        query = PostQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        wanted = query.validated_data
        if "category" in wanted:
            queryset = queryset.filter(category__slug=wanted["category"])
        if wanted["q"]:
            # icontains makes %, _ and \ mean themselves.
            found = Q(title__icontains=wanted["q"]) | Q(body__icontains=wanted["q"])
            queryset = queryset.filter(found)
        return queryset
