"""What an invitation has to look like."""

from django import forms
from django.core.validators import RegexValidator


class InvitationForm(forms.Form):
    email = forms.EmailField(max_length=254)
    name = forms.CharField(
        max_length=80,
        # They have no place in a header, and a line end would begin the next one.
        validators=[
            RegexValidator(
                r"[\x00-\x1f\x7f-\x9f\u2028\u2029]",
                "Enter one line without control characters.",
                inverse_match=True,
            )
        ],
    )
