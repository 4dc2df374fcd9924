"""What renderers make of the small project: every cell, its evidence, where it can be edited."""

from collections.abc import Callable

import pytest

from fieldguide import charts, code, facts, tables
from fieldguide.site import Site
from tests.data.project import REPOSITORY, Outline, Project


@pytest.fixture(scope="module")
def site(untouched: Project) -> Site:
    return untouched.site()


def keys(outline: Outline) -> list[str]:
    return [row["data-key"] for row in outline.all("tr") if "data-key" in row]


def columns(outline: Outline) -> list[str]:
    return [head["data-framework"] for head in outline.all("th") if "data-framework" in head]


def addresses(outline: Outline, class_: str) -> list[str]:
    return [link["href"] for link in outline.all("a") if link.get("class") == class_]


# ------------------------------------------------------------------------------------------ tables


def test_the_matrix_has_a_row_for_each_capability_and_a_column_for_each_framework(
    site: Site,
) -> None:
    outline = Outline(tables.matrix(site))
    assert keys(outline) == ["greeting", "silence", "shelves"]
    assert columns(outline) == ["alpha", "beta"]
    assert [cell["data-support"] for cell in outline.all("td")] == [
        "built-in",
        "official",
        "none",
        "third-party",
        "built-in",
        "none",
    ]
    assert [cell["data-sort"] for cell in outline.all("td")] == ["0", "1", "3", "2", "0", "3"]
    assert outline.all("div")[0]["data-table"] == "features"


def test_support_is_said_in_words_beside_each_shape(site: Site) -> None:
    outline = Outline(tables.matrix(site))
    for shape, word in [
        ("●", "built in"),
        ("◐", "official"),
        ("○", "third party"),
        ("–", "none"),
    ]:
        assert f"{shape} {word}" in outline.text
    hidden = [span for span in outline.all("span") if "aria-hidden" in span]
    assert len(hidden) == 6


def test_a_group_shows_its_own_rows_alone(site: Site) -> None:
    outline = Outline(tables.matrix(site, "data"))
    assert keys(outline) == ["shelves"]
    assert outline.all("div")[0]["data-table"] == "features-data"


def test_a_group_without_rows_is_a_table_without_rows(site: Site) -> None:
    assert keys(Outline(tables.matrix(site, "identity"))) == []


@pytest.mark.parametrize("only", [["alpha", "beta"], ["beta", "alpha"], ["beta"]])
def test_any_frameworks_can_be_set_side_by_side_in_any_order(site: Site, only: list[str]) -> None:
    for outline in (
        Outline(tables.matrix(site, only=only)),
        Outline(tables.traits(site, only=only)),
    ):
        assert columns(outline) == only
        cells = [cell["data-framework"] for cell in outline.all("td")]
        assert cells == only * len(keys(outline))


def test_a_cell_leads_to_its_evidence(site: Site) -> None:
    outline = Outline(tables.matrix(site))
    assert addresses(outline, "evidence") == [
        "../topics/greet/?framework=alpha",
        "https://beta.example/manual/",
        "https://beta.example/manual/",
        "../topics/store/?framework=alpha",
    ]
    assert [span for span in outline.all("span") if span.get("class") == "opinion"] != []
    titles = [link["title"] for link in outline.all("a") if "title" in link]
    assert titles[0] == "Proven by the contract “Greeting”"
    assert titles[1] == "The Beta project: Beta's manual (checked 2025-06-01)"


def test_a_caption_says_when_sources_were_read(site: Site) -> None:
    assert "sources were read from 2025-05-01 to 2025-06-01." in tables.matrix(site)
    assert "sources were read on 2025-06-01." in tables.traits(site)
    assert "Each cell names its evidence." in tables.matrix(site, "data")
    assert "sources were read" not in tables.matrix(site, "data")


def test_traits_are_shown_in_words(site: Site) -> None:
    outline = Outline(tables.traits(site))
    assert keys(outline) == ["character"]
    assert "Complete" in outline.text
    assert "Small" in outline.text


