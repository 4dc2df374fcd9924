"""A login that follows any `next` sends its visitors wherever a link of a stranger wants."""

import pytest

from tests.traps.conftest import Start

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "///evil.example/",
    "javascript:alert(1)",
    "evil.example",
]


def test_the_bad_way_leads_to_another_site(start: Start) -> None:
    answer = start("flask").post("/bad/login", params={"next": "https://evil.example/"})
    assert answer.headers["location"] == "https://evil.example/"


@pytest.mark.xdist_group("open_redirect")
def test_the_good_way_stays_here(start: Start) -> None:
    client = start("flask")
    for target in ELSEWHERE:
        answer = client.post("/good/login", params={"next": target})
        assert answer.headers["location"] == "/", target
    answer = client.post("/good/login", params={"next": "/shelf?page=2"})
    assert answer.headers["location"] == "/shelf?page=2"
