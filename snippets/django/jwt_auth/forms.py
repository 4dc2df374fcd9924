"""What a name, a password and a token have to look like."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator


class StrictCharField(forms.CharField):
    """Text that was sent as text: CharField alone turns a list into its repr."""

    def to_python(self, value: Any) -> Any:
        if value is None:
            raise ValidationError(self.error_messages["required"], code="required")
        if not isinstance(value, str):
            raise ValidationError("Enter a text.", code="invalid")
        if any("\ud800" <= character <= "\udfff" for character in value):
            # JSON can escape half a character, which can be neither hashed nor decoded.
            raise ValidationError("Enter whole characters.", code="invalid")
        return super().to_python(value)


is_plain_name = RegexValidator(
    r"\A[A-Za-z0-9_-]{3,30}\Z", "Use 3 to 30 letters, digits, hyphens or underscores."
)


class CredentialsForm(forms.Form):
    username = StrictCharField(strip=False, validators=[is_plain_name])
    password = StrictCharField(strip=False, min_length=12, max_length=256)


class RefreshForm(forms.Form):
    refresh = StrictCharField()
