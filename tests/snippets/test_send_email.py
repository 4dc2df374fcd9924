"""Contract of `send_email`: a message reaches the mail server, or the caller is told that not."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

import pytest

from fieldguide import serving
from tests.snippets.harness import (
    REFUSED,
    Client,
    Output,
    Stage,
    at_once,
    detail,
    payload,
    wrong_fields,
)
from tests.snippets.services import Mailbox

NAME = "Zoë Đặng 書"
EMAIL = "zoe.dang@example.com"
UNSENT = (502, 503)


@pytest.fixture(autouse=True)
def inbox(mailbox: Mailbox) -> Iterator[Mailbox]:
    """The mail server, empty and willing."""
    mailbox.messages.clear()
    mailbox.recipients.clear()
    yield mailbox
    mailbox.refuses = False


def invite(client: Client, email: object = EMAIL, name: object = NAME) -> Any:
    return client.post("/invitations", json={"email": email, "name": name})


def invited(client: Client, inbox: Mailbox, name: str = NAME) -> EmailMessage:
    """Invite somebody; return the one message that the mail server got."""
    payload(invite(client, name=name), 202)
    (message,) = inbox.messages
    return message


def part(message: EmailMessage, subtype: str) -> str:
    """Return the text of one of a message's bodies."""
    body = message.get_body((subtype,))
    assert body is not None
    return str(body.get_content())


def as_read(message: EmailMessage) -> str:
    """Return a message as a reader's mail program would show it."""
    headers = ["From", "To", "Subject", "Date", "Message-ID", "Content-Type"]
    lines = [f"{header}: {' '.join(message[header].split())}" for header in headers]
    for body in message.iter_parts():
        assert isinstance(body, EmailMessage)
        lines += ["", f"({body.get_content_type()})", body.get_content().strip()]
    return "\n".join(lines)


# ------------------------------------------------------------------------------ what is delivered


def test_the_message_reaches_the_mail_server(
    client: Client, inbox: Mailbox, output: Output
) -> None:
    message = invited(client, inbox)
    assert inbox.recipients == [[EMAIL]]
    output(
        "message",
        as_read(message),
        (r"(?m)^Date: .*$", "Date: Sat, 21 Nov 2026 09:30:00 +0000"),
        (r"<.*@books\.example>\nC", "<20261121093000.1@books.example>\nC"),
        (r'boundary=".*"', 'boundary="="'),
    )


def test_the_answer_names_the_message(client: Client, inbox: Mailbox) -> None:
    answer = payload(invite(client), 202)
    (message,) = inbox.messages
    assert answer == {"email": EMAIL, "message_id": message["Message-ID"]}


def test_subject_and_bodies_keep_every_script(client: Client, inbox: Mailbox) -> None:
    message = invited(client, inbox)
    assert NAME in message["Subject"]
    assert NAME in part(message, "plain")
    assert NAME in part(message, "html")


def test_a_message_is_text_first_and_html_as_its_alternative(
    client: Client, inbox: Mailbox
) -> None:
    message = invited(client, inbox)
    assert message.get_content_type() == "multipart/alternative"
    kinds = [body.get_content_type() for body in message.iter_parts()]
    assert kinds == ["text/plain", "text/html"]


def test_sender_and_recipient_are_named(client: Client, inbox: Mailbox) -> None:
    message = invited(client, inbox)
    (sender,) = message["From"].addresses
    assert sender == Address("The reading list", "invitations", "books.example")
    (recipient,) = message["To"].addresses
    assert recipient == Address(NAME, addr_spec=EMAIL)


@pytest.mark.parametrize(
    "name",
    [
        "Eliot, George",
        'Mary "George" Evans',
        "a <b@example.net>",
        "Ada; Grace:",
        "名" * 80,
        "x" * 80,
    ],
    ids=["comma", "quotes", "address", "group", "long-wide", "long"],
)
def test_a_name_cannot_add_a_recipient(client: Client, inbox: Mailbox, name: str) -> None:
    message = invited(client, inbox, name)
    assert inbox.recipients == [[EMAIL]]
    assert [address.addr_spec for address in message["To"].addresses] == [EMAIL]
    # Python 3.11 reads a space between two encoded words of a name, where RFC 2047 has none.
    shown = "".join(message["To"].addresses[0].display_name.split())
    assert shown == "".join(name.split())
    assert name in message["Subject"]


def test_the_date_is_now(client: Client, inbox: Mailbox) -> None:
    sent = invited(client, inbox)["Date"].datetime
    if sent.tzinfo is None:  # It ends in -0000, which stands for UTC at an unknown place.
        sent = sent.replace(tzinfo=UTC)
    assert abs(sent - datetime.now(UTC)) < timedelta(minutes=1)


def test_each_message_has_an_id_that_does_not_name_the_machine(
    client: Client, inbox: Mailbox
) -> None:
    for _ in range(2):
        payload(invite(client), 202)
    ids = [message["Message-ID"] for message in inbox.messages]
    assert len(set(ids)) == 2
    assert all(one.startswith("<") and one.endswith("@books.example>") for one in ids)


