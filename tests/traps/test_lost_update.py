"""Two requests that read the same number write the same successor: one of them is lost."""

from tests.snippets.harness import at_once
from tests.traps.conftest import Running, Start


def opened(client: Running, way: str) -> int:
    """Open a book once, then eight times at once; return the number that is stored."""
    client.get(f"/{way}/books/1")
    answers = at_once(8, lambda _: client.get(f"/{way}/books/1").status_code)
    assert answers == [200] * 8
    number: int = client.get("/books/1").json()["opened"]
    return number


def test_the_bad_way_loses_readers(start: Start) -> None:
    assert opened(start("django"), "bad") < 9


def test_the_good_way_counts_every_reader(start: Start) -> None:
    assert opened(start("django"), "good") == 9