def test_topics_show_lines_of_code_or_who_answers_and_why(site: Site) -> None:
    outline = Outline(tables.topic_list(site))
    assert keys(outline) == ["greet", "store"]
    hrefs = [link["href"] for link in outline.all("a")]
    for address in (
        "../topics/greet/?framework=alpha",
        "../topics/greet/?framework=beta",
        "../topics/store/?framework=alpha",
    ):
        assert address in hrefs
    assert "see Alpha" in outline.text
    assert "Beta, Store: Beta leaves shelves to Alpha." in outline.text
    assert "3 lines" in outline.text  # alpha/greet.py, without docstrings, comments and blanks
    assert "2 lines" in outline.text  # beta/greet.py
    assert "9 lines" in outline.text  # alpha/store, the template included


def test_a_topic_without_snippet_and_reason_is_shown_as_none(project: Project) -> None:
    (project.root / "snippets/beta/greet.py").unlink()
    assert "– none" in tables.topic_list(project.site())


def test_sizes_count_files_lines_and_packages_and_say_what_is_built_in(site: Site) -> None:
    outline = Outline(tables.sizes(site, "store"))
    assert outline.tags.count("tr") == 2  # Beta has no snippet.
    assert "FrameworkFilesLinesShelvesPackages added" in outline.text
    assert "29● built inshelf The only one." in outline.text
    assert "Beta" not in outline.text


def test_guides_are_listed_with_a_sentence_each(site: Site) -> None:
    outline = Outline(tables.guide_list(site))
    assert [link["href"] for link in outline.all("a")] == ["../guides/alpha/", "../guides/beta/"]
    assert "An invented framework with everything inside." in outline.text
    assert outline.tags.count("code") == 1


# ------------------------------------------------------------------------------------- edit links


def lines_of(project: Project, html: str) -> list[tuple[str, str]]:
    """Return the file and the line of text that each edit link points at."""
    found = []
    for address in addresses(Outline(html), "edit"):
        if "/edit/main/" in address:
            file, _, line = address.removeprefix(f"{REPOSITORY}/edit/main/").partition("#L")
            text = (project.root / file).read_text("utf-8").splitlines()[int(line) - 1]
            found.append((file, text.strip()))
    return found


def test_edit_links_carry_the_line_of_the_row(untouched: Project, site: Site) -> None:
    assert lines_of(untouched, tables.matrix(site)) == [
        ("data/features.yml", "- id: greeting"),
        ("data/features.yml", "- id: silence"),
        ("data/features.yml", "- id: shelves"),
    ]
    assert lines_of(untouched, tables.traits(site)) == [("data/traits.yml", "- id: character")]
    assert lines_of(untouched, tables.topic_list(site)) == [
        ("data/topics.yml", "- id: greet"),
        ("data/topics.yml", "- id: store"),
        ("data/topics.yml", "see: alpha"),
    ]
    assert lines_of(untouched, facts.measurements(site)) == [("data/sources.yml", "- id: disk-use")]


def test_edit_links_of_facts_carry_the_line_of_the_fact(untouched: Project, site: Site) -> None:
    file = "data/frameworks/alpha.yml"
    lines = lines_of(untouched, facts.at_a_glance(site, "alpha"))
    assert {name for name, _ in lines} == {file}
    assert [text.partition(" source")[0] for _, text in lines] == [
        '- {version: "1.10", date: 2025-03-04,',
        "interface: {value: WSGI,",
        "python: {value: 3.11 and later,",
        "licence: {value: MIT,",
        "first_release: {value: Spring 2020,",
        "maintainer: {value: Two people,",
        "rhythm: {value: Once a year,",
        "support: {value: The newest release,",
        "packages: 2",
    ]
    lines = lines_of(untouched, charts.support_timeline(site, "alpha"))
    assert [text[:13] for _, text in lines] == ['- name: "1.10', '- {name: "1.9']
    assert lines_of(untouched, charts.request_path(site, "alpha")) == [
        (file, "source: alpha-notes")
    ]


