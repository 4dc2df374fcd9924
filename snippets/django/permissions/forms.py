"""What a review and a role have to look like."""

from django import forms

from .roles import PERMISSIONS


class ReviewForm(forms.Form):
    text = forms.CharField(max_length=1000)


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=[(role, role) for role in PERMISSIONS])
