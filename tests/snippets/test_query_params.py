"""Contract of `query_params`: defaults, repetition, and values that are refused."""

import pytest

from tests.snippets.harness import Client, payload, wrong_fields


def test_what_is_left_out_has_its_default(client: Client) -> None:
    assert payload(client.get("/books"), 200) == {"q": "", "limit": 10, "tags": []}


@pytest.mark.parametrize(
    "text",
    [
        "  between spaces  ",
        "naïve façade",
        "Πλάτων",
        "Достоевский",
        "源氏物語",
        "مقدمة",
        "\N{MUSICAL SYMBOL G CLEF}",
        "a+b & c=d; 100% #1 /?",
        "<b>'\"\\",
    ],
)
def test_text_comes_back_unchanged(client: Client, text: str) -> None:
    answer = client.get("/books", params={"q": text})
    assert payload(answer, 200) == {"q": text, "limit": 10, "tags": []}


def test_a_repeated_parameter_keeps_its_order(client: Client) -> None:
    answer = client.get("/books?tag=b&q=x&tag=a&tag=c&tag=a")
    assert payload(answer, 200) == {"q": "x", "limit": 10, "tags": ["b", "a", "c", "a"]}


def test_a_parameter_that_may_be_repeated_need_not_be(client: Client) -> None:
    assert payload(client.get("/books?tag=only"), 200)["tags"] == ["only"]


@pytest.mark.parametrize("limit", [1, 11, 100])
def test_a_limit_within_bounds_is_taken(client: Client, limit: int) -> None:
    answer = client.get("/books", params={"limit": limit})
    assert payload(answer, 200) == {"q": "", "limit": limit, "tags": []}


@pytest.mark.parametrize("limit", ["0", "101", "-1", "99999999999999999999"])
def test_a_limit_out_of_bounds_is_refused_by_name(client: Client, limit: str) -> None:
    assert wrong_fields(client.get("/books", params={"limit": limit})) == {"limit"}


@pytest.mark.parametrize("limit", ["ten", "1.5", "1e1", "0x10", "5 books"])
def test_a_limit_that_is_no_number_is_refused_by_name(client: Client, limit: str) -> None:
    assert wrong_fields(client.get("/books", params={"limit": limit})) == {"limit"}


def test_an_unknown_parameter_is_ignored(client: Client) -> None:
    answer = client.get("/books", params={"colour": "green", "limit": 3})
    assert payload(answer, 200) == {"q": "", "limit": 3, "tags": []}
