"""The reader refuses what could surprise the person who wrote a file, and says where it stands."""

import time
from datetime import date
from pathlib import Path

import pytest

from fieldguide import strict_yaml
from fieldguide.strict_yaml import MAX_BYTES, MAX_DEPTH, Document


def parsed(text: str) -> Document:
    return strict_yaml.parse(text, Document("file.yml"))


def said(document: Document) -> list[str]:
    return [str(problem) for problem in document.problems]


def read(tmp_path: Path, content: bytes) -> Document:
    path = tmp_path / "file.yml"
    path.write_bytes(content)
    return strict_yaml.read(path, tmp_path)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("word", "word"),
        ("two words", "two words"),
        ("'3.10'", "3.10"),
        ('"no"', "no"),
        ('""', ""),
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-12", -12),
        ("2.50", 2.5),
        ("2026-11-20", date(2026, 11, 20)),
        ("2026-11", "2026-11"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("1e3", "1e3"),
        ("12:30:45", "12:30:45"),
        (".inf", ".inf"),
        ("nothing", "nothing"),
        ("Norway", "Norway"),
        ("[a, 1]", ["a", 1]),
        ("{b: {c: d}}", {"b": {"c": "d"}}),
        (">-\n  folded\n  text", "folded text"),
        ("! word", "word"),
    ],
)
def test_a_value_is_read_as_it_looks(text: str, value: object) -> None:
    document = parsed(f"key: {text}\n")
    assert said(document) == []
    assert document.value == {"key": value}
    assert type(document.value["key"]) is type(value)


@pytest.mark.parametrize("word", ["yes", "No", "ON", "off", "y", "N", "True", "FALSE"])
def test_a_word_that_may_mean_true_or_false_is_refused(word: str) -> None:
    (line,) = said(parsed(f"a: 1\nkey: {word}\n"))
    assert line == (
        f"file.yml:2:6: key: is a word that YAML may read as true or false (found {word}); "
        f'write true or false, or put the word in quotes: "{word}"'
    )


def test_keys_are_always_text() -> None:
    document = parsed('1: a\n2.5: b\n2026-11-20: c\n"no": d\n')
    assert said(document) == []
    assert list(document.value) == ["1", "2.5", "2026-11-20", "no"]


def test_a_place_is_that_of_the_value_and_of_the_key() -> None:
    document = parsed("- id: a\n  list: [x, 3.10]\n")
    assert document.place((0, "list", 1)) == strict_yaml.Place(2, 13, "3.10")
    assert document.keys[0, "list"] == strict_yaml.Place(2, 3)
    assert document.place((0, "absent", "deeper")) == strict_yaml.Place(1, 3)


def test_a_row_is_named_by_its_id_even_if_that_stands_below() -> None:
    (line,) = said(parsed("- name: off\n  id: switch\n"))
    assert line.startswith("file.yml:1:9: switch.name: ")


def test_the_first_of_two_equal_keys_is_kept_and_the_second_is_named() -> None:
    document = parsed("key: 1\nother: 2\nkey: {inner: off}\n")
    assert document.value == {"key": 1, "other": 2}
    assert [line.split(" (found")[0] for line in said(document)] == [
        "file.yml:3:1: key: the key stands twice",
        "file.yml:3:14: key (again, line 3).inner: is a word that YAML may read as true or false",
    ]


def test_nothing_is_built_from_a_tag(tmp_path: Path) -> None:
    witness = tmp_path / "witness"
    document = parsed(f"!!python/object/apply:pathlib.Path.touch [{witness}]\n")
    (line,) = said(document)
    assert line.startswith('file.yml:1:1: tags are refused (found "tag:yaml.org,2002:python/object')
    assert document.value is None
    assert not witness.exists()


