"""Every origin with credentials means that every site may read what its visitor may read."""

from tests.traps.conftest import Start

COOKIE = {"Cookie": "session=1"}


def test_the_bad_way_lets_any_site_read_with_cookies(start: Start) -> None:
    headers = COOKIE | {"Origin": "https://evil.example"}
    answer = start("fastapi", app="bad").get("/me", headers=headers)
    assert answer.headers["access-control-allow-origin"] == "https://evil.example"
    assert answer.headers["access-control-allow-credentials"] == "true"


def test_the_good_way_lets_one_site_read(start: Start) -> None:
    client = start("fastapi", app="good")
    evil = client.get("/me", headers=COOKIE | {"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in evil.headers
    own = client.get("/me", headers=COOKIE | {"Origin": "https://shelf.example"})
    assert own.headers["access-control-allow-origin"] == "https://shelf.example"
    assert "origin" in own.headers["vary"].lower()
