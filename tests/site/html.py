"""What a built page holds, as far as the tests ask."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

HOST = "https://site.example"
"""Stands for the site's own host while addresses are resolved."""

LOADED_LINKS = {
    "stylesheet",
    "preload",
    "modulepreload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "icon",
    "manifest",
}
"""Kinds of `<link>` by which a browser asks a server for something."""

UNSEEN = {"script", "style", "template", "noscript"}
"""Elements whose text is not shown."""


@dataclass(frozen=True)
class Reference:
    """An address on a page."""

    tag: str
    address: str
    loaded: bool
    """True if a browser asks for it by itself, false if a reader has to follow it."""


@dataclass
class Page(HTMLParser):
    """A built page."""

    path: str
    """Path below the site's root."""
    html: str
    ids: set[str] = field(default_factory=set)
    references: list[Reference] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    """What is shown, without code."""
    codes: list[str] = field(default_factory=list)
    """What is shown as code."""
    title: str = ""
    description: str = ""
    language: str = ""
    headings: int = 0
    """How many first-level headings there are."""
    leaks: list[tuple[int, str]] = field(default_factory=list)
    """Where search would take in what it shall not: line and tag of each element that lies in one
    of the same tag that is excluded. The search plugin ends the exclusion where the inner ends."""

    def __post_init__(self) -> None:
        super().__init__()
        self._inside: list[str] = []
        self._excluded: list[tuple[str, int]] = []
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if any(tag == outer for outer, _ in self._excluded):
            self.leaks.append((self.getpos()[0], tag))
        if "data-search-exclude" in given:
            self._excluded.append((tag, len(self._inside)))
        self._inside.append(tag)
        self.ids |= {given[name] for name in ("id",) if given.get(name)}
        if tag == "a" and given.get("name"):
            self.ids.add(given["name"])
        if tag == "html":
            self.language = given.get("lang", "")
        if tag == "meta" and given.get("name") == "description":
            self.description = given.get("content", "")
        self.headings += tag == "h1"
        rel = set(given.get("rel", "").split())
        for name in ("href", "src", "action", "poster", "data", "xlink:href"):
            if name in given and not (tag in {"meta", "object"} and name == "data"):
                loaded = tag not in {"a", "area", "form", "base"} and not (
                    tag == "link" and not rel & LOADED_LINKS
                )
                self.references.append(Reference(tag, given[name], loaded))
        for part in given.get("srcset", "").split(","):
            if part.strip():
                self.references.append(Reference(tag, part.split()[0], loaded=True))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass
            while self._excluded and self._excluded[-1][1] >= len(self._inside):
                self._excluded.pop()

    def handle_data(self, data: str) -> None:
        if "title" in self._inside and "svg" not in self._inside:
            self.title += data
        if not UNSEEN & set(self._inside):
            (self.codes if {"code", "pre"} & set(self._inside) else self.texts).append(data)

    @property
    def address(self) -> str:
        """Where the page is served."""
        return f"{HOST}/{self.path.removesuffix('index.html')}"

    @cached_property
    def targets(self) -> list[tuple[Reference, str, str]]:
        """Return each address of this site as a path below its root, and its fragment."""
        found = []
        for reference in self.references:
            parts = urlsplit(urljoin(self.address, reference.address))
            if f"{parts.scheme}://{parts.netloc}" == HOST:
                path = unquote(parts.path).removeprefix("/")
                found.append((reference, path, unquote(parts.fragment)))
        return found


def pages(site: Path) -> dict[str, Page]:
    """Return all pages of a built site."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        found[name] = Page(name, path.read_text("utf-8"))
    return found


def style_addresses(css: str) -> list[str]:
    """Return what a style sheet loads."""
    loaded = re.findall(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)", css)
    return [*loaded, *re.findall(r"@import\s+['\"]([^'\"]+)", css)]
