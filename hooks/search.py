"""Feed the search plugin lean pages: no Pygments markup, and of code only what it imports.

Six frameworks' code on a page would be most of the index, and say little: who searches for a name
of an API finds it where it is imported from a package, once a page.
"""

import re
import sys
from functools import lru_cache
from importlib import import_module
from typing import Any

BLOCK = re.compile(r"<pre\b.*?</pre>", re.DOTALL)
ASIDE = re.compile(
    r'<span class="filename">.*?</span>|<p class="quiet">.*?</p>|<small>.*?</small>'
    r'|\s*<a [^>]*class="(?:evidence"[^>]*>.*?|edit"[^>]*>edit)</a>',
    re.DOTALL,
)
COLOUR = re.compile(r"</?(?:span|a)\b[^>]*>")
CODE = re.compile(r"</?code\b[^>]*>")
IMPORT = re.compile(r"^(?:from|import) +([.\w]+).*$", re.MULTILINE)

plugin: Any = import_module("material.plugins.search.plugin")
Parser = plugin.Parser


def lean(html: str) -> str:
    """Return a page as the index shall hold it: no asides or sources, and no line of code twice.

    Of a block that imports something the imports are kept, of another one all lines.
    """
    known: set[str] = set()

    def shortened(block: re.Match[str]) -> str:
        code = CODE.sub("", COLOUR.sub("", block[0][5:-6]))
        imports = list(IMPORT.finditer(code))
        lines = (
            [line[0] for line in imports if is_package(line[1])] if imports else code.split("\n")
        )
        new = [line for line in map(str.strip, lines) if line not in known]
        known.update(new)
        return f"<pre>{' '.join(new)}</pre>" if new else ""

    return CODE.sub("", BLOCK.sub(shortened, ASIDE.sub("", html)))


def is_package(module: str) -> bool:
    """Return whether a module is of a package, and not of Python's own library or a neighbour."""
    return module.partition(".")[0] not in {"", *sys.stdlib_module_names}


class Lean(plugin.Parser):
    """The plugin's parser; it reads the lean page, and a page that it knows only once."""

    def feed(self, html: str) -> None:
        """Take a page's sections from memory, or find them."""
        self.data = sections(html)


@lru_cache(maxsize=300)
def sections(html: str) -> list[object]:
    """Return a page's sections as the plugin finds them."""
    parser = Parser()
    parser.feed(lean(html))
    parser.close()
    return list(parser.data)


def on_startup(**_: object) -> None:
    """Put the lean parser where the plugin looks for its own."""
    plugin.Parser = Lean
