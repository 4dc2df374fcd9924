"""What a query string may hold."""

from django import forms


# --8<-- [start:form]
class BookQuery(forms.Form):
    limit = forms.IntegerField(min_value=1, max_value=100)


# --8<-- [end:form]
