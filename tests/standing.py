"""One application for many tests: a new engine would compile every statement again.

Its database is put back before each test, as everywhere by copying the template. A folder's conftest.py
or a test module imports these fixtures, and so replaces ``app``.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from regapp import create_app
from regapp.database import db
from tests.conftest import _execute as execute
from tests.conftest import settings_for

__all__ = ["app", "reset_database", "standing_app"]


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def reset_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Callable[[], None]]:
    """The URL of a database, and what puts it back to the sample events."""
    name = f"standing_{uuid4().hex}"
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        path = tmp_path_factory.mktemp(name) / "regapp.db"

        def copy() -> None:
            shutil.copy(template, path)

        return f"sqlite:///{path}", copy
    server: str = request.getfixturevalue("postgres_template")

    def reset() -> None:
        execute(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        execute(server, f"CREATE DATABASE {name} TEMPLATE template")

    return f"{server}/{name}", reset


@pytest.fixture(scope="session")
def standing_app(
    reset_database: tuple[str, Callable[[], None]], tmp_path_factory: pytest.TempPathFactory
) -> Flask:
    """The application on that database."""
    return create_app(settings_for(reset_database[0], tmp_path_factory.mktemp("instance")))


@pytest.fixture
def app(standing_app: Flask, reset_database: tuple[str, Callable[[], None]]) -> Iterator[Flask]:
    """The same application for each test, inside its context, with the sample events alone."""
    reset_database[1]()
    with standing_app.app_context():
        yield standing_app
        db.session.remove()
        db.engine.dispose()
