"""A test fixture that sets the database's address after the engine exists empties the real one."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent.parent / "snippets" / "flask"


def ask(database: Path, statement: str) -> list[str]:
    """Run a statement; return the first column of what it gives."""
    with closing(sqlite3.connect(database)) as connection, connection:
        return [row[0] for row in connection.execute(statement)]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with a book in it that nobody wants to lose."""
    path = tmp_path / "real.db"
    ask(path, "CREATE TABLE book (id INTEGER PRIMARY KEY, title VARCHAR NOT NULL)")
    ask(path, "INSERT INTO book (title) VALUES ('Middlemarch')")
    return path


def run_tests(way: str, database: Path) -> None:
    """Run the test of one way with the trap's own fixture; it passes."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", f"test_{way}"]
    result = subprocess.run(
        [*command, "traps/dropped_database.py"],
        cwd=FOLDER,
        env=os.environ | {"DATABASE_URL": f"sqlite:///{database}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout


def tables(database: Path) -> list[str]:
    return ask(database, "SELECT name FROM sqlite_master WHERE type = 'table'")


def test_the_bad_way_drops_the_real_tables(database: Path) -> None:
    run_tests("bad", database)
    assert tables(database) == []


def test_the_good_way_leaves_them_alone(database: Path) -> None:
    run_tests("good", database)
    assert tables(database) == ["book"]
    assert ask(database, "SELECT title FROM book") == ["Middlemarch"]
