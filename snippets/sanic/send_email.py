"""Invite somebody by e-mail, and say so if the mail server does not take the message."""

import os
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid
from html import escape
from typing import Annotated

import aiosmtplib
from pydantic import AfterValidator, BaseModel, StringConstraints, ValidationError
from sanic import HTTPResponse, Request, Sanic, json
from sanic.exceptions import SanicException
from sanic.log import logger

app = Sanic("send_email")
app.config.FALLBACK_ERROR_FORMAT = "json"
app.config.REQUEST_MAX_SIZE = 16 * 1024

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
    # One address and nothing around it; an IDNA domain comes in its ASCII form.
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


@app.post("/invitations")
async def invite(request: Request) -> HTTPResponse:
    if request.content_type.partition(";")[0].strip().lower() != "application/json":
        raise SanicException("Send the invitation as application/json.", 415, quiet=True)
    invitation = Invitation.model_validate_json(request.body)
    message = compose(invitation)
    try:
        # A relay on this machine; one elsewhere also needs `start_tls=True` and a password.
        await aiosmtplib.send(message, hostname=SMTP_HOST, port=SMTP_PORT, timeout=SMTP_TIMEOUT)
    except aiosmtplib.SMTPException as error:
        logger.warning("No mail server took the message: %s", type(error).__name__)
        detail = "The invitation could not be sent. Try again later."
        return json({"detail": detail}, status=502)
    answer = {"email": invitation.email, "message_id": message["Message-ID"]}
    return json(answer, status=202)


@app.exception(ValidationError)
async def refuse_fields(request: Request, error: ValidationError) -> HTTPResponse:
    errors: dict[str, list[str]] = {}
    for problem in error.errors():
        field = ".".join(map(str, problem["loc"])) or "body"
        errors.setdefault(field, []).append(problem["msg"])
    return json({"errors": errors}, status=422)
