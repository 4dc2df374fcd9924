"""Invite somebody by e-mail, and say so if the mail server does not take the message."""

import logging
import os
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid
from html import escape
from typing import Annotated

import aiosmtplib
from fastapi import FastAPI, HTTPException, status
from pydantic import AfterValidator, BaseModel, StringConstraints

app = FastAPI(max_body_size=16 * 1024)
logger = logging.getLogger("uvicorn.error")

SMTP_HOST = os.environ.get("SMTP_HOST", "localhost")
SMTP_PORT = int(os.environ.get("SMTP_PORT", "25"))
SMTP_TIMEOUT = float(os.environ.get("SMTP_TIMEOUT", "10"))
SENDER = Address("The reading list", "invitations", "books.example")


def one_address(email: str) -> str:
    """Refuse what the header's own parser would refuse, such as two dots in a row."""
    try:
        Address(addr_spec=email)
    except (MessageError, ValueError):
        raise ValueError("no e-mail address") from None
    return email


def no_encoded_word(name: str) -> str:
    if "=?" in name:
        raise ValueError("no name")
    return name


class Invitation(BaseModel):
    # One address and nothing around it. Pydantic's EmailStr would need the package email-validator.
    email: Annotated[
        str,
        StringConstraints(
            max_length=254,
            pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+$",
        ),
        AfterValidator(one_address),
    ]
    # No line ends and no other control characters: the name stands in headers. And no `=?`, which
    # begins an encoded word: Python before 3.11.10 lets line ends through that hide in one.
    name: Annotated[
        str,
        StringConstraints(
            strip_whitespace=True,
            min_length=1,
            max_length=80,
            pattern=r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]+$",
        ),
        AfterValidator(no_encoded_word),
    ]


class Sent(BaseModel):
    email: str
    message_id: str


TEXT = """\
Dear {name},

you are invited to the reading list – three books are waiting for you.
"""

HTML = """\
<p>Dear <b>{name}</b>,</p>
<p>you are invited to the reading list – three books are waiting for you.</p>
"""


def compose(to: Invitation) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = f"{to.name}, your reading list – an invitation"
    message["From"] = SENDER
    message["To"] = Address(to.name, addr_spec=to.email)
    message["Date"] = datetime.now(UTC)
    # Without a domain it would tell the name of this machine.
    message["Message-ID"] = make_msgid(domain=SENDER.domain)
    message.set_content(TEXT.format(name=to.name))
    message.add_alternative(HTML.format(name=escape(to.name)), subtype="html")
    return message


@app.post("/invitations", status_code=status.HTTP_202_ACCEPTED)
async def invite(invitation: Invitation) -> Sent:
    message = compose(invitation)
    try:
        # A relay on this machine; one elsewhere also needs `start_tls=True` and a password.
        await aiosmtplib.send(message, hostname=SMTP_HOST, port=SMTP_PORT, timeout=SMTP_TIMEOUT)
    except aiosmtplib.SMTPException as error:
        logger.warning("No mail server took the message: %s", type(error).__name__)
        raise HTTPException(
            status.HTTP_502_BAD_GATEWAY, "The invitation could not be sent. Try again later."
        ) from error
    return Sent(email=invitation.email, message_id=message["Message-ID"])
