"""Every topic has a contract, every contract a topic, and every cell a snippet or a reason."""

import ast
import functools
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

from fieldguide.catalogue import load
from fieldguide.model import Framework, Topic, TopicCell

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

ABOUT_ALL = {"completeness", "faults", "quality", "serving"}
"""Tests of this folder that are about all snippets, and not a topic's contract."""


def snippets_in(folder: Path) -> set[str]:
    """Return the names of a framework's snippets: of files without their suffix, of folders."""
    return {
        path.stem if path.is_file() else path.name
        for path in folder.iterdir()
        if not path.name.startswith(("__", ".")) and path.suffix != ".txt"
    }


def strays(snippets: Path, frameworks: set[str], topics: set[str]) -> list[str]:
    """Say which files and folders belong to no framework or topic."""
    found = []
    for folder in sorted(path for path in snippets.iterdir() if not path.name.startswith(".")):
        if folder.name not in frameworks:
            allowed = ", ".join(sorted(frameworks))
            found.append(f"{folder.name}: is no framework; allowed: {allowed}; move or delete it")
        else:
            found += [
                f"{folder.name}/{name}: is no topic of data/topics.yml; rename it, delete it, "
                "or add the topic"
                for name in sorted(snippets_in(folder) - topics)
                if name != "traps" and not name.startswith("since_")
            ]
    return found


def doubles(snippets: Path, frameworks: set[str]) -> list[str]:
    """Say which snippets exist as a file and as a folder."""
    return [
        f"{slug}/{path.stem}: is there as a file and as a folder; delete one of them"
        for slug in sorted(frameworks)
        for path in sorted((snippets / slug).glob("*.py"))
        if path.with_suffix("").is_dir()
    ]


def empty_cells(
    snippets: Path, frameworks: dict[str, Framework], topics: dict[str, Topic]
) -> list[str]:
    """Say which cells have neither a snippet nor a reason for having none, and which have both."""
    found = []
    for slug in frameworks:
        existing = snippets_in(snippets / slug) if (snippets / slug).is_dir() else set()
        for topic in topics.values():
            reason = topic.cells[slug].reason if slug in topic.cells else None
            if topic.id not in existing and reason is None:
                found.append(
                    f"{slug}/{topic.id}: has no snippet; write snippets/{slug}/{topic.id}.py, or "
                    f"give a reason in data/topics.yml at {topic.id}.cells.{slug}"
                )
            if topic.id in existing and reason is not None:
                found.append(
                    f"{slug}/{topic.id}: has a snippet, and data/topics.yml gives a reason for "
                    "having none; delete one of them"
                )
    return found


def with_requirements(distributions: set[str]) -> set[NormalizedName]:
    """Return distributions and all that they install by themselves, extras left out."""
    found: set[NormalizedName] = set()
    waiting = {canonicalize_name(name) for name in distributions}
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= required_by(name) - found
    return found


modules_of_packages = functools.cache(metadata.packages_distributions)
"""Which packages bring a module; asking the metadata of a whole environment takes its time."""


@functools.cache
def required_by(distribution: str) -> frozenset[NormalizedName]:
    """Return what a distribution installs by itself, extras left out, one level deep."""
    wanted = [Requirement(line) for line in metadata.requires(distribution) or []]
    return frozenset(
        canonicalize_name(one.name)
        for one in wanted
        if not one.marker or one.marker.evaluate({"extra": ""})
    )


def unnamed_packages(files: list[Path], named: set[str]) -> set[str]:
    """Return what files import and neither the named packages nor Python bring."""
    distributions = modules_of_packages()
    imported: set[str] = set()
    for path in files:
        tree = ast.parse(path.read_text("utf-8") if path.suffix == ".py" else "")
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported.add((node.module or "").partition(".")[0])
    known = with_requirements(named)
    return {
        module
        for module in imported - set(sys.stdlib_module_names)
        if module in distributions
        and not known & {canonicalize_name(name) for name in distributions[module]}
    }


def contracts() -> set[str]:
    return {path.stem.removeprefix("test_") for path in HERE.glob("test_*.py")} - ABOUT_ALL


