"""A form as the validator of an order."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from .models import Book


class BooksField(forms.ModelMultipleChoiceField):
    def clean(self, value: Any) -> QuerySet[Book]:
        try:
            return super().clean(value)
        except OverflowError:
            # SQLite takes no number of more than 64 bits.
            raise forms.ValidationError("There is no such book.") from None


class OrderForm(forms.Form):
    reader = forms.CharField(max_length=100)
    books = BooksField(Book.objects.all())
    voucher = forms.CharField(max_length=20, required=False)
