"""What an invitation has to look like."""

from email.errors import MessageError
from email.headerregistry import Address

from django import forms
from django.core.exceptions import ValidationError
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
            ),
            # It begins an encoded word: Python before 3.11.10 lets line ends through in one.
            RegexValidator(r"=\?", "Enter a name.", inverse_match=True),
        ],
    )

    def clean_email(self) -> str:
        """Refuse what the header's own parser would refuse, such as a control character."""
        email: str = self.cleaned_data["email"]
        try:
            Address(addr_spec=email)
            email.rpartition("@")[2].encode("idna")
        except (MessageError, ValueError):
            raise ValidationError("Enter a valid email address.") from None
        return email
