"""Compile the catalogues, as `pybabel compile` does, to where the application looks for them."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCES = Path(__file__).resolve().parent / "locale"
COMPILED = Path(os.environ.get("LOCALE_DIR", SOURCES))


def main() -> None:
    for source in SOURCES.glob("*/LC_MESSAGES/*.po"):
        target = COMPILED / source.relative_to(SOURCES).with_suffix(".mo")
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as catalogue, target.open("wb") as compiled:
            write_mo(compiled, read_po(catalogue))


if __name__ == "__main__":
    main()
