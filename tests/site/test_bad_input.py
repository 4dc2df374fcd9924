"""A mistake stops the build with one line that names its place, and the last site stays."""

import re
from collections.abc import Iterator

import pytest

from tests.site.conftest import Copy

pytestmark = pytest.mark.xdist_group("site")


@pytest.fixture
def copy(built: Copy) -> Iterator[Copy]:
    """The built project; what a test changes in these files is put back."""
    files = [built.root / name for name in ("data/features.yml", "data/frameworks/flask.yml")]
    files += [built.root / page for page in (*MISTAKES, "docs/index.md", "docs/how-to-read.md")]
    before = {path: path.read_bytes() for path in files}
    site = built.files()
    yield built
    for path, content in before.items():
        path.write_bytes(content)
    assert built.files() == site


def append(copy: Copy, file: str, text: str) -> int:
    """Put a line at the end of a file; return its number."""
    path = copy.root / file
    before = path.read_text("utf-8").rstrip("\n")
    path.write_text(f"{before}\n\n{text}\n", "utf-8")
    return before.count("\n") + 3


def lines(outcome: Copy) -> list[str]:
    """Return what was said, without levels and without what a good build says too."""
    said = [
        re.sub(r"^(?:ERROR|WARNING|INFO|Aborted[^:]*)\s*[-:]\s*", "", line.strip())
        for line in outcome.output.splitlines()
    ]
    return [line for line in said if line]


def refused(copy: Copy) -> list[str]:
    """Build; return the lines that were said about the mistake."""
    outcome = copy.build()
    assert outcome.code != 0, outcome.output
    assert "Traceback" not in outcome.output
    return lines(outcome)


def about(said: list[str], place: str) -> str:
    """Return the one line that names a place."""
    found = [line for line in said if place in line]
    assert len(found) == 1, "\n".join(said)
    return found[0]


def test_broken_yaml(copy: Copy) -> None:
    number = append(copy, "data/features.yml", "- [a, b")
    line = about(refused(copy), "data/features.yml:")
    assert f"data/features.yml:{number}:3: is not valid YAML" in line


def test_a_wrong_value(copy: Copy) -> None:
    path = copy.root / "data" / "frameworks" / "flask.yml"
    path.write_text(path.read_text("utf-8").replace("\nposition: 3\n", "\nposition: third\n"))
    line = about(refused(copy), "data/frameworks/flask.yml:")
    assert ": position: has to be a whole number (found third)" in line


def test_several_mistakes_are_said_at_once(copy: Copy) -> None:
    numbers = [
        append(copy, "docs/index.md", f"{{@ {call} @}}")
        for call in (
            'snippet("flask/no_such.py")',
            'snippet("flask/helo.py")',
            'snippet("flask/hello.py:no_such")',
            'cite("no-such-source")',
        )
    ]
    said = refused(copy)
    missing, near, section, source = (about(said, f"docs/index.md:{line}:1") for line in numbers)
    assert "snippets/flask/no_such.py does not exist" in missing
    assert 'snippets/flask/helo.py does not exist; did you mean "' in near
    assert 'snippets/flask/hello.py has no section "no_such"' in section
    assert "there is no source" in source


MISTAKES = {
    "docs/guides/tornado.md": ('snipet("flask/hello.py")', "did you mean snippet"),
    "docs/guides/django.md": (
        'at_a_glance("flaks")',
        'there is no framework "flaks"; did you mean "flask"?',
    ),
    "docs/traps.md": ('matrix("date")', 'there is no group "date"; did you mean "data"?'),
    "docs/choose/compare.md": ('matrix(grup="data")', "unexpected keyword argument 'grup'"),
    "docs/guides/index.md": (
        "at_a_glance()",
        "missing 1 required positional argument",
    ),
    "docs/guides/flask.md": ('at_a_glance("flask"', "macro syntax: "),
}
"""Calls that are wrong, by the page that they are put on, and what has to be said of each."""


def test_wrong_macros_dead_links_and_a_stray_page(copy: Copy) -> None:
    calls = {page: append(copy, page, f"{{@ {call} @}}") for page, (call, _) in MISTAKES.items()}
    link = append(copy, "docs/index.md", "[nowhere](no_such_page.md)")
    anchor = append(copy, "docs/how-to-read.md", "[nowhere](topics/hello.md#no-such-anchor)")
    stray = copy.root / "docs" / "stray.md"
    stray.write_text("# Stray\n", "utf-8")
    try:
        said = refused(copy)
    finally:
        stray.unlink()
    for page, (_, message) in MISTAKES.items():
        line = about(said, f"{page}:")
        assert f"{page}:{calls[page]}:" in line
        assert message in line
    line = about(said, "docs/index.md:")
    assert line.startswith(f"docs/index.md:{link}:11: ")
    assert "no_such_page.md" in line
    line = about(said, "docs/how-to-read.md:")
    assert line.startswith(f"docs/how-to-read.md:{anchor}:11: ")
    assert "no-such-anchor" in line
    assert any("stray.md" in line for line in said)
