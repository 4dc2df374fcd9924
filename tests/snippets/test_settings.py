"""Contract of `settings`: right ones are typed, and wrong ones stop the start by their name."""

from typing import Any

import pytest

from fieldguide.serving import StartError
from tests.snippets.harness import Client, Stage, payload

SHORT = "too-short-a-secret"


def test_what_is_not_set_has_its_default(client: Client) -> None:
    found = payload(client.get("/settings"), 200)
    assert found == {"page_size": 20, "maintenance": False, "genres": ["novel", "poetry"]}
    assert client.get("/").status_code == 200


def test_what_is_set_arrives_with_its_type(stage: Stage) -> None:
    given: dict[str, Any] = {"PAGE_SIZE": "5", "MAINTENANCE": "true", "GENRES": "essay, ,diary, "}
    with stage.start(**given) as server, Client(stage, server) as client:
        found = payload(client.get("/settings"), 200)
        assert found == {"page_size": 5, "maintenance": True, "genres": ["essay", "diary"]}
        assert client.get("/").status_code == 503


def test_the_secret_is_told_to_nobody(client: Client, stage: Stage) -> None:
    secret = stage.environment["SECRET_KEY"]
    for path in ("/", "/settings", "/nowhere"):
        answer = client.get(path)
        assert secret not in answer.text + str(answer.headers)
    assert secret not in client.server.text()


def test_without_a_secret_nothing_starts(stage: Stage) -> None:
    with pytest.raises(StartError, match=r"(?i)secret_key"), stage.start(without="SECRET_KEY"):
        pass


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", SHORT),
        ("PAGE_SIZE", "many"),
        ("PAGE_SIZE", "101"),
        ("MAINTENANCE", "perhaps"),
    ],
)
def test_a_wrong_value_stops_the_start_by_its_name(stage: Stage, name: str, value: str) -> None:
    given: dict[str, Any] = {name: value}
    with pytest.raises(StartError, match=rf"(?i){name}") as stopped, stage.start(**given):
        pass
    assert SHORT not in str(stopped.value)
