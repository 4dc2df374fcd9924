"""An order that leaves nothing to chance."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from rest_framework.filters import OrderingFilter
from rest_framework.request import Request
from rest_framework.views import APIView


class StableOrderingFilter(OrderingFilter):
    """Puts books of one year, or of one title, into one order every time."""

    def get_ordering(
        self, request: Request, queryset: QuerySet[Any], view: APIView
    ) -> Sequence[str]:
        return [*(super().get_ordering(request, queryset, view) or []), "pk"]
