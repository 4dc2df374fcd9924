"""Contract of `items_api`: a complete resource, on SQLite and on PostgreSQL."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.snippets.harness import (
    TRACEBACK,
    Client,
    Stage,
    at_once,
    detail,
    eventually,
    payload,
    wrong_fields,
)

LAMP = {"name": "Lamp", "description": "It shines.", "price": "19.90", "in_stock": False}
HOSTILE_NAME = "Robert'); DROP TABLE items;--"


def create(client: Client, **fields: Any) -> dict[str, Any]:
    item: dict[str, Any] = payload(client.post("/items", json={**LAMP, **fields}), 201)
    return item


def listed(client: Client, query: str = "") -> list[dict[str, Any]]:
    items = payload(client.get(f"/items{query}"), 200)
    assert isinstance(items, list)
    return items


def everything(client: Client) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    while page := listed(client, f"?limit=100&offset={len(items)}"):
        items += page
    return items


# ------------------------------------------------------------------------------------------ create


def test_an_item_is_created_and_its_address_returned(client: Client) -> None:
    answer = client.post("/items", json=LAMP)
    item = payload(answer, 201)
    assert item == {"id": item["id"], **LAMP}
    assert isinstance(item["id"], int)
    assert answer.headers["location"] == f"/items/{item['id']}"
    assert payload(client.get(answer.headers["location"]), 200) == item


def test_optional_fields_have_their_defaults(client: Client) -> None:
    item = payload(client.post("/items", json={"name": "Lamp", "price": "1.00"}), 201)
    assert item == {
        "id": item["id"],
        "name": "Lamp",
        "description": "",
        "price": "1.00",
        "in_stock": True,
    }


def test_twenty_parallel_requests_create_twenty_items(client: Client) -> None:
    items = at_once(20, lambda number: create(client, name=f"Lamp {number}"))
    assert len({item["id"] for item in items}) == 20
    for item in items:
        assert payload(client.get(f"/items/{item['id']}"), 200) == item


@pytest.mark.parametrize(
    "name",
    [HOSTILE_NAME, "x", "x" * 200, "源氏 Кысь \N{MUSICAL SYMBOL G CLEF}", '"; <b>%s</b> {x} \\'],
    ids=["sql", "shortest", "longest", "unicode", "marks"],
)
def test_a_name_is_stored_unchanged(client: Client, name: str) -> None:
    item = create(client, name=name, description=name)
    stored = payload(client.get(f"/items/{item['id']}"), 200)
    assert (stored["name"], stored["description"]) == (name, name)


def test_a_long_description_is_stored_unchanged(client: Client) -> None:
    text = "A line.\n" * 1000 + "The end."
    item = create(client, description=text)
    assert payload(client.get(f"/items/{item['id']}"), 200)["description"] == text


@pytest.mark.parametrize(
    ("given", "price"),
    [
        ("9.9", "9.90"),
        ("9", "9.00"),
        ("0", "0.00"),
        ("0.01", "0.01"),
        ("0.10", "0.10"),
        ("99999999.99", "99999999.99"),
        (9.9, "9.90"),
        (9, "9.00"),
        (0, "0.00"),
        (0.1, "0.10"),
        (4.35, "4.35"),
        (1234567.89, "1234567.89"),
        (99999999.99, "99999999.99"),
        ("-0", "0.00"),
    ],
)
def test_a_price_comes_out_with_two_places(client: Client, given: str | float, price: str) -> None:
    item = create(client, price=given)
    assert item["price"] == price
    assert payload(client.get(f"/items/{item['id']}"), 200)["price"] == price


@pytest.mark.parametrize(
    "price",
    [
        "free",
        "",
        "-1",
        "-0.01",
        "1.999",
        "0.001",
        "100000000",
        "100000000.00",
        "NaN",
        "sNaN",
        "Infinity",
        "-Infinity",
        "9,90",
        -1,
        1.999,
        100_000_000,
        10**30,
        True,
        None,
        ["1"],
        {},
    ],
)
def test_a_wrong_price_is_named(client: Client, price: object) -> None:
    answer = client.post("/items", json={**LAMP, "price": price})
    assert wrong_fields(answer) == {"price"}


@pytest.mark.parametrize("name", ["", "x" * 201, None, ["x"], {}, True], ids=lambda n: repr(n)[:9])
def test_a_wrong_name_is_named(client: Client, name: object) -> None:
    assert wrong_fields(client.post("/items", json={**LAMP, "name": name})) == {"name"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("description", None), ("description", ["x"]), ("in_stock", "maybe"), ("in_stock", None)],
)
def test_a_wrong_optional_field_is_named(client: Client, field: str, value: object) -> None:
    assert wrong_fields(client.post("/items", json={**LAMP, field: value})) == {field}


def test_each_wrong_field_is_named(client: Client) -> None:
    body = {"name": "", "price": "free", "in_stock": "maybe", "description": []}
    expected = {"name", "price", "in_stock", "description"}
    assert wrong_fields(client.post("/items", json=body)) == expected


def test_each_missing_field_is_named(client: Client) -> None:
    assert wrong_fields(client.post("/items", json={})) == {"name", "price"}


@pytest.mark.parametrize("body", [b"{", b"", b"[]", b"null"])
def test_a_body_that_is_no_object_is_refused(client: Client, body: bytes) -> None:
    answer = client.post("/items", content=body, headers={"content-type": "application/json"})
    payload(answer, 400, 422)


@pytest.mark.parametrize("field", ["name", "description"])
def test_a_null_character_is_refused_by_name(client: Client, field: str) -> None:
    # PostgreSQL cannot store it.
    assert wrong_fields(client.post("/items", json={**LAMP, field: "La\0mp"})) == {field}


@pytest.mark.parametrize(
    "body",
    [
        b'{"name": "\\ud800", "price": "1"}',
        b'{"name": "Lamp", "price": 1e400}',
        b'{"name": "Lamp", "price": NaN}',
        b'{"name": "Lamp", "price": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
    ],
    ids=["half-a-character", "beyond-floats", "nan", "beyond-integers", "deeply-nested"],
)
def test_json_that_no_item_can_be_made_of_is_refused(client: Client, body: bytes) -> None:
    answer = client.post("/items", content=body, headers={"content-type": "application/json"})
    payload(answer, 400, 422)


def test_a_refused_item_is_not_created(client: Client) -> None:
    before = everything(client)
    client.post("/items", json={**LAMP, "name": "Refused", "price": "free"})
    assert everything(client) == before


# -------------------------------------------------------------------------------------------- list


def test_a_list_is_ordered_and_paged(client: Client) -> None:
    offset = len(everything(client))
    items = [create(client, name=f"Page {number}") for number in range(5)]
    assert listed(client, f"?limit=100&offset={offset}") == items
    assert listed(client, f"?limit=2&offset={offset}") == items[:2]
    assert listed(client, f"?limit=2&offset={offset + 2}") == items[2:4]
    assert listed(client, f"?limit=1&offset={offset + 4}") == items[4:]
    assert listed(client, f"?offset={offset + 5}") == []


def test_a_list_stays_ordered_after_a_change(client: Client) -> None:
    items = [create(client) for _ in range(3)]
    client.put(f"/items/{items[0]['id']}", json={**LAMP, "name": "Aardvark"})
    ids = [item["id"] for item in everything(client)]
    assert ids == sorted(ids)


def test_a_list_holds_fifty_items_unless_told_otherwise(client: Client) -> None:
    at_once(3, lambda _: [create(client) for _ in range(17)])
    assert listed(client) == everything(client)[:50]


def test_a_list_holds_a_hundred_items_at_most(client: Client) -> None:
    at_once(4, lambda _: [create(client) for _ in range(26)])
    assert len(listed(client, "?limit=100")) == 100


@pytest.mark.parametrize("name", ["limit", "offset"])
@pytest.mark.parametrize("value", ["-1", "ten", "1.5"])
def test_a_wrong_page_is_refused_by_name(client: Client, name: str, value: str) -> None:
    assert wrong_fields(client.get("/items", params={name: value})) == {name}


@pytest.mark.parametrize("limit", [0, 101])
def test_a_limit_out_of_bounds_is_refused_by_name(client: Client, limit: int) -> None:
    assert wrong_fields(client.get("/items", params={"limit": limit})) == {"limit"}


# ---------------------------------------------------------------------------------------- one item


def test_put_replaces_an_item(client: Client) -> None:
    item = create(client)
    new = {"name": "Torch", "description": "It glows.", "price": "5.50", "in_stock": True}
    answer = client.put(f"/items/{item['id']}", json={**new, "price": 5.5})
    assert payload(answer, 200) == {"id": item["id"], **new}
    assert payload(client.get(f"/items/{item['id']}"), 200) == {"id": item["id"], **new}


def test_put_sets_what_is_left_out_to_its_default(client: Client) -> None:
    item = create(client)
    answer = client.put(f"/items/{item['id']}", json={"name": "Torch", "price": "5.50"})
    expected = {"id": item["id"], "name": "Torch", "description": "", "price": "5.50"}
    assert payload(answer, 200) == {**expected, "in_stock": True}
    assert payload(client.get(f"/items/{item['id']}"), 200) == {**expected, "in_stock": True}


def test_a_wrong_replacement_is_refused_and_changes_nothing(client: Client) -> None:
    item = create(client)
    answer = client.put(f"/items/{item['id']}", json={"name": "", "price": "1.999"})
    assert wrong_fields(answer) == {"name", "price"}
    assert wrong_fields(client.put(f"/items/{item['id']}", json={"price": "1"})) == {"name"}
    assert payload(client.get(f"/items/{item['id']}"), 200) == item


def test_put_does_not_change_an_id(client: Client) -> None:
    item = create(client)
    answer = client.put(f"/items/{item['id']}", json={**LAMP, "id": item["id"] + 1000})
    assert payload(answer, 200)["id"] == item["id"]


def test_a_deleted_item_is_gone(client: Client) -> None:
    item = create(client)
    answer = client.delete(f"/items/{item['id']}")
    assert answer.status_code == 204
    assert answer.content == b""
    detail(client.get(f"/items/{item['id']}"), 404)
    assert item["id"] not in [each["id"] for each in everything(client)]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_an_item_that_never_was_is_not_found(client: Client, method: str) -> None:
    body = LAMP if method == "PUT" else None
    detail(client.request(method, "/items/987654321", json=body), 404)


def test_an_item_cannot_be_deleted_twice(client: Client) -> None:
    item = create(client)
    client.delete(f"/items/{item['id']}")
    detail(client.delete(f"/items/{item['id']}"), 404)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_an_id_beyond_the_databases_integers_is_refused(client: Client, method: str) -> None:
    body = LAMP if method == "PUT" else None
    answer = client.request(method, "/items/99999999999999999999", json=body)
    assert answer.status_code in {404, 422}


def test_an_offset_beyond_the_databases_integers_is_refused(client: Client) -> None:
    assert wrong_fields(client.get("/items", params={"offset": "9" * 30})) == {"offset"}


@pytest.mark.parametrize("number", ["abc", "1.5"])
def test_an_id_that_is_no_number_is_refused(client: Client, number: str) -> None:
    assert client.get(f"/items/{number}").status_code in {404, 422}


# ----------------------------------------------------------------------------------------- workers


def test_items_survive_a_restart(client: Client) -> None:
    item = create(client)
    client.stage.prepare()
    with client.stage.start() as server, Client(client.stage, server) as other:
        assert payload(other.get(f"/items/{item['id']}"), 200) == item
        assert not TRACEBACK.search(server.text())


@contextmanager
def no_table_can_be_created(url: str) -> Iterator[Callable[[], int]]:
    """Let servers read the database, but none create a table; yield how many of them wait.

    Whoever asks first whether a table exists and creates it then is caught between the two.
    """
    if url.startswith("sqlite"):
        file = url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield lambda: len(processes_that_hold(file)) - 1
            connection.execute("ROLLBACK")
    else:
        with psycopg.connect(url) as holder, psycopg.connect(url, autocommit=True) as watcher:
            holder.execute("LOCK TABLE pg_catalog.pg_class IN SHARE MODE")
            waiting = (
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
                "AND backend_type = 'client backend' AND wait_event_type = 'Lock'"
            )
            yield lambda: len(watcher.execute(waiting).fetchall())


def processes_that_hold(file: str) -> set[str]:
    """Return the processes that have a file open."""
    found = set()
    for descriptor in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):
            if str(descriptor.readlink()) == file:
                found.add(descriptor.parts[2])
    return found


def test_two_workers_may_start_at_once(empty_stage: Stage) -> None:
    def start_and_create(_: int) -> int:
        with empty_stage.start() as server, Client(empty_stage, server) as client:
            number: int = create(client)["id"]
            assert not TRACEBACK.search(server.text())
            return number

    with ThreadPoolExecutor(2) as pool:
        with no_table_can_be_created(empty_stage.environment["DATABASE_URL"]) as waiting:
            workers = [pool.submit(start_and_create, number) for number in range(2)]
            # SQLite's clients give up after five seconds.
            eventually(lambda: waiting() == 2 or all(w.done() for w in workers), seconds=4)
        assert len({worker.result() for worker in workers}) == 2
