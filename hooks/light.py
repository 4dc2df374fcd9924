"""Leave out what weighs and shows nothing, which is a third of a guide's HTML.

Pygments wraps each name, bracket and blank into an element of its own. Here these have the colour
of the text around them, so that they need none. The style sheet of mkdocstrings is for pages that
document Python objects. The theme's templates leave hundreds of empty lines on each page.
"""

import re
from importlib import import_module
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

kinds: Any = import_module("pygments.token")
COLOURLESS = (
    kinds.Name,
    kinds.Name.Builtin.Pseudo,
    kinds.Operator,
    kinds.Punctuation,
    kinds.Whitespace,
)
OBJECTS = "assets/_mkdocstrings.css"
AS_WRITTEN = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2>)", re.DOTALL)
"""Elements in which an empty line may be meant."""
EMPTY = re.compile(r"\n\s*\n")


def on_startup(**_: object) -> None:
    """Tell Pygments what has no colour of its own."""
    kinds.STANDARD_TYPES.update(dict.fromkeys(COLOURLESS, ""))


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Take from a page the style sheet of Python objects if it has none, and empty lines."""
    if OBJECTS in config.extra_css and 'class="doc ' not in (page.content or ""):
        href = get_relative_url(OBJECTS, page.url)
        output = output.replace(f'<link rel="stylesheet" href="{href}">', "")
    return without_empty_lines(output)


def without_empty_lines(html: str) -> str:
    """Return a page without lines that show nothing; what is shown as written stays so."""
    parts = AS_WRITTEN.split(html)  # Text, element, its name, text, and so on.
    for index in range(0, len(parts), 3):
        parts[index] = EMPTY.sub("\n", parts[index])
    del parts[2::3]
    return "".join(parts)
