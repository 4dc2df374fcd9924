"""Contract of `migrations`: a column comes, filled for the rows that were there, and goes again."""

import dataclasses
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

from tests.snippets.harness import Client, Finished, Output, Stage, payload

BOOKS = [
    {"id": 1, "title": "The Waves", "year": 1931},
    {"id": 2, "title": "Emma", "year": 1815},
    {"id": 5, "title": "A Room of One's Own", "year": 1929},
    {"id": 6, "title": "Theory & Practice: 100%", "year": 1700},
]
SORT_TITLES = ["waves", "emma", "room of one's own", "theory & practice: 100%"]


@dataclass(frozen=True)
class Snapshot:
    """What a database holds after a command."""

    command: Finished
    columns: list[tuple[str, str, bool]]
    titles_are_unique: bool
    rows: list[dict[str, Any]]

    @property
    def names(self) -> list[str]:
        return [name for name, _, _ in self.columns]


def reflected(engine: sqlalchemy.Engine) -> sqlalchemy.Table:
    tables = sqlalchemy.MetaData()
    tables.reflect(engine)
    (table,) = [table for table in tables.tables.values() if "title" in table.columns]
    return table


def look(engine: sqlalchemy.Engine, command: Finished) -> Snapshot:
    assert command.status == 0, command.out + command.err
    table = reflected(engine)
    inspector = sqlalchemy.inspect(engine)
    columns = [
        (column["name"], str(column["type"]), bool(column["nullable"]))
        for column in inspector.get_columns(table.name)
    ]
    with engine.connect() as connection:
        rows = connection.execute(sqlalchemy.select(table).order_by(table.c.id)).mappings()
        found = [dict(row) for row in rows]
    return Snapshot(command, columns, refuses_a_double(engine, table, found), found)


def refuses_a_double(
    engine: sqlalchemy.Engine, table: sqlalchemy.Table, rows: list[dict[str, Any]]
) -> bool:
    """Try to insert each row once more, under another id."""
    doubles = [{**row, "id": row["id"] + 1000} for row in rows]
    with engine.connect() as connection:
        for row in doubles:
            try:
                connection.execute(table.insert().values(row))
            except sqlalchemy.exc.IntegrityError:
                return True
    return False


@dataclass(frozen=True)
class Story:
    """One database, from its first version to the second, back, and on again."""

    engine: sqlalchemy.Engine
    first: Snapshot
    upgraded: Snapshot
    again: Snapshot
    check: Finished
    downgraded: Snapshot
    check_without_migration: Finished
    back: Snapshot


@pytest.fixture(scope="module")
def story(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Story:
    url = stage.environment["DATABASE_URL"]
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
    created = look(engine, stage.run("create"))
    with engine.begin() as connection:
        connection.execute(reflected(engine).insert(), BOOKS)
    return Story(
        engine,
        first=look(engine, created.command),
        upgraded=look(engine, stage.run("upgrade")),
        again=look(engine, stage.run("upgrade")),
        check=stage.run("check"),
        downgraded=look(engine, stage.run("downgrade")),
        check_without_migration=without_migrations(
            stage, tmp_path_factory.mktemp("snippets"), after="0001"
        ).run("check"),
        back=look(engine, stage.run("upgrade")),
    )


def without_migrations(stage: Stage, folder: Path, after: str) -> Stage:
    """Return the snippet as it would be if somebody had changed the models and nothing else."""
    name, topic = stage.framework.id, stage.topic.id
    shutil.copytree(stage.snippets / name / topic, folder / name / topic)
    numbered = [path for path in (folder / name / topic).rglob("000*.py") if path.name[:4] > after]
    assert numbered
    for path in numbered:
        path.unlink()
    return dataclasses.replace(stage, snippets=folder)


def test_the_first_version_has_no_such_column(story: Story) -> None:
    assert story.first.names == ["id", "title", "year"]
    assert story.first.rows == BOOKS


def test_an_upgrade_adds_a_column_and_keeps_all_rows(story: Story) -> None:
    assert story.upgraded.names == ["id", "title", "year", "sort_title"]
    assert [{k: row[k] for k in ("id", "title", "year")} for row in story.upgraded.rows] == BOOKS


def test_old_rows_have_a_computed_value(story: Story) -> None:
    assert [row["sort_title"] for row in story.upgraded.rows] == SORT_TITLES


def test_the_new_column_may_not_be_empty(story: Story) -> None:
    nullable = {name: nullable for name, _, nullable in story.upgraded.columns}
    assert nullable == {"id": False, "title": False, "year": False, "sort_title": False}


def test_an_upgrade_loses_no_constraint(story: Story) -> None:
    assert story.first.titles_are_unique
    assert story.upgraded.titles_are_unique


def test_a_second_upgrade_changes_nothing(story: Story) -> None:
    assert story.again == dataclasses.replace(story.upgraded, command=story.again.command)


def test_a_downgrade_gives_back_the_old_schema_and_keeps_all_rows(story: Story) -> None:
    assert story.downgraded == dataclasses.replace(story.first, command=story.downgraded.command)


def test_an_upgrade_after_a_downgrade_is_like_the_first(story: Story) -> None:
    assert story.back == dataclasses.replace(story.upgraded, command=story.back.command)


def test_a_check_is_content_when_models_and_migrations_agree(story: Story) -> None:
    assert story.check.status == 0, story.check.out + story.check.err


def test_a_check_fails_when_a_migration_is_missing(story: Story, output: Output) -> None:
    check = story.check_without_migration
    assert check.status != 0
    said = check.out + check.err
    assert "sort_title" in said
    assert "Traceback" not in said
    if story.engine.dialect.name == "postgresql":
        # Alembic begins with the name of the database.
        output("missing", said)


def test_the_first_migration_can_be_drafted_from_the_models(
    empty_stage: Stage, tmp_path: Path
) -> None:
    stage = without_migrations(empty_stage, tmp_path, after="0000")
    engine = sqlalchemy.create_engine(
        stage.environment["DATABASE_URL"], poolclass=sqlalchemy.NullPool
    )
    draft = stage.run("draft")
    assert draft.status == 0, draft.out + draft.err
    upgraded = look(engine, stage.run("upgrade"))
    assert upgraded.names == ["id", "title", "year", "sort_title"]
    check = stage.run("check")
    assert check.status == 0, check.out + check.err


@pytest.fixture
def served(story: Story, stage: Stage) -> Iterator[Client]:
    """A visitor of the application, on the database that was brought to the newest version."""
    with stage.start() as server, Client(stage, server) as client:
        yield client


def test_the_application_finds_the_old_rows(served: Client) -> None:
    titles = [book["title"] for book in payload(served.get("/books"), 200)]
    assert titles == ["Emma", "A Room of One's Own", "Theory & Practice: 100%", "The Waves"]
