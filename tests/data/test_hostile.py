"""What stands in a data file arrives on a page as text: it makes no element and no attribute."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from fieldguide import charts, claim_pages, code, facts, strict_yaml, tables
from fieldguide.measured import NoRun
from fieldguide.site import Site
from tests.data.project import Outline, Project

ROOT = Path(__file__).parent.parent.parent

SIGNS = [
    '<script>alert("x")</script>',
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "&lt;b&gt; &amp; & &#60;",
    "| a | b |",
    "{{ 7 * 7 }} {% raw %} {# x #}",
    "{@ 7 * 7 @} {@% if x %@}",
    "javascript:alert(1) [a](javascript:1)",
    '--8<-- "alpha/greet.py"',
    "**b** __b__ _i_ *i* ~~s~~ ==m==",
    "![i](x) <https://x.example> # h",
    "{ #id .class onclick=x }",
    "{: #id .class onclick=x }",
    '</td></tr></table></div><h1 id="x">',
    "<!-- --> <![CDATA[ ]]> <?php ?>",
    '=== "Tab" !!! note ??? more ::: x',
    "[^1] [TOC] *[HTML]: x $$x$$",
    "\\* \\< \\\\ \\_",
]
"""What could be taken for markup by HTML, Markdown, Jinja or one of the extensions."""

Shape = list[tuple[str, tuple[str, ...]]]

WORDS = {"name", "short", "version", "publisher"}
TEXTS = {
    *("summary", "value", "note", "does", "question", "how", "caveat", "text"),
    *("reason", "why", "title", "method", "shows", "serverlet"),
    *("about", "place", "what", "said", "hardware", "gamma"),
}

RENDERERS: dict[str, Callable[[Site], str]] = {
    "matrix": tables.matrix,
    "traits": tables.traits,
    "topic_list": tables.topic_list,
    "sizes": lambda site: tables.sizes(site, "store"),
    "guide_list": tables.guide_list,
    "at_a_glance": lambda site: facts.at_a_glance(site, "alpha"),
    "tested_on": lambda site: facts.tested_on(site, "alpha"),
    "all_tested_on": facts.all_tested_on,
    "measurements": facts.measurements,
    "support_timeline": lambda site: charts.support_timeline(site, "alpha"),
    "request_path": lambda site: charts.request_path(site, "alpha"),
    "install_sizes": charts.install_sizes,
    "claims_overview": lambda site: claim_pages.overview(site, NoRun()),
    "claims_chart": lambda site: claim_pages.chart(site, NoRun()),
    "claims_of": lambda site: claim_pages.of_publication(site, NoRun(), "herald"),
    "contract": lambda site: code.contract(site, "store"),
    "cite": lambda site: site.source("beta-docs"),
    "snippet": lambda site: code.snippet(site, "alpha/greet.py:app"),
    "side_by_side": lambda site: code.side_by_side(site, "store"),
}


def poisoned(value: Any, sign: str, field: str = "") -> Any:
    """Return a file's content with a sign at the end of each field that holds words."""
    if isinstance(value, dict):
        return {key: poisoned(inner, sign, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [poisoned(inner, sign, field) for inner in value]
    if isinstance(value, str) and field in WORDS | TEXTS:
        return f"{value[:20]} {sign}"
    return value


def with_sign(project: Project, sign: str) -> Project:
    for path in (project.root / "data").rglob("*.yml"):
        content = strict_yaml.read(path, project.root).value
        path.write_text(yaml.safe_dump(poisoned(content, sign), allow_unicode=True), "utf-8")
    return project.generated()


class _Config(yaml.SafeLoader):
    """Reads mkdocs.yml, whose `!ENV` values make no difference here."""


_Config.add_multi_constructor("!", lambda _loader, _tag, _node: None)


def converter(project: Project) -> Any:
    """Return what makes HTML of Markdown, with the extensions that the site has."""
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    rows = yaml.load(text, Loader=_Config)["markdown_extensions"]  # noqa: S506 - a SafeLoader
    configs: dict[str, dict[str, Any]] = {}
    for row in rows:
        configs |= {row: {}} if isinstance(row, str) else row
    configs["pymdownx.snippets"]["base_path"] = [str(project.root / "snippets")]
    markdown = importlib.import_module("markdown")
    return markdown.Markdown(extensions=list(configs), extension_configs=configs)


def outlines(project: Project) -> dict[str, Outline]:
    """Return what each renderer makes of the data, on its way through Markdown."""
    site, markdown = project.site(), converter(project)
    return {
        name: Outline(markdown.reset().convert(render(site))) for name, render in RENDERERS.items()
    }


@pytest.fixture(scope="module")
def plain(untouched: Project, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Shape]:
    """The elements and attributes that each renderer makes of harmless data."""
    project = with_sign(untouched.copied(tmp_path_factory.mktemp("plain")), "plain")
    return {name: outline.shape() for name, outline in outlines(project).items()}


@pytest.mark.parametrize("sign", SIGNS)
def test_no_sign_makes_an_element_or_an_attribute(
    project: Project, plain: dict[str, Shape], sign: str
) -> None:
    for name, outline in outlines(with_sign(project, sign)).items():
        assert outline.shape() == plain[name], name
        values = "".join("".join(attributes.values()) for _, attributes in outline.elements)
        assert sign in outline.text + values, name
        for _, attributes in outline.elements:
            for attribute in ("href", "src", "style", "id", "class"):
                assert sign not in attributes.get(attribute, ""), name


def test_backticks_make_code_of_what_stands_between_them_and_nothing_else(
    project: Project,
) -> None:
    project.change("data/traits.yml", "text: Complete", "text: a `<b>` and ` alone")
    outline = Outline(tables.traits(project.site()))
    assert outline.tags.count("code") == 1
    assert outline.tags.count("b") == 0
    assert "a <b> and ` alone" in outline.text


def test_a_mark_of_a_page_in_data_is_not_evaluated_again(project: Project) -> None:
    project.change("data/traits.yml", "text: Complete", 'text: "{@ 7 * 7 @} {{ 7 * 7 }}"')
    assert "{@ 7 * 7 @} {{ 7 * 7 }}" in Outline(tables.traits(project.site())).text
