"""A `create()` that returns nothing has written the row by the time that DRF complains."""

from tests.traps.conftest import Start

READER = {"name": "Ada"}


def test_the_bad_way_answers_500_and_keeps_the_row(start: Start) -> None:
    client = start("drf")
    assert [client.post("/bad/readers", json=READER).status_code for _ in range(2)] == [500, 500]
    assert "did not return an object instance" in client.server.text()
    # Whoever sent it again, as one does after a 500, is there twice.
    assert [reader["name"] for reader in client.get("/good/readers").json()] == ["Ada", "Ada"]


def test_the_good_way_answers_with_the_row(start: Start) -> None:
    client = start("drf")
    answer = client.post("/good/readers", json=READER)
    assert (answer.status_code, answer.json()) == (201, {"id": 1, "name": "Ada"})
    assert client.get("/good/readers").json() == [{"id": 1, "name": "Ada"}]
