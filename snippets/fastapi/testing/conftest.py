"""What the tests are given: a client, and one who is logged in."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from testing.app import app, current_reader
from testing.database import Base, get_session


@pytest.fixture
def stranger() -> Iterator[TestClient]:
    # One connection keeps the database in memory alive, for this test and no other.
    engine = create_engine(
        "sqlite://", connect_args={"check_same_thread": False}, poolclass=StaticPool
    )
    Base.metadata.create_all(engine)

    def session_of_the_test() -> Iterator[Session]:
        with Session(engine) as session:
            yield session

    app.dependency_overrides[get_session] = session_of_the_test
    # Not `with TestClient(app)`: that would run the lifespan, which opens the real database.
    yield TestClient(app)
    app.dependency_overrides.clear()
    engine.dispose()


@pytest.fixture
def ada(stranger: TestClient) -> TestClient:
    # From here on everybody is Ada; a test asks for her or for a stranger.
    app.dependency_overrides[current_reader] = lambda: "Ada"
    return stranger