def test_a_row_that_moves_takes_its_edit_link_along(project: Project) -> None:
    project.change("data/features.yml", "# Data\n", "# Data\n\n\n\n")
    assert f"{REPOSITORY}/edit/main/data/features.yml#L24" in tables.matrix(project.site())


# ---------------------------------------------------------------------------------- one framework


def test_the_facts_of_a_framework_stand_in_a_table(site: Site) -> None:
    outline = Outline(facts.at_a_glance(site, "alpha"))
    assert outline.tags.count("tr") == 10
    for text in (
        "Alpha & Co at a glance",
        "1.10, 2025-03-04",
        "2 packages, 1.5 MB; Without a server.",
        "Python 3.11 with alpha 1.10, serverlet 0.9 (2025-06-03)",
    ):
        assert text in outline.text
    assert outline.all("a")[0]["href"] == "https://alpha.example/docs/"


def test_one_package_is_said_in_the_singular(site: Site) -> None:
    assert "1 package, 0.25 MB" in Outline(facts.at_a_glance(site, "beta")).text


def test_the_versions_that_code_ran_on_are_said_for_each_python(project: Project) -> None:
    record = (project.root / "data/tested/3.11.yml").read_text("utf-8")
    newer = record.replace('"3.11"', '"3.13"').replace('alpha: "1.10"', 'alpha: "2.0a1"')
    project.write("data/tested/3.13.yml", newer)
    site = project.site()
    assert Outline(facts.tested_on(site, "alpha")).text == (
        "Python 3.11 with alpha 1.10, serverlet 0.9 (2025-06-03)"
        "Python 3.13 with alpha 2.0a1, serverlet 0.9 (2025-06-03)"
    )
    assert Outline(facts.all_tested_on(site)).tags.count("tr") == 2


def test_pythons_stand_in_the_order_of_their_numbers(project: Project) -> None:
    record = (project.root / "data/tested/3.11.yml").read_text("utf-8")
    for python in ("3.9", "3.13", "3.10"):
        project.write(f"data/tested/{python}.yml", record.replace('"3.11"', f'"{python}"'))
    assert list(project.catalogue().tested) == ["3.9", "3.10", "3.11", "3.13"]


def test_a_timeline_is_a_drawing_and_its_table(site: Site) -> None:
    outline = Outline(charts.support_timeline(site, "alpha"))
    (drawing,) = outline.all("svg")
    assert drawing["role"] == "img"
    assert drawing["aria-labelledby"] == outline.all("title")[0]["id"]
    assert [bar["class"] for bar in outline.all("rect")] == [
        "timeline__fixes",
        "timeline__security",
        "timeline__open",
    ]
    assert "2026-03" in outline.text
    assert outline.text.count("no date promised") == 2
    for bar in outline.all("rect"):
        assert 92 <= float(bar["x"]) < float(bar["x"]) + float(bar["width"]) <= 480.1


def test_a_release_that_gets_security_fixes_alone_has_one_light_bar(project: Project) -> None:
    project.change("data/frameworks/alpha.yml", "    fixes_until: 2026-03\n", "")
    bars = Outline(charts.support_timeline(project.site(), "alpha")).all("rect")
    assert [bar["class"] for bar in bars] == ["timeline__security", "timeline__open"]


def test_the_way_of_a_request_is_a_drawing_and_its_words(site: Site) -> None:
    outline = Outline(charts.request_path(site, "alpha"))
    assert [box["class"] for box in outline.all("rect")] == [
        "path__server",
        "path__framework",
        "path__yours",
    ]
    assert outline.tags.count("circle") == 1
    assert outline.tags.count("li") == 3
    assert "Listens. The answer passes here again." in outline.text


def test_install_sizes_are_sorted_and_drawn_to_scale(site: Site) -> None:
    outline = Outline(charts.install_sizes(site))
    small, large = (float(bar["width"]) for bar in outline.all("rect"))
    assert large == pytest.approx(6 * small, rel=0.01)
    assert outline.text.index("0.25 MB, 1 package") < outline.text.index("1.5 MB, 2 packages")


