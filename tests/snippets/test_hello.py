"""Contract of `hello`: the least code that answers a request."""

from tests.snippets.harness import Client, at_once, media_type


def test_the_greeting_is_plain_text(client: Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert media_type(answer) == "text/plain"
    assert answer.content == b"Hello, reader!"


def test_a_path_without_a_route_is_not_found(client: Client) -> None:
    assert client.get("/nowhere").status_code == 404


def test_twenty_readers_are_greeted_at_once(client: Client) -> None:
    answers = at_once(20, lambda _: client.get("/"))
    assert [answer.status_code for answer in answers] == [200] * 20
    assert {answer.content for answer in answers} == {b"Hello, reader!"}
