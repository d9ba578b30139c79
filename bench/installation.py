"""An installation for the burst: a new database with the sample events, and questions to it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from sqlalchemy import create_engine, text

from bench import servers
from tests import postgres

SLUG = "race"
KINDS = ("SQLite", "PostgreSQL")


@dataclass(frozen=True)
class Installation:
    """Where its files lie, and the address of its database."""

    folder: Path
    url: str

    @property
    def settings(self) -> dict[str, str]:
        """Its environment."""
        return servers.settings(self.folder, self.url)

    def number(self, sql: str) -> int:
        """What ``sql`` counts of the race."""
        engine = create_engine(self.url)
        try:
            with engine.connect() as connection:
                return int(connection.scalar(text(sql), {"slug": SLUG}) or 0)
        finally:
            engine.dispose()

    def make_places(self, count: int) -> None:
        """Give the race so many places."""
        engine = create_engine(self.url)
        sql = "UPDATE quota SET capacity = :count WHERE event_id = (SELECT id FROM event WHERE slug = :slug)"
        with engine.begin() as connection:
            connection.execute(text(sql), {"count": count, "slug": SLUG})
        engine.dispose()


@contextmanager
def installation(kind: str) -> Iterator[Installation]:
    """One on a database of its own, which is as durable as a real one."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="regapp-bench-")))
        url = f"sqlite:///{folder}/regapp.db"
        if kind == "PostgreSQL":
            server = stack.enter_context(postgres.server(durable=True))
            plain = f"{server.replace('+psycopg', '', 1)}/postgres"
            with psycopg.connect(plain, autocommit=True) as connection:
                connection.execute("CREATE DATABASE bench")
            url = f"{server}/bench"
        with servers.service(folder, url):
            pass  # brings the tables and the sample events
        yield Installation(folder, url)
