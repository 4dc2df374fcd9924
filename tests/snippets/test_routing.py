"""Contract of `routing`: typed parts of a path, and addresses built from a route's name."""

import pytest

from tests.snippets.harness import Client, payload


@pytest.mark.parametrize("number", [1, 7, 1234567])
def test_a_number_arrives_as_an_integer(client: Client, number: int) -> None:
    answer = client.get(f"/books/{number}")
    assert payload(answer, 200) == {"id": number, "url": f"/books/{number}"}


@pytest.mark.parametrize("word", ["seven", "7th", "7.5", "7/pages"])
def test_anything_else_in_its_place_is_not_found(client: Client, word: str) -> None:
    assert client.get(f"/books/{word}").status_code == 404


@pytest.mark.parametrize("month", [1, 9, 10, 11, 12])
def test_two_numbers_arrive_as_integers(client: Client, month: int) -> None:
    answer = client.get(f"/archive/2026/{month}")
    expected = {"year": 2026, "month": month, "url": f"/archive/2026/{month}"}
    assert payload(answer, 200) == expected


@pytest.mark.parametrize("month", ["0", "13", "111", "november"])
def test_a_month_outside_the_year_is_not_found(client: Client, month: str) -> None:
    assert client.get(f"/archive/2026/{month}").status_code == 404


def test_a_year_that_is_no_number_is_not_found(client: Client) -> None:
    assert client.get("/archive/now/11").status_code == 404


@pytest.mark.parametrize("path", ["c.txt", "a/b/c.txt", "a/b/c/d/e/f/g/h/i/j.tar.gz", "7/11"])
def test_a_path_tail_takes_any_number_of_slashes(client: Client, path: str) -> None:
    answer = client.get(f"/files/{path}")
    assert payload(answer, 200) == {"path": path, "url": f"/files/{path}"}
