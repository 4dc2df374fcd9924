"""The languages, loaded once, and the choice between them for each request."""

import gettext
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from babel import Locale
from fastapi import Depends, Header, Response

LOCALE_DIR = os.environ.get("LOCALE_DIR", str(Path(__file__).resolve().parent / "locale"))


@dataclass(frozen=True)
class Language:
    locale: Locale
    texts: gettext.NullTranslations


# English is what stands in the code. A catalogue that was not compiled stops the start.
LANGUAGES = {"en": Language(Locale("en"), gettext.NullTranslations())} | {
    code: Language(Locale(code), gettext.translation("messages", LOCALE_DIR, [code]))
    for code in ("de", "fr", "pl")
}


def choose(header: str) -> str:
    """Return the language that an Accept-Language header likes best, or English."""
    wanted: list[tuple[float, str]] = []
    for part in header.split(","):
        tag, _, parameter = part.partition(";")
        try:
            quality = float(parameter.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        code = tag.strip().lower().partition("-")[0]
        if quality > 0 and code in LANGUAGES:
            wanted.append((quality, code))
    # Of two that are liked equally, max() takes the first.
    return max(wanted, key=lambda pair: pair[0], default=(1, "en"))[1]


async def get_language(
    response: Response, accept_language: Annotated[str, Header()] = ""
) -> Language:
    code = choose(accept_language)
    response.headers["Content-Language"] = code
    response.headers.append("Vary", "Accept-Language")
    return LANGUAGES[code]


ReaderLanguage = Annotated[Language, Depends(get_language)]
