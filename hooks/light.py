"""Leave out what weighs and shows nothing, which is a third of a guide's HTML.

Pygments wraps each name, bracket and blank into an element of its own. Here these have the colour
of the text around them, so that they need none. The style sheet of mkdocstrings is for pages that
document Python objects.
"""

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


def on_startup(**_: object) -> None:
    """Tell Pygments what has no colour of its own."""
    kinds.STANDARD_TYPES.update(dict.fromkeys(COLOURLESS, ""))


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Take the style sheet of Python objects from a page without any."""
    if OBJECTS not in config.extra_css or 'class="doc ' in (page.content or ""):
        return output
    href = get_relative_url(OBJECTS, page.url)
    return output.replace(f'<link rel="stylesheet" href="{href}">', "")
