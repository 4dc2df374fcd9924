"""A handler for `Exception` turns a 404 into a 500, tells secrets and keeps the log empty."""

from tests.traps.conftest import Start


def test_the_bad_way_answers_500_for_a_path_that_does_not_exist(start: Start) -> None:
    assert start("flask", app="bad").get("/nowhere").status_code == 500


def test_the_bad_way_tells_the_secret_and_logs_nothing(start: Start) -> None:
    client = start("flask", app="bad")
    answer = client.get("/broken")
    assert "swordfish" in answer.text
    assert "Traceback" not in client.server.text()


def test_the_good_way_answers_404_and_keeps_the_secret_in_the_log(start: Start) -> None:
    client = start("flask", app="good")
    assert client.get("/nowhere").status_code == 404
    answer = client.get("/broken")
    assert answer.status_code == 500
    assert "swordfish" not in answer.text
    assert "swordfish" in client.server.text()
