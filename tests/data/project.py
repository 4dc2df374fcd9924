"""A small project of two invented frameworks, on which mistakes can be made."""

import shutil
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml

from fieldguide import check, fix
from fieldguide.catalogue import Catalogue, load
from fieldguide.site import Site

REPOSITORY = "https://code.example/guide"
"""The address of its repository."""


@dataclass(frozen=True)
class Project:
    """A copy of the small project."""

    root: Path

    def copied(self, root: Path) -> "Project":
        """Return a copy below another root."""
        shutil.copytree(self.root, root, dirs_exist_ok=True)
        return Project(root)

    def generated(self) -> "Project":
        """Write what `make fix` writes; return the project."""
        fix.fix(self.root)
        return self

    def change(self, file: str, old: str, new: str) -> None:
        """Put one passage in the place of another, which has to stand in the file exactly once."""
        path = self.root / file
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"{file} holds {old!r} {text.count(old)} times"
        path.write_text(text.replace(old, new), "utf-8")

    def write(self, file: str, content: str | bytes) -> None:
        """Write a file, whether it is there or not."""
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def problems(self) -> list[str]:
        """Return what `python -m fieldguide check` would print."""
        return [str(problem) for problem in check.problems(self.root)]

    def catalogue(self) -> Catalogue:
        """Return its data, which has to be right."""
        return load(self.root)

    def site(self, base: str = "../") -> Site:
        """Return what renderers need for a page one folder below the site's root."""
        return Site(self.catalogue(), REPOSITORY, base)


@dataclass(frozen=True)
class Mistake:
    """A mistake that somebody may make in the small project."""

    name: str
    """What is wrong."""
    changes: list[dict[str, str]]
    """What to put in place of what in which file."""
    says: str
    """What `python -m fieldguide check` prints, every line of it."""

    def __str__(self) -> str:
        return self.name

    def make(self, project: Project) -> None:
        """Make the mistake."""
        for change in self.changes:
            if "old" in change:
                project.change(change["file"], change["old"], change["new"])
            elif "content" in change:
                project.write(change["file"], change["content"])
            else:
                (project.root / change["file"]).unlink()


def mistakes(name: str) -> list[Mistake]:
    """Return the mistakes of a file of `mistakes/`."""
    path = Path(__file__).parent / "mistakes" / f"{name}.yml"
    rows: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
    return [Mistake(**row) for row in rows]


SMALL = Project(Path(__file__).with_name("small"))
"""The small project as it is kept: without what `make fix` writes."""


class Outline(HTMLParser):
    """HTML as a list of what a browser would make of it: elements, and text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.tags: list[str] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open, f"these elements are never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.tags.append(tag)
        if tag not in {"br", "input", "img"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of each element of one kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    def shape(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return the elements with the names of their attributes, without any value."""
        return [(tag, tuple(attributes)) for tag, attributes in self.elements]
