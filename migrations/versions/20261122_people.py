"""the attendee list, second part"""

import logging

import sqlalchemy as sa
from alembic import op

revision = "8c41f0b7d2a6"
down_revision = "5a9e3c07d1b8"
branch_labels = None
depends_on = None

log = logging.getLogger(__name__)
# SQLite's indexes of the search: FTS5 by trigrams, of the whole searched text and of the folded name alone.
# Before each word are two blanks, so that its first letter makes a trigram. They keep no text. A migration
# that rebuilds the table attendee loses the triggers and has to make them again; `flask doctor` says so.
SEARCHES = {
    "attendee_search": "replace(' ' || {0}.search_text, ' ', '  ')",
    "attendee_search_names": "replace(' ' || substr({0}.search_text, 1, length({0}.sort_key)), ' ', '  ')",
}
_LEAVE = " ".join(
    f"INSERT INTO {name} ({name}, rowid, searched) VALUES ('delete', old.id, {text.format('old')});"  # noqa: S608
    for name, text in SEARCHES.items()
)
_ENTER = " ".join(
    f"INSERT INTO {name} (rowid, searched) VALUES (new.id, {text.format('new')});"  # noqa: S608
    for name, text in SEARCHES.items()
)
TRIGGERS = {
    "attendee_search_insert": f"AFTER INSERT ON attendee BEGIN {_ENTER} END",
    "attendee_search_update": (
        f"AFTER UPDATE OF search_text, sort_key ON attendee BEGIN {_LEAVE} {_ENTER} END"
    ),
    "attendee_search_delete": f"AFTER DELETE ON attendee BEGIN {_LEAVE} END",
}
# As they were: of the whole text, without blanks.
_OLD_LEAVE = (
    "INSERT INTO attendee_search (attendee_search, rowid, search_text)"
    " VALUES ('delete', old.id, old.search_text);"
)
_OLD_ENTER = "INSERT INTO attendee_search (rowid, search_text) VALUES (new.id, new.search_text);"
OLD_TRIGGERS = {
    "attendee_search_insert": f"AFTER INSERT ON attendee BEGIN {_OLD_ENTER} END",
    "attendee_search_update": f"AFTER UPDATE OF search_text ON attendee BEGIN {_OLD_LEAVE} {_OLD_ENTER} END",
    "attendee_search_delete": f"AFTER DELETE ON attendee BEGIN {_OLD_LEAVE} END",
}
# PostgreSQL makes the blanks itself, but for the first. Names are folded as the whole text is.
INDEXES = {
    "ix_attendee_search": "(' ' || search_text)",
    "ix_attendee_search_names": "(' ' || translate(sort_key, 'әғқңөұүһі', 'агкноуухи'))",
}


def upgrade() -> None:
    """Add it."""
    _let_people_have_no_address()
    _find_short_words_and_names()


def downgrade() -> None:
    """Take it back."""
    _find_long_words_alone()
    _give_everybody_an_address()


def _let_people_have_no_address() -> None:
    with op.batch_alter_table("registration") as batch:
        batch.alter_column("email_key", existing_type=sa.String(), nullable=True)


def _give_everybody_an_address() -> None:
    """Those who have none get one that leads nowhere (RFC 2606), so that nobody is lost."""
    op.execute(
        "UPDATE registration SET email = 'no-address-' || id || '@walk-in.test',"
        " email_key = 'no-address-' || id || '@walk-in.test' WHERE email_key IS NULL"
    )
    with op.batch_alter_table("registration") as batch:
        batch.alter_column("email_key", existing_type=sa.String(), nullable=False)


def _find_short_words_and_names() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP INDEX IF EXISTS ix_attendee_search")
        _index_trigrams(INDEXES)
        return
    _drop_the_search()
    for name, text in SEARCHES.items():
        op.execute(f"CREATE VIRTUAL TABLE {name} USING fts5 (searched, content='', tokenize='trigram')")
        everybody = f"SELECT id, {text.format('attendee')} FROM attendee"  # noqa: S608 - our own words
        op.execute(f"INSERT INTO {name} (rowid, searched) {everybody}")
    _make_triggers(TRIGGERS)


def _find_long_words_alone() -> None:
    if op.get_bind().dialect.name != "sqlite":
        for name in INDEXES:
            op.execute(f"DROP INDEX IF EXISTS {name}")
        _index_trigrams({"ix_attendee_search": "search_text"})
        return
    _drop_the_search()
    op.execute(
        "CREATE VIRTUAL TABLE attendee_search USING fts5"
        " (search_text, content='attendee', content_rowid='id', tokenize='trigram')"
    )
    _make_triggers(OLD_TRIGGERS)
    op.execute("INSERT INTO attendee_search (attendee_search) VALUES ('rebuild')")


def _drop_the_search() -> None:
    for name in TRIGGERS:
        op.execute(f"DROP TRIGGER IF EXISTS {name}")
    for name in SEARCHES:
        op.execute(f"DROP TABLE IF EXISTS {name}")


def _make_triggers(triggers: dict[str, str]) -> None:
    for name, what in triggers.items():
        op.execute(f"CREATE TRIGGER {name} {what}")


def _index_trigrams(indexes: dict[str, str]) -> None:
    connection = op.get_bind()
    try:
        with connection.begin_nested():
            connection.execute(sa.text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
            for name, what in indexes.items():
                op.execute(f"CREATE INDEX {name} ON attendee USING gin ({what} gin_trgm_ops)")
    except sa.exc.DBAPIError as error:
        # The search finds the same without them, but reads everybody of the event for a rare word.
        log.warning("no index for the search: install pg_trgm and create it by hand: %s", error.orig)