def test_html_in_a_name_stays_text(client: Client, inbox: Mailbox) -> None:
    name = "<script>x</script> & <b>Co</b>"
    message = invited(client, inbox, name)
    assert name in part(message, "plain")
    assert "<script>" not in part(message, "html")
    assert "&lt;script&gt;" in part(message, "html")
    assert "&amp; &lt;b&gt;" in part(message, "html")


def test_parallel_invitations_are_messages_of_their_own(client: Client, inbox: Mailbox) -> None:
    emails = [f"reader-{number}@example.com" for number in range(8)]
    at_once(8, lambda number: payload(invite(client, emails[number], f"R{number}"), 202))
    got = {
        (*recipients, message["To"].addresses[0].display_name)
        for recipients, message in zip(inbox.recipients, inbox.messages, strict=True)
    }
    assert got == {(email, f"R{number}") for number, email in enumerate(emails)}


# ------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    "break_", ["\n", "\r", "\r\n", "\x00", "\x0b", "\x85", "\u2028"], ids=ascii
)
def test_a_name_cannot_add_a_header(client: Client, inbox: Mailbox, break_: str) -> None:
    answer = invite(client, name=f"Kim{break_}Bcc: everybody@example.net")
    assert wrong_fields(answer) == {"name"}
    assert not inbox.messages


def test_a_name_cannot_hide_a_header_in_an_encoded_word(client: Client, inbox: Mailbox) -> None:
    answer = invite(client, name="=?utf-8?q?Kim=0D=0ABcc:_everybody=40example.net?=")
    assert wrong_fields(answer) == {"name"}
    assert not inbox.messages


@pytest.mark.parametrize("name", ["", "   ", None, "x" * 81])
def test_a_wrong_name_is_refused(client: Client, inbox: Mailbox, name: object) -> None:
    assert wrong_fields(invite(client, name=name)) == {"name"}
    assert not inbox.messages


@pytest.mark.parametrize(
    "email",
    [
        "",
        "kim",
        "kim@",
        "@example.com",
        "kim@example",
        "kim lee@example.com",
        "kim..lee@example.com",
        ".kim@example.com",
        "kim.@example.com",
        "kim@example.com, lee@example.com",
        "kim@example.com,lee@example.com",
        "kim@example.com\nBcc: lee@example.com",
        "kim@exam\nple.com",
        "Kim <kim@example.com>",
        "<kim@example.com>",
        "käthe@example.com",
        "kim@example.com> SIZE=1",
        "k" * 250 + "@example.com",
        None,
        ["kim@example.com"],
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_a_wrong_address_is_refused(client: Client, inbox: Mailbox, email: object) -> None:
    assert wrong_fields(invite(client, email=email)) == {"email"}
    assert not inbox.messages


def test_an_address_with_a_domain_beyond_ascii_is_encoded_or_refused(
    client: Client, inbox: Mailbox
) -> None:
    answer = invite(client, email="kim@bücher.example")
    assert answer.status_code in {202, *REFUSED}
    if answer.status_code == 202:
        assert inbox.recipients == [["kim@xn--bcher-kva.example"]]


def test_both_wrong_fields_are_named(client: Client) -> None:
    assert wrong_fields(client.post("/invitations", json={})) == {"email", "name"}


@pytest.mark.parametrize(
    ("body", "content_type"),
    [(b"{", "application/json"), (b"[]", "application/json"), (b"email=a%40b.cc", "text/plain")],
)
def test_what_is_no_json_object_is_refused(
    client: Client, inbox: Mailbox, body: bytes, content_type: str
) -> None:
    answer = client.post("/invitations", content=body, headers={"content-type": content_type})
    payload(answer, 400, 415, 422)
    assert not inbox.messages


# --------------------------------------------------------------------------- when mail does not go


def leaks(text: str, port: int) -> list[str]:
    """Return what an answer tells of the mail server and of the code."""
    secrets = ("451", "Try again later\n", str(port), "smtp", "Errno", "Traceback", "refused")
    return [secret for secret in secrets if secret.lower() in text.lower()]


def test_a_refusal_of_the_mail_server_is_told(client: Client, inbox: Mailbox) -> None:
    inbox.refuses = True
    message = detail(invite(client), *UNSENT)
    assert not leaks(message, inbox.port)
    inbox.refuses = False
    payload(invite(client), 202)
    assert len(inbox.messages) == 1


def test_a_silent_or_absent_mail_server_holds_nobody_up(stage: Stage) -> None:
    with socket.create_server((serving.HOST, 0)) as silent, ThreadPoolExecutor(1) as pool:
        port = silent.getsockname()[1]
        with (
            stage.start(SMTP_PORT=str(port), SMTP_TIMEOUT="2") as server,
            Client(stage, server) as client,
        ):
            waiting = pool.submit(invite, client)
            silent.settimeout(20)
            connection, _ = silent.accept()
            with connection:
                start = time.monotonic()
                client.get("/")
                assert time.monotonic() - start < 1.5, "other requests wait for the mail server"
                assert not leaks(detail(waiting.result(20), *UNSENT), port)
            silent.close()
            assert not leaks(detail(invite(client), *UNSENT), port)
