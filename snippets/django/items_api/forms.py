"""Forms as validators of JSON and of the query string."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict

from .models import Item

LARGEST_OFFSET = 2**63 - 1
"""What SQLite and PostgreSQL can count to; a larger number would be an error inside."""


class StrictCharField(forms.CharField):
    """Text that was sent as text: CharField alone turns a list into its repr."""

    def to_python(self, value: Any) -> Any:
        if value is None:
            raise ValidationError(self.error_messages["required"], code="required")
        if not isinstance(value, str):
            raise ValidationError("Enter a text.", code="invalid")
        if any("\ud800" <= character <= "\udfff" for character in value):
            # JSON can escape half a character, which no database can hold.
            raise ValidationError("Enter whole characters.", code="invalid")
        return super().to_python(value)


class StrictBooleanField(forms.BooleanField):
    """true or false: BooleanField alone takes an absent value, and any text, for an answer."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("Enter true or false.", code="invalid")
        return value


class ItemForm(forms.ModelForm):
    class Meta:
        model = Item
        fields = ["name", "description", "price", "in_stock"]
        field_classes = {
            "name": StrictCharField,
            "description": StrictCharField,
            "in_stock": StrictBooleanField,
        }

    def __init__(self, data: Mapping[str, Any], instance: Item | None = None) -> None:
        # What is missing takes the default of the model, also where an item is replaced.
        defaults = model_to_dict(Item(), fields=["description", "in_stock"])
        super().__init__({**defaults, **data}, instance=instance)

    def clean_price(self) -> Decimal:
        # "-0" passes as 0 or more, and only the database would drop its sign.
        price: Decimal = self.cleaned_data["price"]
        return price or Decimal(0)


class PageForm(forms.Form):
    limit = forms.IntegerField(min_value=1, max_value=100)
    offset = forms.IntegerField(min_value=0, max_value=LARGEST_OFFSET)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__({"limit": 50, "offset": 0, **data})
