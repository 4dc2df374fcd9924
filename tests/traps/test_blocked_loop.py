"""One blocking call in an `async def` endpoint stops every other request of the process."""

import threading
import time

import pytest

from tests.traps.conftest import Running, Start


def longest_wait(client: Running, path: str) -> float:
    """Ask for a slow path and, meanwhile, for /ping; return the longest time a ping took."""
    slow = threading.Thread(target=client.get, args=(path,))
    slow.start()
    longest = 0.0
    while slow.is_alive():
        began = time.perf_counter()
        assert client.get("/ping").json() == {"ping": "pong"}
        longest = max(longest, time.perf_counter() - began)
    slow.join()
    return longest


def test_the_bad_way_makes_others_wait(start: Start) -> None:
    assert longest_wait(start("fastapi"), "/bad/report") > 0.5


@pytest.mark.parametrize("path", ["/good/report", "/good/awaited"])
def test_the_good_way_lets_others_go_on(start: Start, path: str) -> None:
    assert longest_wait(start("fastapi"), path) < 0.5
