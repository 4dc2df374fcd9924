"""An item as it comes in and as it goes out."""

# --8<-- [start:serializer]
from decimal import Decimal

from rest_framework import serializers

from .models import Item


class ItemSerializer(serializers.ModelSerializer[Item]):
    class Meta:
        model = Item
        fields = ["id", "name", "description", "price", "in_stock"]
        # The defaults of the model serve new items alone: without these, PUT would keep the old
        # value of a field that is left out.
        extra_kwargs = {"description": {"default": ""}, "in_stock": {"default": True}}

    def validate_price(self, price: Decimal) -> Decimal:
        # "-0" passes as 0 or more, and only the database would drop its sign.
        return price or Decimal(0)


# --8<-- [end:serializer]
