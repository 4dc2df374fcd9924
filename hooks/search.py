"""Feed the search plugin lean pages: no Pygments markup, and of code only what it imports.

Six frameworks' code on a page would be most of the index, and say little: who searches for a name
of an API finds it where it is imported.
"""

import re
from functools import lru_cache
from importlib import import_module
from typing import Any

BLOCK = re.compile(r"<pre\b.*?</pre>", re.DOTALL)
COLOUR = re.compile(r"</?(?:span|a)\b[^>]*>")
IMPORT = re.compile(r"^(?:from|import) .*$", re.MULTILINE)

plugin: Any = import_module("material.plugins.search.plugin")
Parser = plugin.Parser


def lean(block: re.Match[str]) -> str:
    """Return a block of code as the index shall hold it; one without imports is kept whole."""
    code = COLOUR.sub("", block[0])
    imports = IMPORT.findall(code)
    return f"<pre>{'; '.join(imports)}</pre>" if imports else code


class Lean(plugin.Parser):
    """The plugin's parser; it reads the lean page, and a page that it knows only once."""

    def feed(self, html: str) -> None:
        """Take a page's sections from memory, or find them."""
        self.data = sections(html)


@lru_cache(maxsize=300)
def sections(html: str) -> list[object]:
    """Return a page's sections as the plugin finds them."""
    parser = Parser()
    parser.feed(BLOCK.sub(lean, html))
    parser.close()
    return list(parser.data)


def on_startup(**_: object) -> None:
    """Put the lean parser where the plugin looks for its own."""
    plugin.Parser = Lean
