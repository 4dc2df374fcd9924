"""What a query string may hold."""

from django import forms


class BookQuery(forms.Form):
    limit = forms.IntegerField(min_value=1, max_value=100)
