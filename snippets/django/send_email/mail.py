"""The invitation as a message in plain text and in HTML."""

from email.headerregistry import Address
from email.utils import make_msgid

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

TEXT = """\
Dear {name},

you are invited to the reading list – three books are waiting for you.
"""


def compose(email: str, name: str) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=f"{name}, your reading list – an invitation",
        body=TEXT.format(name=name),
        # Not formataddr, which refuses a domain such as bücher.example.
        to=[str(Address(name, addr_spec=email))],
        # By default its domain is the name of this machine.
        headers={"Message-ID": make_msgid(domain="books.example")},
    )
    html = render_to_string("send_email/invitation.html", {"name": name})
    message.attach_alternative(html, "text/html")
    return message
