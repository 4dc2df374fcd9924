"""Colours can be read on every surface they are on; a framework looks the same everywhere."""

import re
from pathlib import Path

import pytest

ASSETS = Path(__file__).parents[2] / "docs/assets"
CSS = (ASSETS / "css/site.css").read_text(encoding="utf-8")
FRAMEWORKS = ["django", "drf", "flask", "fastapi", "tornado", "sanic"]
TEXT = ["ink", "quiet", "accent", "accent-strong", "alarm", *(f"fw-{slug}" for slug in FRAMEWORKS)]
CODE = ["comment", "keyword", "string", "number", "name", "constant"]


def colours(scheme: str) -> dict[str, str]:
    """Return the variables that a scheme gives as hexadecimal colours."""
    block = re.search(rf'\[data-md-color-scheme="{scheme}"\] {{(.*?)\n}}', CSS, re.DOTALL)
    assert block
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block[1]))


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2, from 0 for black to 1 for white."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_knows_its_ends() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize("surface", ["paper", "surface"])
@pytest.mark.parametrize("name", [*TEXT, *(f"code-{part}" for part in CODE)])
def test_text_reaches_four_and_a_half_to_one(scheme: str, surface: str, name: str) -> None:
    found = colours(scheme)
    assert contrast(found[name], found[surface]) >= 4.5


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize("name", ["ink", *(f"code-{part}" for part in CODE)])
def test_highlighted_text_does_too(scheme: str, name: str) -> None:
    found = colours(scheme)
    assert contrast(found[name], found["accent-wash"]) >= 4.5


@pytest.mark.parametrize("slug", FRAMEWORKS)
def test_a_mark_is_one_drawing_in_one_colour(slug: str) -> None:
    drawing = (ASSETS / f"marks/{slug}.svg").read_text(encoding="utf-8")
    in_css = re.search(rf'\[data-framework="{slug}"\].*? d=\'([^\']+)\'', CSS)
    assert in_css
    assert f'd="{in_css[1]}"' in drawing
    assert f'fill="{colours("default")[f"fw-{slug}"]}"' in drawing


def test_no_two_frameworks_share_a_colour_or_a_shape() -> None:
    for scheme in ("default", "slate"):
        assert len({colours(scheme)[f"fw-{slug}"] for slug in FRAMEWORKS}) == len(FRAMEWORKS)
    assert len({(ASSETS / f"marks/{slug}.svg").read_text() for slug in FRAMEWORKS}) == len(
        FRAMEWORKS
    )
