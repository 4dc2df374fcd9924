"""Invite somebody by e-mail, and say so if the mail server does not take the message."""

import os
import smtplib
from collections import defaultdict
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Annotated, Any

from flask import Flask, abort, render_template_string, request
from pydantic import AfterValidator, BaseModel, StringConstraints, ValidationError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 16 * 1024

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
<p>Dear <b>{{ name }}</b>,</p>
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
    message.add_alternative(render_template_string(HTML, name=to.name), subtype="html")
    return message


def deliver(message: EmailMessage) -> None:
    # A relay on this machine; one elsewhere also needs `starttls` and `login`.
    with smtplib.SMTP(SMTP_HOST, SMTP_PORT, timeout=SMTP_TIMEOUT) as smtp:
        smtp.send_message(message)


@app.post("/invitations")
def invite() -> tuple[dict[str, str], int]:
    if not request.is_json:
        abort(415, "Send the invitation as application/json.")
    invitation = Invitation.model_validate_json(request.get_data())
    message = compose(invitation)
    try:
        deliver(message)
    except OSError as error:  # All that smtplib raises is one: refusals and time-outs too.
        app.logger.warning("No mail server took the message: %s", type(error).__name__)
        abort(502, "The invitation could not be sent. Try again later.")
    return {"email": invitation.email, "message_id": message["Message-ID"]}, 202


@app.errorhandler(ValidationError)
def refuse_fields(error: ValidationError) -> tuple[dict[str, Any], int]:
    errors: defaultdict[str, list[str]] = defaultdict(list)
    for problem in error.errors():
        errors[".".join(map(str, problem["loc"])) or "body"].append(problem["msg"])
    return {"errors": errors}, 422


@app.errorhandler(HTTPException)
def answer_in_json(error: HTTPException) -> Response:
    response = error.get_response()
    response.content_type = "application/json"
    response.set_data(app.json.dumps({"detail": error.description}))
    return response
