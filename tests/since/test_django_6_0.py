"""What came with Django 6.0: a part of a template by itself, and tasks with a backend of choice."""

from collections.abc import Iterator

import django
import pytest

from tests.traps.conftest import Running, started

pytestmark = [
    pytest.mark.skipif(django.VERSION < (6,), reason="needs Django 6.0, which needs Python 3.12"),
    pytest.mark.xdist_group("since"),
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with started("django", "since_6_0", "app", tmp_path_factory.mktemp("since"), {}) as client:
        yield client


def test_a_part_of_a_page_is_the_same_by_itself(client: Running) -> None:
    page = client.get("/books").text
    parts = [client.get(f"/books/{number}").text.strip() for number in range(3)]
    assert all(part.startswith('<li class="book">') and part in page for part in parts)
    assert page.count("<li") == len(set(parts)) == 3
    assert client.get("/books/3").status_code == 404


def test_a_part_escapes_what_it_is_given(client: Running) -> None:
    assert "&lt;script&gt;" in client.get("/books/2").text
    assert "<script>" not in client.get("/books").text


def test_a_task_is_run_and_its_result_is_there(client: Running) -> None:
    answer = client.post("/reviews", data={"text": "read it twice"})
    assert answer.status_code == 202
    body = answer.json()
    assert len(body.pop("id")) == 32
    assert body == {"status": "SUCCESSFUL", "words": 3}


def test_a_task_that_fails_does_not_fail_the_request(client: Running) -> None:
    answer = client.post("/reviews", data={"text": " "})
    assert answer.status_code == 202
    assert answer.json()["status"] == "FAILED"
    assert answer.json()["words"] is None
