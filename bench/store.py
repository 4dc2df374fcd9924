"""Keeps every round as soon as it is measured, so that nothing is lost and a run can go on.

Files are replaced as a whole: what is on the disk is either the last state or this one.
"""

import json
import os
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel

from fieldguide import benchmarks
from fieldguide.benchmarks import Cell, Results, Round, Run


class StoreError(Exception):
    """A file could not be written; what was there before is still there."""


class Store:
    """The folder of one run."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder = folder
        self.root = root
        self.cells: dict[str, Cell] = {}

    @property
    def exists(self) -> bool:
        """Whether the run has begun."""
        return (self.folder / "run.json").is_file()

    def open(self) -> Run:
        """Read a run that was begun.

        Raises:
            DataError: if it cannot be read.
        """
        for left in self.folder.glob(".*.tmp"):
            left.unlink()
        results = self.results()
        self.cells = dict(results.cells)
        return results.run

    def results(self) -> Results:
        """Read all that is there.

        Raises:
            DataError: if it cannot be read.
        """
        return benchmarks.load(self.folder, self.root)

    def write_run(self, run: Run) -> None:
        """Write what is run, on what and how.

        Raises:
            StoreError: if it cannot be written.
        """
        self._replace("run.json", _lines(run, "scenarios", "rows"))

    def add(self, cell: Cell, entry: Round) -> None:
        """Add a round to its cell, whose other fields are those of this cell.

        Raises:
            StoreError: if it cannot be written.
        """
        before = self.cells.get(cell.file)
        rounds = [*before.rounds, entry] if before else [entry]
        whole = cell.model_copy(update={"rounds": rounds})
        self._replace(cell.file, _lines(whole, "rounds"))
        self.cells[cell.file] = whole

    def done(self, file: str) -> set[int]:
        """Return the numbers of the rounds that a cell has."""
        cell = self.cells.get(file)
        return {entry.round for entry in cell.rounds} if cell else set()

    def _replace(self, name: str, text: str) -> None:
        temporary = self.folder / f".{name}.tmp"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with temporary.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self.folder / name)
        except OSError as error:
            with suppress(OSError):
                temporary.unlink()
            message = (
                f"{self.folder.name}/{name} could not be written ({error.strerror}); "
                "what was measured before is kept; make room and resume"
            )
            raise StoreError(message) from error


def _lines(value: BaseModel, *lists: str) -> str:
    """Return a value as JSON with a line for each field, and for each entry of these lists."""
    fields = []
    for name, content in value.model_dump(mode="json").items():
        if name in lists:
            entries = ",\n".join(f"    {_line(entry)}" for entry in content)
            fields.append(f'  "{name}": [\n{entries}\n  ]')
        else:
            fields.append(f'  "{name}": {_line(content)}')
    return "{\n" + ",\n".join(fields) + "\n}\n"


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
