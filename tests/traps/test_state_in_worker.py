"""A dictionary of a module belongs to one process; what one worker keeps, another has not."""

import httpx2

from tests.snippets.harness import at_once, eventually
from tests.traps.conftest import Running, Start


def answers(client: Running, path: str) -> list[httpx2.Response]:
    """Ask sixteen times at once, so that no worker alone can take them all."""
    return at_once(16, lambda _: client.get(path))


def both_at_work(start: Start) -> Running:
    """Start two workers; return when each has answered."""
    client = start("fastapi", WEB_CONCURRENCY="2")
    workers: set[int] = set()

    def both_have_answered() -> bool:
        workers.update(answer.json() for answer in answers(client, "/worker"))
        return len(workers) == 2

    assert eventually(both_have_answered, 30)
    return client


def test_the_bad_way_loses_a_book_in_the_other_worker(start: Start) -> None:
    client = both_at_work(start)
    book_id = client.post("/bad/books", json={"title": "Beloved"}).json()
    seen: set[int] = set()

    def both_kinds() -> bool:
        seen.update(answer.status_code for answer in answers(client, f"/bad/books/{book_id}"))
        return seen == {200, 404}

    assert eventually(both_kinds, 30)


def test_the_good_way_finds_it_in_every_worker(start: Start) -> None:
    client = both_at_work(start)
    book_id = client.post("/good/books", json={"title": "Beloved"}).json()
    for _ in range(4):
        for answer in answers(client, f"/good/books/{book_id}"):
            assert (answer.status_code, answer.json()) == (200, "Beloved")
