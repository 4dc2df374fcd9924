"""What the reading list promises."""

from flask.testing import FlaskClient


def test_a_new_list_is_empty(stranger: FlaskClient) -> None:
    assert stranger.get("/books").json == []


def test_who_is_logged_in_adds_a_book(ada: FlaskClient, stranger: FlaskClient) -> None:
    assert ada.post("/books", json={"title": "Emma", "stars": 5}).status_code == 201
    assert stranger.get("/books").json == [{"title": "Emma", "stars": 5, "reader": "Ada"}]


def test_a_stranger_adds_nothing(stranger: FlaskClient) -> None:
    assert stranger.post("/books", json={"title": "Emma", "stars": 5}).status_code == 401
    assert stranger.get("/books").json == []


def test_six_stars_are_refused(ada: FlaskClient) -> None:
    answer = ada.post("/books", json={"title": "Emma", "stars": 6})
    assert answer.status_code == 400
    assert answer.get_json()["errors"].keys() == {"stars"}
    assert ada.get("/books").json == []
