"""What editors read is generated from the model, describes every field, and fits the real data."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fieldguide import schema, strict_yaml
from fieldguide.catalogue import KINDS, Kind
from fieldguide.model import Vocabulary

MODEL = Vocabulary.__module__
ROOT = Path(__file__).parent.parent.parent

FILES = [(kind, path) for kind in KINDS for path in sorted((ROOT / "data").glob(kind.pattern))]


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of a schema."""
    if isinstance(node, dict):
        yield node
        for inner in node.values():
            yield from nodes(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from nodes(inner)


def generated(kind: Kind) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(schema.schema_text(kind))
    return document


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_schema_that_is_kept_is_the_one_that_the_model_makes(kind: Kind) -> None:
    kept = schema.schema_path(ROOT, kind).read_text("utf-8")
    assert kept == schema.schema_text(kind), "run `make fix`"


def test_no_schema_is_left_of_a_kind_that_is_gone() -> None:
    names = {path.name for path in (ROOT / "data" / "schema").iterdir()}
    assert names == {schema.schema_path(ROOT, kind).name for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_field_is_described(kind: Kind) -> None:
    fields = [
        (name, field)
        for node in nodes(generated(kind))
        if isinstance(node.get("properties"), dict)
        for name, field in node["properties"].items()
    ]
    assert fields
    assert [name for name, field in fields if not field.get("description")] == []


VOCABULARIES = [words for words in Vocabulary.__subclasses__() if words.__module__ == MODEL]
"""Those of files that people write; what the benchmark writes has no schema for editors."""


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda words: words.__name__)
def test_every_vocabulary_lists_its_words_with_their_meanings(vocabulary: type[Vocabulary]) -> None:
    listed = [
        {word["const"]: word["description"] for word in node["oneOf"]}
        for kind in KINDS
        for node in nodes(generated(kind))
        if isinstance(node.get("oneOf"), list)
    ]
    assert {word.value: word.meaning for word in vocabulary} in listed


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_schema_is_of_the_draft_that_editors_read(kind: Kind) -> None:
    text = schema.schema_text(kind)
    assert generated(kind)["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert "$defs" not in text
    for node in nodes(generated(kind)):
        if isinstance(reference := node.get("$ref"), str):
            assert reference.removeprefix("#/definitions/") in generated(kind)["definitions"]


@pytest.mark.parametrize(("kind", "path"), FILES, ids=lambda value: getattr(value, "name", None))
def test_a_data_file_names_its_schema_and_fits_it(kind: Kind, path: Path) -> None:
    first = path.read_text("utf-8").partition("\n")[0]
    named = (path.parent / first.partition("$schema=")[2]).resolve()
    assert named == schema.schema_path(ROOT, kind)
    document = json.loads(named.read_text("utf-8"))
    assert list(misfits(document, document, strict_yaml.read(path, ROOT).value, "")) == []


# ----------------------------------------------------------------- the part of draft 7 that we use

PASSED_OVER = {"$schema", "$comment", "title", "description", "default", "definitions"}


def misfits(
    document: dict[str, Any], node: dict[str, Any], value: Any, where: str
) -> Iterator[str]:
    """Yield what an editor would underline."""
    if isinstance(value, date):
        value = value.isoformat()
    for keyword, wanted in node.items():
        if keyword in PASSED_OVER:
            continue
        if keyword == "$ref":
            named = document["definitions"][wanted.removeprefix("#/definitions/")]
            yield from misfits(document, named, value, where)
        elif keyword in {"anyOf", "oneOf"}:
            found = [not list(misfits(document, option, value, where)) for option in wanted]
            if not (any(found) if keyword == "anyOf" else found.count(True) == 1):
                yield f"{where}: {keyword}"
        elif not fits(document, keyword, node, value):
            yield f"{where}: {keyword} {wanted} {value!r}"
    if isinstance(value, dict):
        properties, others = node.get("properties", {}), node.get("additionalProperties", {})
        patterns = node.get("patternProperties", {})
        for name, inner in value.items():
            matching = [inside for pattern, inside in patterns.items() if re.search(pattern, name)]
            inside = properties.get(name) or next(iter(matching), others)
            if inside is False:
                yield f"{where}.{name}: not allowed"
            elif isinstance(inside, dict):
                yield from misfits(document, inside, inner, f"{where}.{name}")
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from misfits(document, node.get("items", {}), inner, f"{where}[{index}]")


TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "null": (type(None),),
}


def fits(document: dict[str, Any], keyword: str, node: dict[str, Any], value: Any) -> bool:
    wanted = node[keyword]
    match keyword:
        case "type":
            is_flag = isinstance(value, bool) and wanted != "boolean"
            return isinstance(value, TYPES[wanted]) and not is_flag
        case "const":
            return bool(value == wanted)
        case "pattern":
            return not isinstance(value, str) or bool(re.search(wanted, value))
        case "minLength" | "minItems":
            return not isinstance(value, str | list) or len(value) >= wanted
        case "minProperties":
            return not isinstance(value, dict) or len(value) >= wanted
        case "maxLength" | "maxItems":
            return not isinstance(value, str | list) or len(value) <= wanted
        case "minimum":
            return not isinstance(value, int | float) or value >= wanted
        case "maximum":
            return not isinstance(value, int | float) or value <= wanted
        case "exclusiveMinimum":
            return not isinstance(value, int | float) or value > wanted
        case "format":
            return wanted == "date" and bool(date.fromisoformat(value))
        case "required":
            return set(wanted) <= set(value)
        case "propertyNames":
            return all(not list(misfits(document, wanted, name, "")) for name in value)
        case "properties" | "additionalProperties" | "patternProperties" | "items":
            return True  # Followed by the caller.
    raise AssertionError(f"this test does not know the keyword {keyword}")


def test_the_test_notices_what_does_not_fit() -> None:
    kind = next(kind for kind in KINDS if kind.name == "sources")
    document = generated(kind)
    row = {"id": "Wrong Id", "title": "", "publisher": 5, "kind": "hearsay", "extra": 1}
    places = {line.partition(":")[0] for line in misfits(document, document, [row], "")}
    assert places == {"[0].id", "[0].title", "[0].publisher", "[0].kind", "[0].extra"}
