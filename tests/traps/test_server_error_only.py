"""An ordinary exception is no ServerError: Sanic's own error page answers it."""

from tests.traps.conftest import Start


def test_the_bad_way_answers_a_bug_in_another_format(start: Start) -> None:
    answer = start("sanic", app="bad").get("/broken")
    assert answer.status_code == 500
    assert not answer.headers["content-type"].startswith("application/json")


def test_the_good_way_answers_all_in_json(start: Start) -> None:
    client = start("sanic", app="good")
    answer = client.get("/broken")
    assert (answer.status_code, answer.json()) == (500, {"detail": "Something went wrong here."})
    assert client.get("/nowhere").status_code == 404
    assert client.get("/nowhere").headers["content-type"] == "application/json"
    assert "an ordinary bug" in client.server.text()
