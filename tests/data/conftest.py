"""The small project, written out once and copied for each test that changes it."""

from pathlib import Path

import pytest

from tests.data.project import SMALL, Project


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small project for tests that only read it."""
    return SMALL.copied(tmp_path_factory.mktemp("small")).generated()


@pytest.fixture
def project(untouched: Project, tmp_path: Path) -> Project:
    """A copy of the small project that a test may change."""
    return untouched.copied(tmp_path)
