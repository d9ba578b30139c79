"""Fixtures that every test may use. Each test gets a database of its own, on both kinds."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

import config
from regapp import create_app
from regapp.cli.samples import load_samples
from regapp.database import db
from tests import postgres, quick_routes
from tests.standing_postgres import Standing, execute

MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder in it that is nobody else's
NEEDED = 2 * 2**30  # bytes

if MEMORY.is_dir():
    room = os.statvfs(MEMORY)
    # SQLite waits for the disk at every commit; what is in memory is there at once.
    if room.f_bavail * room.f_frsize >= NEEDED and not room.f_flag & os.ST_NOEXEC:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

quick_routes.install()


def settings_for(url: str, instance: Path) -> config.Settings:
    """Settings as on a laptop, for the database at ``url``."""
    environ = {
        "INSTANCE_PATH": str(instance),
        "DATABASE_URL": url,
        "LIMIT_REGISTRATIONS": "off",
        "SECRET_KEY": "a key for tests only",
    }
    return config.read(environ)


def _prepare(url: str, instance: Path) -> None:
    app = create_app(settings_for(url, instance))
    # The first test that needs it may have turned the clock; the samples are dated from today for all.
    hatch = time_machine.escape_hatch
    clock = hatch.datetime.datetime if hatch.is_travelling() else datetime
    with time_machine.travel(clock.now(UTC)), app.app_context():
        upgrade()
        load_samples()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file with the sample events, to be copied."""
    folder = tmp_path_factory.mktemp("sqlite")
    path = folder / "template.db"
    _prepare(f"sqlite:///{path}", folder)
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a running server; skips where PostgreSQL is not to be had."""
    if postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres.server() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of the server, on which a migrated database ``template`` with the sample events stands."""
    execute(postgres_server, "CREATE DATABASE template")
    _prepare(f"{postgres_server}/template", tmp_path_factory.mktemp("postgres"))
    return postgres_server


@pytest.fixture(scope="session")
def postgres_database(postgres_template: str) -> Iterator[Callable[[str], str]]:
    """Put the database of a name back to the sample events; its URL."""
    databases: dict[str, Standing] = {}

    def put_back(name: str) -> str:
        database = databases.setdefault(name, Standing(postgres_template, name))
        database.put_back()
        return database.url

    yield put_back
    for database in databases.values():
        database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with the sample events, of each kind in turn."""
    if request.param == "sqlite":
        path = tmp_path / "regapp.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        return f"sqlite:///{path}"
    put_back: Callable[[str], str] = request.getfixturevalue("postgres_database")
    return put_back("test")


@pytest.fixture
def make_app(database_url: str, tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Make an application on the test's database; keyword arguments replace settings."""
    made: list[Flask] = []

    def make(**changes: object) -> Flask:
        app = create_app(replace(settings_for(database_url, tmp_path), **changes))  # type: ignore[arg-type]
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Iterator[Flask]:
    """An application inside its context, so that use cases and queries can be called directly."""
    made = make_app()
    with made.app_context():
        yield made


@pytest.fixture
def client(make_app: Callable[..., Flask]) -> FlaskClient:
    """A browser without JavaScript, in a process of its own mind: no application context is pushed."""
    return make_app().test_client()
