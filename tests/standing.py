"""One application for many tests: a new engine would compile every statement again.

Its database is put back before each test, as everywhere. A folder's conftest.py
or a test module imports these fixtures, and so replaces ``app``.
"""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from flask import Flask

from regapp import create_app
from regapp.database import db
from tests.conftest import settings_for

__all__ = ["app", "reset_database", "standing_app"]


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def reset_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Callable[[], object]]:
    """The URL of a database, and what puts it back to the sample events."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        path = tmp_path_factory.mktemp("standing") / "regapp.db"

        def copy() -> None:
            shutil.copy(template, path)

        return f"sqlite:///{path}", copy
    put_back: Callable[[str], str] = request.getfixturevalue("postgres_database")
    return put_back("standing"), partial(put_back, "standing")


@pytest.fixture(scope="session")
def standing_app(
    reset_database: tuple[str, Callable[[], object]], tmp_path_factory: pytest.TempPathFactory
) -> Flask:
    """The application on that database."""
    return create_app(settings_for(reset_database[0], tmp_path_factory.mktemp("instance")))


@pytest.fixture
def app(standing_app: Flask, reset_database: tuple[str, Callable[[], object]]) -> Iterator[Flask]:
    """The same application for each test, inside its context, with the sample events and no letters."""
    reset_database[1]()
    shutil.rmtree(standing_app.extensions["settings"].instance / "mail", ignore_errors=True)
    with standing_app.app_context():
        yield standing_app
        db.session.remove()
        db.engine.dispose()
