"""An empty list is false: a cache that is asked with `if not` never keeps the answer *none*."""

from tests.traps.conftest import Running, Start


def queries(client: Running, path: str, titles: list[str]) -> list[int]:
    """Ask three times; return how many queries each took."""
    answers = [client.get(path) for _ in range(3)]
    assert [answer.json() for answer in answers] == [{"titles": titles}] * 3
    return [int(answer.headers["x-query-count"]) for answer in answers]


def test_the_bad_way_asks_each_time_for_what_is_not_there(start: Start) -> None:
    client = start("django")
    assert queries(client, "/bad/titles/Toni Morrison", ["Beloved"]) == [1, 0, 0]
    assert queries(client, "/bad/titles/Nobody", []) == [1, 1, 1]


def test_the_good_way_asks_once(start: Start) -> None:
    client = start("django")
    assert queries(client, "/good/titles/Toni Morrison", ["Beloved"]) == [1, 0, 0]
    assert queries(client, "/good/titles/Nobody", []) == [1, 0, 0]