# ----------------------------------------------------------------------------------- code, sources


def test_a_snippet_is_an_include_with_its_contract_and_versions(site: Site) -> None:
    markdown = code.snippet(site, "alpha/greet.py:app")
    fence, _, rest = markdown.partition("\n```\n")
    assert fence == '```python title="snippets/alpha/greet.py"\n--8<-- "alpha/greet.py:app"'
    outline = Outline(rest)
    assert "tested on Alpha & Co 1.10 on Python 3.11" in outline.text
    assert outline.all("a")[0]["href"] == "../topics/greet/?framework=alpha"


def test_a_template_is_coloured_as_a_template(site: Site) -> None:
    assert code.snippet(site, "alpha/store/shelf.html").startswith("```html+jinja title=")


def test_side_by_side_shows_every_file_and_the_command(site: Site) -> None:
    markdown = code.side_by_side(site, "store")
    assert markdown.index('"alpha/store/app.py"') < markdown.index('"alpha/store/shelf.html"')
    assert "    cd snippets/alpha\n    export SECRET_KEY=$(python -c " in markdown
    assert (
        "    export ALPHA_SETTINGS=store.settings\n    python -m alpha prepare store\n" in markdown
    )
    assert "    serverlet --port 8000 store.app:app\n" in markdown
    assert "<p>Beta leaves shelves to Alpha.</p>" in markdown


def test_a_contract_says_what_it_proves_and_how_to_run_it(site: Site) -> None:
    outline = Outline(code.contract(site, "store"))
    assert outline.tags.count("li") == 2
    assert outline.all("a")[0]["href"] == f"{REPOSITORY}/blob/main/tests/snippets/test_store.py"
    assert "make test K=store" in outline.text


def test_side_by_side_shows_commands_and_outputs(project: Project) -> None:
    project.change(
        "data/topics.yml",
        "  question: How does it greet?",
        "  commands: {wave: Wave a hand.}\n  outputs: {answer: What it says.}\n"
        "  cells: {alpha: {commands: {wave: python -m greet.wave}}, "
        "beta: {commands: {wave: python -m wave}}}\n  question: How does it greet?",
    )
    html = code.side_by_side(project.site(), "greet")
    assert "<p>Wave a hand.</p>\n\n    ```shell\n    python -m greet.wave\n    ```" in html
    assert '<p>What it says.</p>\n\n    ```text\n    --8<-- "alpha/greet.answer.txt"' in html


def test_side_by_side_leads_to_where_a_guide_speaks_of_the_topic(project: Project) -> None:
    site = project.site()
    assert "guides/" not in code.side_by_side(site, "greet")
    project.write("docs/guides/beta.md", "# Beta\n\nBeta.\n")
    assert '<a href="../guides/beta/">Beta guide</a>' in code.side_by_side(site, "greet")
    call = '{@ snippet("beta/greet.py") @}'
    text = f"# Beta\n\n## Say *hello*, politely\n\n{call}\n\n## Again\n\n{call}\n"
    project.write("docs/guides/beta.md", text)
    html = code.side_by_side(site, "greet")
    assert '<a href="../guides/beta/#say-hello-politely">Beta guide: Say' in html


def test_a_trap_shows_both_ways_and_its_test(project: Project) -> None:
    marks = "# --8<-- [start:{0}]\n{1} = 1\n# --8<-- [end:{0}]\n"
    project.write(
        "snippets/alpha/traps/missed.py", marks.format("good", "B") + marks.format("bad", "A")
    )
    html = code.trap(project.site(), "alpha", "missed")
    bad, good = html.index("alpha/traps/missed.py:bad"), html.index("alpha/traps/missed.py:good")
    assert bad < good < html.index("tests/traps/test_missed.py")
    assert "1.10 on Python 3.11" in html


