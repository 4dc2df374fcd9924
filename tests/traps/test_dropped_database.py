"""A test fixture that sets the database's address after the engine exists empties the real one."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent.parent / "snippets" / "flask"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with a book in it that nobody wants to lose."""
    path = tmp_path / "real.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE book (id INTEGER PRIMARY KEY, title VARCHAR NOT NULL)")
        connection.execute("INSERT INTO book (title) VALUES ('Middlemarch')")
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
    with sqlite3.connect(database) as connection:
        rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return [name for (name,) in rows]


def test_the_bad_way_drops_the_real_tables(database: Path) -> None:
    run_tests("bad", database)
    assert tables(database) == []


def test_the_good_way_leaves_them_alone(database: Path) -> None:
    run_tests("good", database)
    assert tables(database) == ["book"]
    with sqlite3.connect(database) as connection:
        assert list(connection.execute("SELECT title FROM book")) == [("Middlemarch",)]
