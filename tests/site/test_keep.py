"""`mkdocs build` puts a new site in the old one's place, or touches nothing at all."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.xdist_group("keep")

HOOK = Path(__file__).parents[2] / "hooks/keep.py"
OTHER = """
from mkdocs.plugins import event_priority

@event_priority({priority})
def {event}(*_, **__):
    raise {error}
"""


def project(root: Path, *, hook: str = "") -> Path:
    """Write a project of one page, with a hook of its own if one is given."""
    (root / "docs").mkdir(parents=True)
    (root / "docs/index.md").write_text("# Today\n", "utf-8")
    (root / "other.py").write_text(hook, "utf-8")
    (root / "mkdocs.yml").write_text(
        "site_name: Small\nsite_url: http://127.0.0.1/\nstrict: true\n"
        f"theme: {{name: material, font: false}}\nplugins: []\nhooks: [{HOOK}, other.py]\n",
        "utf-8",
    )
    return root


def build(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", *options],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def content(root: Path) -> dict[str, bytes]:
    """Return everything that lies below a folder."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in root.rglob("*")
        if "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def yesterday(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a site that was built earlier."""
    root = project(tmp_path_factory.mktemp("yesterday") / "project")
    assert build(root).returncode == 0
    return root


@pytest.fixture
def with_site(yesterday: Path, tmp_path: Path) -> Path:
    """The same, for one test to spoil."""
    for name, data in content(yesterday).items():
        path = tmp_path / "project" / name
        if (yesterday / name).is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return tmp_path / "project"


def test_a_first_build_leaves_the_site_and_nothing_else(yesterday: Path) -> None:
    names = {path.name for path in yesterday.iterdir()} - {"__pycache__"}
    assert names == {"docs", "mkdocs.yml", "other.py", "site"}
    assert (yesterday / "site/index.html").stat().st_mode & 0o044 == 0o044, "others may read it"


def test_a_new_site_replaces_the_old_one(with_site: Path) -> None:
    (with_site / "site/gone.html").write_text("a page of yesterday", "utf-8")
    (with_site / "docs/index.md").write_text("# Tomorrow\n", "utf-8")
    result = build(with_site)
    assert result.returncode == 0, result.stderr
    assert "Tomorrow" in (with_site / "site/index.html").read_text("utf-8")
    assert not (with_site / "site/gone.html").exists()
    names = {path.name for path in with_site.iterdir()} - {"__pycache__"}
    assert names == {"docs", "mkdocs.yml", "other.py", "site"}


@pytest.mark.parametrize("error", ["ValueError('stop')", "KeyboardInterrupt()", "SystemExit(3)"])
@pytest.mark.parametrize(
    ("event", "priority"),
    [
        ("on_startup", 0),
        ("on_config", 200),  # before the new folder is made
        ("on_config", -100),
        ("on_env", 0),
        ("on_post_build", -200),  # after all pages are written
    ],
)
def test_a_build_that_fails_anywhere_changes_nothing(
    with_site: Path, event: str, priority: int, error: str
) -> None:
    hook = OTHER.format(event=event, priority=priority, error=error)
    (with_site / "other.py").write_text(hook, "utf-8")
    before = content(with_site)
    assert build(with_site).returncode != 0
    assert content(with_site) == before


@pytest.mark.parametrize(
    ("file", "text"),
    [("docs/index.md", "[nowhere](nowhere.md)\n"), ("mkdocs.yml", "site_nome: Small\n")],
    ids=["warning in strict mode", "broken configuration"],
)
def test_a_mistake_changes_nothing(with_site: Path, file: str, text: str) -> None:
    (with_site / file).write_text(text, "utf-8")
    before = content(with_site)
    assert build(with_site).returncode != 0
    assert content(with_site) == before


@pytest.mark.parametrize("target", [".", "..", "mine", "work", "mine/note.txt"])
def test_what_is_no_site_is_refused(with_site: Path, target: str) -> None:
    (with_site / "mine").mkdir()
    (with_site / "mine/note.txt").write_text("not a site", "utf-8")
    (with_site / "site").rename(with_site / "work")
    (with_site / "work/.git").write_text("gitdir: elsewhere\n", "utf-8")
    before = content(with_site.parent)
    assert build(with_site, "--site-dir", target).returncode != 0
    assert content(with_site.parent) == before


def test_an_empty_folder_may_be_filled(with_site: Path) -> None:
    (with_site / "empty").mkdir()
    assert build(with_site, "--site-dir", "empty").returncode == 0
    assert (with_site / "empty/index.html").is_file()


@pytest.fixture
def keep() -> ModuleType:
    """The hook itself, as a module."""
    spec = importlib.util.spec_from_file_location("keep", HOOK)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_site_that_cannot_be_moved_leaves_the_old_one_in_its_place(
    keep: ModuleType, with_site: Path
) -> None:
    before = content(with_site)
    with pytest.raises(FileNotFoundError):
        keep.exchange(with_site / "missing", with_site / "site", with_site / "aside")
    assert content(with_site) == before
