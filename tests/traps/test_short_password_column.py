"""SQLite ignores the length of a column, PostgreSQL does not: the mistake waits for production."""

from tests.snippets.services import PostgreSQL
from tests.traps.conftest import Start

PASSWORD = {"password": "correct horse battery staple"}


def test_the_bad_way_works_on_sqlite(start: Start) -> None:
    assert start("flask").post("/bad/users", data=PASSWORD).status_code == 201


def test_the_bad_way_fails_on_postgresql(start: Start, postgresql: PostgreSQL) -> None:
    client = start("flask", DATABASE_URL=postgresql.database())
    assert client.post("/bad/users", data=PASSWORD).status_code == 500
    assert "value too long for type character varying(120)" in client.server.text()


def test_the_good_way_works_on_both(start: Start, postgresql: PostgreSQL) -> None:
    for variables in ({}, {"DATABASE_URL": postgresql.database()}):
        client = start("flask", **variables)
        assert client.post("/good/users", data=PASSWORD).status_code == 201
