"""Reads HTML as a browser would, and lets contracts look for elements."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}


@dataclass
class Element:
    """An element of a page: its attributes, its elements, and the text of all of them."""

    tag: str
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def all(self) -> Iterator["Element"]:
        """Yield the element and everything in it, in the order of the page."""
        yield self
        for child in self.children:
            yield from child.all()

    def find(self, tag: str) -> list["Element"]:
        """Return all elements with this tag, at any depth."""
        return [element for element in self.all() if element.tag == tag]

    def only(self, tag: str) -> "Element":
        """Return the one element with this tag; there may be no other."""
        (found,) = self.find(tag)
        return found


class Page(HTMLParser):
    """A page; elements that are closed in the wrong order are refused."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]
        self.doctype = ""
        self.feed(html)
        self.close()
        assert self.open == [self.root], f"<{self.open[-1].tag}> is not closed"

    def handle_decl(self, decl: str) -> None:
        self.doctype = decl.lower()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.words.append(data)
