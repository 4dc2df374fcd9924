"""Writes what editors read: a JSON Schema for each kind of data file, made from the model."""

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter

from fieldguide.catalogue import KINDS, Kind
from fieldguide.problems import Problem


def schema_text(kind: Kind) -> str:
    """Return the JSON Schema of one kind of file, as it stands in the file."""
    schema = TypeAdapter(kind.type).json_schema(ref_template="#/$defs/{model}")
    head = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": "Generated from fieldguide/model.py by `make fix`; do not edit.",
    }
    text = json.dumps({**head, **schema}, indent=2, ensure_ascii=False)
    # Draft 7, which the YAML extension of editors reads, spells "$defs" otherwise.
    return text.replace('"$defs"', '"definitions"').replace("#/$defs/", "#/definitions/") + "\n"


def schema_path(root: Path, kind: Kind) -> Path:
    """Return where the schema of one kind of file is kept."""
    return root / "data" / "schema" / f"{kind.name}.schema.json"


def first_line(kind: Kind) -> str:
    """Return the comment by which editors find the schema of a data file."""
    up = "../" * kind.pattern.count("/")
    return f"# yaml-language-server: $schema={up}schema/{kind.name}.schema.json"


def first_line_of(name: str) -> str:
    """Return the first line of the data files of a kind, by the kind's name."""
    return first_line(next(kind for kind in KINDS if kind.name == name))


def stale(root: Path) -> Iterator[Problem]:
    """Yield every schema that differs from the model, and every data file that names none."""
    for kind in KINDS:
        path = schema_path(root, kind)
        where = path.relative_to(root).as_posix()
        if not path.is_file() or path.read_text("utf-8") != schema_text(kind):
            yield Problem(where, 1, 1, "", "differs from fieldguide/model.py; run `make fix`")
        for file in (root / "data").glob(kind.pattern):
            if file.read_text("utf-8").split("\n", 1)[0] != first_line(kind):
                message = f"does not start with `{first_line(kind)}`; run `make fix`"
                yield Problem(file.relative_to(root).as_posix(), 1, 1, "", message)
