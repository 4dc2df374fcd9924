"""A form as the validator of an order."""

from django import forms

from .models import Book


class OrderForm(forms.Form):
    reader = forms.CharField(max_length=100)
    books = forms.ModelMultipleChoiceField(Book.objects.all())
    voucher = forms.CharField(max_length=20, required=False)
