"""Create, read, replace and delete items."""

# --8<-- [start:view]
from typing import Any

from rest_framework.reverse import reverse
from rest_framework.viewsets import ModelViewSet

from .models import Item
from .serializers import ItemSerializer


class ItemViewSet(ModelViewSet[Item]):
    queryset = Item.objects.order_by("id")
    serializer_class = ItemSerializer
    http_method_names = ["get", "post", "put", "delete", "head", "options"]

    def get_success_headers(self, data: Any) -> dict[str, str]:
        return {"Location": reverse("item-detail", kwargs={"pk": data["id"]})}


# --8<-- [end:view]
