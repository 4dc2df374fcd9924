"""Text from data on its way into a page: everything is escaped, `backticks` become code."""

import html
import re

# What HTML or Markdown may take for markup: in a tab or a list Markdown reads HTML's text as well.
_SIGNS = re.compile(r"[\\`*_{}\[\]<>&\"'#!|~=^$]")


def escape(text: str) -> str:
    """Return text as HTML and as Markdown that show it as it stands; no sign in it is markup."""
    return _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", text)


def inline(text: str) -> str:
    """Return a sentence of a data file as HTML; `backticks` are the only markup there is."""
    parts = re.split(r"`([^`]+)`", text)
    return "".join(
        f"<code>{escape(part)}</code>" if index % 2 else escape(part)
        for index, part in enumerate(parts)
    )


def link(href: str, inside: str, **attributes: str) -> str:
    """Return a link around HTML; attribute names may end in `_`, and `_` becomes a hyphen."""
    pairs = {k.rstrip("_").replace("_", "-"): escape(v) for k, v in attributes.items()}
    given = " ".join(f'{name}="{value}"' for name, value in pairs.items())
    return f'<a href="{html.escape(href)}"{" " if given else ""}{given}>{inside}</a>'
