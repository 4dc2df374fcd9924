"""The form that a cover is sent by."""

from django import forms


class CoverForm(forms.Form):
    cover = forms.FileField()
