"""What the reading list promises."""

from fastapi.testclient import TestClient


def test_a_new_list_is_empty(stranger: TestClient) -> None:
    assert stranger.get("/books").json() == []


def test_who_is_logged_in_adds_a_book(ada: TestClient) -> None:
    assert ada.post("/books", json={"title": "Emma", "stars": 5}).status_code == 201
    assert ada.get("/books").json() == [{"title": "Emma", "stars": 5, "reader": "Ada"}]


def test_a_stranger_adds_nothing(stranger: TestClient) -> None:
    assert stranger.post("/books", json={"title": "Emma", "stars": 5}).status_code == 401
    assert stranger.get("/books").json() == []


def test_a_made_up_token_is_refused(stranger: TestClient) -> None:
    answer = stranger.post(
        "/books",
        json={"title": "Emma", "stars": 5},
        headers={"Authorization": "Bearer made-up"},
    )
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_six_stars_are_refused(ada: TestClient) -> None:
    answer = ada.post("/books", json={"title": "Emma", "stars": 6})
    assert answer.status_code == 422
    assert [problem["loc"] for problem in answer.json()["detail"]] == [["body", "stars"]]
    assert ada.get("/books").json() == []
