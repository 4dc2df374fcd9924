"""`hash()` of text differs from process to process, so a cache behind it is never shared."""

from tests.traps.conftest import Running, Start


def keys(client: Running, way: str) -> set[str]:
    queries = ["author=Toni&year=1987", "year=1987&author=Toni"]
    return {client.get(f"/{way}/key?{query}").text for query in queries}


def test_the_bad_way_gives_each_process_another_key(start: Start) -> None:
    first, second = start("flask"), start("flask")
    assert keys(first, "bad") != keys(second, "bad")


def test_the_good_way_gives_every_process_the_same_key(start: Start) -> None:
    first, second = start("flask"), start("flask")
    assert keys(first, "good") == keys(second, "good")
    assert len(keys(first, "good")) == 1
    other = first.get("/good/key?author=Toni&year=1992").text
    assert other not in keys(first, "good")
