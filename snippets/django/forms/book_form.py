"""What a reader may write about a book."""

from django import forms


class BookForm(forms.Form):
    title = forms.CharField(max_length=200)
    year = forms.IntegerField(min_value=1450, max_value=2100)
    review = forms.CharField(required=False, max_length=2000, widget=forms.Textarea)