def test_a_trap_that_lacks_a_way_is_refused(project: Project) -> None:
    with pytest.raises(LookupError, match="lacks one of the sections bad, good"):
        code.trap(project.site(), "alpha", "missed")


def test_code_that_needs_a_release_names_the_versions_that_have_it(project: Project) -> None:
    project.write("snippets/alpha/since_1_10/wave.py", "A = 1\n")
    html = code.since(project.site(), "alpha", "1.10")
    assert "alpha/since_1_10/wave.py" in html
    assert "tests/since/test_alpha_1_10.py" in html
    assert "Co 1.10 on Python 3.11" in html
    project.write("snippets/alpha/since_2_0/wave.py", "A = 1\n")
    assert "on no version that we test" in code.since(project.site(), "alpha", "2.0")
    with pytest.raises(LookupError, match=r"what needs 3\.0"):
        code.since(project.site(), "alpha", "3.0")


def test_what_nothing_proves_says_so(project: Project) -> None:
    project.change("data/tested/3.11.yml", "[greet, store]", "[store]")
    assert tables.topic_list(project.site()).count("not proven yet") == 2
    assert "not recorded yet" in code.side_by_side(project.site(), "greet")


def test_a_citation_is_a_link_with_its_publisher(site: Site) -> None:
    (link,) = Outline(site.source("alpha-notes")).all("a")
    assert link == {
        "href": "https://alpha.example/notes/",
        "class": "evidence",
        "title": "The Alpha project: Notes on Alpha",
    }


def test_a_measurement_is_cited_by_its_method(site: Site) -> None:
    (link,) = Outline(site.source("disk-use")).all("a")
    assert link["href"] == "../how-to-read/#disk-use"
    assert 'id="disk-use"' in facts.measurements(site)


# ----------------------------------------------------------------------------------- unknown names

FRAMEWORK = 'there is no framework "alfa"; did you mean "alpha"?; allowed: alpha, beta'
TOPIC = 'there is no topic "great"; did you mean "greet"?; allowed: greet, store'


@pytest.mark.parametrize(
    ("render", "message"),
    [
        pytest.param(lambda site: facts.at_a_glance(site, "alfa"), FRAMEWORK, id="at_a_glance"),
        pytest.param(lambda site: facts.tested_on(site, "alfa"), FRAMEWORK, id="tested_on"),
        pytest.param(
            lambda site: charts.support_timeline(site, "alfa"), FRAMEWORK, id="support_timeline"
        ),
        pytest.param(lambda site: charts.request_path(site, "alfa"), FRAMEWORK, id="request_path"),
        pytest.param(lambda site: tables.matrix(site, only=["alfa"]), FRAMEWORK, id="matrix"),
        pytest.param(lambda site: tables.traits(site, only=["alfa"]), FRAMEWORK, id="traits"),
        pytest.param(lambda site: code.snippet(site, "alfa/greet.py"), FRAMEWORK, id="snippet"),
        pytest.param(lambda site: code.snippet(site, "alpha/great.py"), TOPIC, id="snippet topic"),
        pytest.param(lambda site: code.side_by_side(site, "great"), TOPIC, id="side_by_side"),
        pytest.param(lambda site: code.contract(site, "great"), TOPIC, id="contract"),
        pytest.param(lambda site: tables.sizes(site, "great"), TOPIC, id="sizes"),
        pytest.param(
            lambda site: tables.matrix(site, "date"),
            'there is no group "date"; did you mean "data"?; '
            "allowed: requests, structure, data, identity, work, site, production",
            id="matrix group",
        ),
        pytest.param(
            lambda site: site.source("beta-doc"),
            'there is no source "beta-doc"; did you mean "beta-docs"?; '
            "allowed: alpha-notes, beta-docs, disk-use",
            id="source",
        ),
    ],
)
def test_an_unknown_name_is_refused_with_those_that_exist(
    site: Site, render: Callable[[Site], str], message: str
) -> None:
    with pytest.raises(LookupError) as raised:
        render(site)
    assert raised.value.args == (message,)
