"""Contract of `cli_command`: a command that works on the application's own database."""

import pytest

from tests.snippets.harness import Client, Output, Stage, payload


def books(client: Client, author: str) -> list[str]:
    """Return the titles that the server lists for an author."""
    rows = payload(client.get("/books"), 200)
    return [row["title"] for row in rows if row["author"] == author]


def test_what_the_command_adds_is_on_the_servers_shelf(
    client: Client, stage: Stage, output: Output
) -> None:
    finished = stage.run("seed", "--count", "3", "--author", "Ada")
    assert (finished.status, finished.err) == (0, "")
    output("terminal", finished.out)
    assert finished.out.strip().splitlines()[-1] == "Added 3 of 3 books by Ada."
    assert books(client, "Ada") == ["Volume 1", "Volume 2", "Volume 3"]


def test_it_can_be_run_again(client: Client, stage: Stage) -> None:
    for count, added in (("2", 2), ("2", 0), ("4", 2)):
        finished = stage.run("seed", f"--count={count}", "--author=Émile")
        assert finished.status == 0
        assert f"Added {added} of {count} books by Émile." in finished.out
    assert books(client, "Émile") == [f"Volume {number}" for number in range(1, 5)]


def test_an_option_has_a_default(client: Client, stage: Stage) -> None:
    assert stage.run("seed", "--count", "1").status == 0
    assert books(client, "Anonymous") == ["Volume 1"]


@pytest.mark.parametrize("count", ["many", "0", "1001"])
def test_a_wrong_argument_is_refused_by_name(client: Client, stage: Stage, count: str) -> None:
    finished = stage.run("seed", f"--count={count}", "--author=Wrong")
    assert finished.status == 2
    assert "--count" in finished.err
    assert "Traceback" not in finished.err
    assert books(client, "Wrong") == []


def test_a_missing_argument_is_named(stage: Stage) -> None:
    finished = stage.run("seed", "--author", "Nobody")
    assert finished.status == 2
    assert "--count" in finished.err


def test_an_unknown_argument_is_refused(stage: Stage) -> None:
    assert stage.run("seed", "--count=1", "--colour=red").status == 2


def test_help_names_the_options(stage: Stage) -> None:
    finished = stage.run("seed", "--help")
    assert finished.status == 0
    for option in ("--count", "--author"):
        assert option in finished.out


def test_a_failure_shows_in_the_status(stage: Stage) -> None:
    url = "sqlite:////nowhere/at/all.db"
    assert stage.run("seed", "--count=1", DATABASE_URL=url).status not in {0, 2}