def test_a_bomb_of_aliases_is_refused_at_its_first_anchor() -> None:
    lines = ["a0: &a0 [boom, boom]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    start = time.perf_counter()
    document = parsed("\n".join(lines))
    assert said(document) == [
        "file.yml:1:5: a0: anchors and aliases are refused (found &a0); write the value out"
    ]
    assert time.perf_counter() - start < 1


def test_an_anchors_name_is_shortened() -> None:
    (line,) = said(parsed(f"key: &{'a' * 5000} 1\n"))
    assert len(line) < 200


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_hostile_depth_is_refused_and_does_not_exhaust_the_stack(opening: str) -> None:
    (line,) = said(parsed(opening * 20_000))
    column = len(opening) * (MAX_DEPTH + 1) + 1
    assert line == f"file.yml:1:{column}: nests too deep; allowed: {MAX_DEPTH} levels; flatten it"


def test_the_depth_that_is_allowed_is_read() -> None:
    assert said(parsed("[" * MAX_DEPTH + "1" + "]" * MAX_DEPTH)) == []


def test_a_file_of_the_allowed_size_is_read_and_a_larger_one_is_not(tmp_path: Path) -> None:
    content = b"key: " + b"x" * (MAX_BYTES - 5)
    assert said(read(tmp_path, content)) == []
    assert said(read(tmp_path, content + b"x")) == [
        "file.yml:1:1: the file is too large (found 262,145 bytes); allowed: 262,144 bytes; "
        "split it or take out what does not belong here"
    ]


def test_a_file_that_is_not_utf8_is_refused_on_its_line(tmp_path: Path) -> None:
    assert said(read(tmp_path, b"a: 1\nb: Gr\xfc\xdfe\n")) == [
        "file.yml:2:1: is not UTF-8 (found byte 0xfc); save the file as UTF-8"
    ]


def test_the_mark_that_some_editors_put_first_is_passed_over(tmp_path: Path) -> None:
    document = read(tmp_path, b"\xef\xbb\xbf# comment\na: 1\n")
    assert (document.value, said(document)) == ({"a": 1}, [])


def test_windows_line_ends_are_read(tmp_path: Path) -> None:
    document = read(tmp_path, b"a: 1\r\nb: no\r\n")
    assert [line[:13] for line in said(document)] == ["file.yml:2:4:"]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "file.yml").mkdir()
    assert said(strict_yaml.read(tmp_path / "file.yml", tmp_path)) == [
        "file.yml:1:1: cannot be read (Is a directory); restore the file"
    ]


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\ufffe"])
def test_a_character_that_yaml_forbids_is_found_behind_other_scripts(character: str) -> None:
    before = "größe: 日本語\n" * 500
    document = parsed(f"{before}key: a{character}b\n")
    assert said(document) == [
        "file.yml:501:7: a character that YAML does not allow "
        f"(found U+{ord(character):04X}); delete it"
    ]


@pytest.mark.parametrize(
    ("text", "place", "mend"),
    [
        ("a: 1\n\tb: 2\n", "2:1", "there is a tab; indent by blanks"),
        ("a: 1\nb: 'never\nc: 3\n", "2:4", "a quote opens here and never closes; close it"),
        ('a: 1\nb: "never\nc: 3\n', "2:4", "a quote opens here and never closes; close it"),
        ("a: 1\nb: [1, 2\nc: 3\n", "2:4", "or a comma is missing; add it"),
        ("a: 1\nb: {c: 2\nd: 3\n", "2:4", "or a comma is missing; add it"),
        ("a: 1\n  b: 2\n", "2:4", "or line it up with the field above it"),
        ("a: %x\n", "1:4", "a text may not start with this sign; put the text in quotes"),
        ("a: 'x' y\n", "1:8", "or line it up with the field above it"),
        ("]\n", "1:1", "compare indentation, quotes and brackets with the lines around it"),
    ],
)
def test_what_is_no_yaml_is_refused_near_its_cause(text: str, place: str, mend: str) -> None:
    (line,) = said(parsed(text))
    assert line.startswith(f"file.yml:{place}: is not valid YAML (")
    assert line.endswith(mend)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_an_empty_file_is_refused(text: str) -> None:
    assert said(parsed(text)) == [
        "file.yml:1:1: the file is empty; restore its rows or delete the file"
    ]


def test_a_second_document_is_refused_and_the_first_is_kept() -> None:
    document = parsed("---\na: 1\n---\nb: 2\n")
    assert document.value == {"a": 1}
    assert said(document) == [
        "file.yml:3:1: a second document starts here; keep one document a file"
    ]


@pytest.mark.parametrize("key", ["[a, b]", "{a: b}", "? [a]\n"])
def test_a_key_that_is_no_word_is_refused(key: str) -> None:
    (line,) = said(parsed(f"{key} : 1\n"))
    assert line.endswith(": a key has to be one word; write `name: value`")
