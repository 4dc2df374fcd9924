"""Text from data on its way into a page: everything is escaped, `backticks` become code."""

import re
from html import escape

__all__ = ["escape", "inline", "link"]


def inline(text: str) -> str:
    """Return a sentence of a data file as HTML; `backticks` are the only markup there is."""
    parts = re.split(r"`([^`]+)`", text)
    return "".join(
        f"<code>{escape(part)}</code>" if index % 2 else escape(part)
        for index, part in enumerate(parts)
    )


def link(href: str, html: str, **attributes: str) -> str:
    """Return a link around HTML; attribute names may end in `_`, and `_` becomes a hyphen."""
    pairs = {"href": href, **{k.rstrip("_").replace("_", "-"): v for k, v in attributes.items()}}
    inside = " ".join(f'{name}="{escape(value)}"' for name, value in pairs.items())
    return f"<a {inside}>{html}</a>"
