"""What a client may send; a form refuses the rest."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from .models import Category, Post

is_plain_name = RegexValidator(
    r"\A[A-Za-z0-9_-]{3,30}\Z", "Use 3 to 30 letters, digits, hyphens or underscores."
)


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


class SlugChoiceField(forms.ModelChoiceField):
    """A category by its slug, where a number or a list is none."""

    def to_python(self, value: Any) -> Any:
        if value is not None and not isinstance(value, str):
            raise ValidationError("Enter a text.", code="invalid")
        return super().to_python(value)


class LoginForm(forms.Form):
    name = StrictCharField(max_length=256, strip=False)
    password = StrictCharField(max_length=256, strip=False)


class RegisterForm(forms.Form):
    name = StrictCharField(strip=False, validators=[is_plain_name])
    password = StrictCharField(min_length=12, max_length=256, strip=False)


class PostForm(forms.ModelForm):
    category = SlugChoiceField(Category.objects.all(), to_field_name="slug")

    class Meta:
        model = Post
        fields = ["title", "body", "category"]
        field_classes = {"title": StrictCharField, "body": StrictCharField}


class PostQueryForm(forms.Form):
    page = forms.IntegerField(min_value=1, max_value=1_000_000)
    per_page = forms.IntegerField(min_value=1, max_value=100)
    category = forms.CharField(max_length=50, required=False)
    q = forms.CharField(max_length=100, required=False, strip=False)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__({"page": 1, "per_page": 20, **data})


class AuthorQueryForm(forms.Form):
    limit = forms.IntegerField(min_value=1, max_value=100)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__({"limit": 100, **data})
