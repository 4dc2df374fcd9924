"""`fields = "__all__"` answers with every column, and lets a stranger set every column."""

from tests.traps.conftest import Start

READER = {"name": "Ada", "is_editor": True}


def test_the_bad_way_tells_the_key_and_makes_an_editor(start: Start) -> None:
    answer = start("drf").post("/bad/readers", json=READER)
    assert answer.status_code == 201
    assert len(answer.json()["api_key"]) == 32
    assert answer.json()["is_editor"] is True


def test_the_good_way_does_neither(start: Start) -> None:
    answer = start("drf").post("/good/readers", json=READER)
    assert answer.status_code == 201
    assert answer.json() == {"id": 1, "name": "Ada", "is_editor": False}
