"""A form as the validator of a JSON object."""

from typing import Any

# --8<-- [start:form]
from django import forms
from django.core.exceptions import ValidationError


class StrictCharField(forms.CharField):
    """Text that was sent as text: CharField alone turns a list into its repr."""

    def to_python(self, value: Any) -> Any:
        if value is None:
            raise ValidationError(self.error_messages["required"], code="required")
        if not isinstance(value, str):
            raise ValidationError("Enter a text.", code="invalid")
        if any("\ud800" <= character <= "\udfff" for character in value):
            # JSON can escape half a character, which no database and no answer can hold.
            raise ValidationError("Enter whole characters.", code="invalid")
        return super().to_python(value)


class BookForm(forms.Form):
    title = StrictCharField(max_length=200)
    year = forms.IntegerField(min_value=1450, max_value=2100)


# --8<-- [end:form]
