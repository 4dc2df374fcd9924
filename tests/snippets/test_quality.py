"""Snippets are formatted, free of lint, and typed; so is all other code."""

import hashlib
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TYPING = HERE / "typing"

ON_DJANGO = {"django", "drf"}
"""Frameworks whose models only the plugin of django-stubs understands."""


def run(cwd: Path, *argv: str, **env: str) -> None:
    """Run a program of this environment; it may not complain."""
    program = str(Path(sys.executable).with_name(argv[0]))
    result = subprocess.run(
        [program, *argv[1:]],
        cwd=cwd,
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_there_is_no_lint() -> None:
    run(ROOT, "ruff", "check", "--no-fix", ".")


def test_everything_is_formatted() -> None:
    run(ROOT, "ruff", "format", "--check", ".")


def frameworks() -> list[str]:
    return sorted(path.name for path in (ROOT / "snippets").iterdir() if path.is_dir())


# What packages say of their types is read once: these share a cache, and so a worker.
@pytest.mark.xdist_group("mypy")
@pytest.mark.parametrize("framework", frameworks())
def test_the_snippets_are_typed(framework: str) -> None:
    config, cache = ROOT / "pyproject.toml", "shared"
    if framework in ON_DJANGO:
        config = TYPING / "django.toml"
        # mypy does not notice that these settings, which the plugin reads, have changed.
        settings = hashlib.sha256((TYPING / "all_topics.py").read_bytes()).hexdigest()
        cache = f"django-{settings[:8]}"
    run(
        ROOT / "snippets" / framework,
        "mypy",
        f"--config-file={config}",
        f"--cache-dir={ROOT / '.mypy_cache' / cache}",
        ".",
        MYPYPATH=str(TYPING) if framework in ON_DJANGO else "",
    )


@pytest.mark.xdist_group("mypy")
def test_the_package_and_the_tests_are_typed() -> None:
    cache = f"--cache-dir={ROOT / '.mypy_cache' / 'shared'}"
    run(ROOT, "mypy", cache, "fieldguide", "bench", "tests")


def test_django_is_checked_by_the_same_rules() -> None:
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
    djangos = tomllib.loads((TYPING / "django.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
    assert djangos.pop("plugins") == ["mypy_django_plugin.main"]
    # What is said of single modules differs by what a project imports.
    del djangos["overrides"], ours["overrides"]
    assert djangos == ours
