"""One application for all tests of pages: a new one would compile every template and statement again.

Its browser looks at every page it gets by the rules of the house.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from regapp import create_app
from regapp.database import db
from tests.conftest import settings_for
from tests.web.house import look_at

only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Inside = Callable[[], AbstractContextManager[Any]]


class Browser(FlaskClient):
    """A browser without JavaScript."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Get a page and look at it."""
        response = super().open(*args, **kwargs)
        is_page = response.mimetype == "text/html" and response.data.startswith(b"<")
        is_letter = "sandbox" in response.headers.get("Content-Security-Policy", "")  # has rules of its own
        if is_page and not is_letter and not 300 <= response.status_code < 400:
            look_at(self.application, response)
        return response


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the standing applications keep what they have."""
    return tmp_path_factory.mktemp("web")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, folder: Path) -> str:
    """The URL of a database put back to the sample events, of each kind in turn; the same for all tests."""
    if request.param == "sqlite":
        # SQLite plays the log of a connection that a test left open into what is put back.
        for left in folder.glob("regapp.db*"):
            left.unlink()
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "regapp.db")
        return f"sqlite:///{folder}/regapp.db"
    put_back: Callable[[str], str] = request.getfixturevalue("postgres_database")
    return put_back("web")


@pytest.fixture(scope="session")
def standing_apps() -> dict[str, Flask]:
    """The applications so far, by their database."""
    return {}


@pytest.fixture
def website(database_url: str, folder: Path, standing_apps: dict[str, Flask]) -> Iterator[Flask]:
    """The application on that database; no context is pushed, so that each request has its own."""
    if database_url not in standing_apps:
        standing_apps[database_url] = create_app(settings_for(database_url, folder))
        standing_apps[database_url].test_client_class = Browser
    app = standing_apps[database_url]
    app.extensions["kept"].__init__()  # what was rendered before the database was put back
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(website: Flask) -> FlaskClient:
    """A browser."""
    return website.test_client()


@pytest.fixture
def inside(website: Flask) -> Inside:
    """What opens a context for use cases and queries."""
    return website.app_context


@pytest.fixture
def make_app(make_app: Callable[..., Flask]) -> Callable[..., Flask]:
    """Make an application with other settings: keyword arguments replace them."""

    def make(**changes: object) -> Flask:
        app = make_app(**changes)
        app.test_client_class = Browser
        return app

    return make