@pytest.fixture
def snippets(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.config.getoption("--snippets")
    return folder


def test_every_snippet_belongs_to_a_framework_and_a_topic(snippets: Path) -> None:
    known = load(ROOT)
    found = strays(snippets, set(known.frameworks), set(known.topics))
    assert not found, "\n".join(found)


def test_no_snippet_is_there_twice(snippets: Path) -> None:
    found = doubles(snippets, set(load(ROOT).frameworks))
    assert not found, "\n".join(found)


def test_every_cell_has_a_snippet_or_a_reason(snippets: Path) -> None:
    known = load(ROOT)
    found = empty_cells(snippets, known.frameworks, known.topics)
    assert not found, "\n".join(found)


def test_the_packages_that_a_snippet_imports_are_named() -> None:
    known = load(ROOT)
    found = []
    for slug, framework in known.frameworks.items():
        for topic in known.topics.values():
            cell = topic.cells.get(slug, TopicCell())
            named = {framework.packages[0], *cell.packages}
            files = known.snippet_files(slug, topic.id)
            found += [
                f"data/topics.yml: {topic.id}.cells.{slug}.packages: lacks what installs {module}, "
                "which the snippet imports; add it"
                for module in sorted(unnamed_packages(files, named))
            ]
    assert not found, "\n".join(found)


def test_every_topic_has_a_contract() -> None:
    for topic in sorted(set(load(ROOT).topics) - contracts()):
        pytest.fail(f"{topic}: is a topic without a contract; write tests/snippets/test_{topic}.py")


def test_every_contract_has_a_topic() -> None:
    for name in sorted(contracts() - set(load(ROOT).topics)):
        pytest.fail(
            f"tests/snippets/test_{name}.py: is the contract of no topic; add the topic "
            "to data/topics.yml, rename the file or delete it"
        )


def traps() -> set[str]:
    """Return the traps of all frameworks, by name."""
    return {name for path in (ROOT / "snippets").glob("*/traps") for name in snippets_in(path)}


def test_every_trap_has_a_test_and_every_test_a_trap() -> None:
    tests = {path.stem.removeprefix("test_") for path in (ROOT / "tests/traps").glob("test_*.py")}
    assert traps() == tests


# -------------------------------------------------------------------------- the rules can be broken


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder of snippets for two frameworks and the topics `hello` and `templates`."""
    for name in ("flask/hello.py", "flask/templates/app.py", "drf/hello/views.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text('"""A snippet."""\n')
    (tmp_path / "flask" / "__pycache__").mkdir()
    return tmp_path


FRAMEWORKS = {slug: Framework.model_construct(id=slug) for slug in ("flask", "drf")}
TOPICS = {
    "hello": Topic.model_construct(id="hello", cells={}),
    "templates": Topic.model_construct(
        id="templates",
        cells={"drf": TopicCell(see="flask", reason="It has none.")},
    ),
}


def test_a_complete_shelf_is_accepted(shelf: Path) -> None:
    assert strays(shelf, set(FRAMEWORKS), set(TOPICS)) == []
    assert doubles(shelf, set(FRAMEWORKS)) == []
    assert empty_cells(shelf, FRAMEWORKS, TOPICS) == []


@pytest.mark.parametrize("name", ["flask/helo.py", "flask/notes.md", "drf/helo/app.py"])
def test_a_stray_snippet_is_found(shelf: Path, name: str) -> None:
    (shelf / name).parent.mkdir(exist_ok=True)
    (shelf / name).touch()
    (message,) = strays(shelf, set(FRAMEWORKS), set(TOPICS))
    assert message.startswith("/".join(Path(name).with_suffix("").parts[:2]))


def test_a_stray_framework_is_found(shelf: Path) -> None:
    (shelf / "flsk").mkdir()
    (message,) = strays(shelf, set(FRAMEWORKS), set(TOPICS))
    assert message.startswith("flsk: is no framework; allowed: drf, flask")


def test_a_snippet_in_two_places_is_found(shelf: Path) -> None:
    (shelf / "flask" / "templates.py").touch()
    (message,) = doubles(shelf, set(FRAMEWORKS))
    assert message.startswith("flask/templates")


def test_a_missing_snippet_is_found(shelf: Path) -> None:
    (shelf / "flask" / "hello.py").unlink()
    (message,) = empty_cells(shelf, FRAMEWORKS, TOPICS)
    assert message.startswith("flask/hello: has no snippet")


def test_a_snippet_beside_a_reason_is_found(shelf: Path) -> None:
    (shelf / "drf" / "templates.py").touch()
    (message,) = empty_cells(shelf, FRAMEWORKS, TOPICS)
    assert message.startswith("drf/templates: has a snippet")


def test_what_needs_a_release_is_tested() -> None:
    code = {
        f"{folder.parent.name}_{folder.name.removeprefix('since_')}"
        for folder in (ROOT / "snippets").glob("*/since_*")
    }
    tests = {path.stem.removeprefix("test_") for path in (ROOT / "tests/since").glob("test_*.py")}
    assert code == tests
