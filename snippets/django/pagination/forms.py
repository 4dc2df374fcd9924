"""What a client may ask for."""

from django import forms


class PageForm(forms.Form):
    limit = forms.IntegerField(min_value=1, max_value=100, required=False)
    page = forms.IntegerField(min_value=1, required=False)


class FeedForm(forms.Form):
    limit = forms.IntegerField(min_value=1, max_value=100, required=False)
    cursor = forms.CharField(required=False)
