from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask import Flask

from regapp.database import db
from tests.races.crowd import Crowd, crowd


@pytest.fixture(scope="session")
def people() -> Iterator[Crowd]:
    """The processes; see Crowd."""
    with crowd() as made:
        yield made


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder on the disk, where other tests may have one in memory: a race needs commits that take time."""
    with TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.fixture
def at_once(people: Crowd, app: Flask, database_url: str, tmp_path: Path) -> Callable[..., list[object]]:
    """Do something in four processes at once, on this test's database."""
    db.session.rollback()
    return partial(people.run, url=database_url, instance=tmp_path)


@pytest.fixture
def sqlite(database_url: str) -> bool:
    """Whether this test's database is SQLite."""
    return database_url.startswith("sqlite")
