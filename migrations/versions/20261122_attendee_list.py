"""the attendee list: kept totals, tags, notes, named views; jobs in the background, imports"""

import json
import logging
from collections import Counter

import sqlalchemy as sa
from alembic import op

revision = "5a9e3c07d1b8"
down_revision = "1db037d2ddeb"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
TERM = sa.String(40)
SORTED = sa.String().with_variant(sa.String(collation="C"), "postgresql")
NEW_TABLES = ("tally", "tag", "attendee_tag", "saved_view", "job", "job_person", "import_row")
REGISTRATION_INDEXES = {
    "ix_registration_event_id_language": ["event_id", "language"],
    "ix_registration_event_id_source": ["event_id", "source"],
}
BATCH = 1000
log = logging.getLogger(__name__)
ANSWERED = sa.text("calendar_answer IS NOT NULL")
# SQLite's index of the search: FTS5 by trigrams over attendee.search_text. A migration that rebuilds the
# table attendee loses these triggers and has to make them again; `flask doctor` says so.
_LEAVE = (
    "INSERT INTO attendee_search (attendee_search, rowid, search_text)"
    " VALUES ('delete', old.id, old.search_text);"
)
_ENTER = "INSERT INTO attendee_search (rowid, search_text) VALUES (new.id, new.search_text);"
TRIGGERS = {
    "attendee_search_insert": f"AFTER INSERT ON attendee BEGIN {_ENTER} END",
    "attendee_search_update": f"AFTER UPDATE OF search_text ON attendee BEGIN {_LEAVE} {_ENTER} END",
    "attendee_search_delete": f"AFTER DELETE ON attendee BEGIN {_LEAVE} END",
}


def upgrade() -> None:
    _make_lists()
    _make_jobs()
    with op.batch_alter_table("registration") as batch:
        batch.add_column(sa.Column("source", TERM, server_default=sa.text("'form'"), nullable=False))
        for name, columns in REGISTRATION_INDEXES.items():
            batch.create_index(name, columns)
    with op.batch_alter_table("attendee") as batch:
        batch.add_column(sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False))
        batch.add_column(sa.Column("traits", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))
        batch.create_index("ix_attendee_event_id_state", ["event_id", "state"])
        batch.create_index(
            "ix_attendee_event_id_calendar_answer",
            ["event_id", "calendar_answer"],
            sqlite_where=ANSWERED,
            postgresql_where=ANSWERED,
        )
    with op.batch_alter_table("mailing") as batch:
        batch.add_column(sa.Column("is_draft", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.add_column(sa.Column("stopped_at", INSTANT))
    with op.batch_alter_table("letter") as batch:
        batch.drop_index("ix_letter_mailing_id")
        batch.create_index("ix_letter_mailing_id_recipient_key", ["mailing_id", "recipient_key"])
    _count_everybody()
    _index_the_search()


def downgrade() -> None:
    with op.batch_alter_table("letter") as batch:
        batch.drop_index("ix_letter_mailing_id_recipient_key")
        batch.create_index("ix_letter_mailing_id", ["mailing_id"])
    if op.get_bind().dialect.name == "sqlite":
        for trigger in TRIGGERS:
            op.execute(f"DROP TRIGGER {trigger}")
        op.execute("DROP TABLE attendee_search")
    else:
        op.execute("DROP INDEX IF EXISTS ix_attendee_search")
    with op.batch_alter_table("mailing") as batch:
        batch.drop_column("stopped_at")
        batch.drop_column("is_draft")
    with op.batch_alter_table("attendee") as batch:
        batch.drop_index("ix_attendee_event_id_calendar_answer")
        batch.drop_index("ix_attendee_event_id_state")
        batch.drop_column("traits")
        batch.drop_column("note")
    with op.batch_alter_table("registration") as batch:
        for name in REGISTRATION_INDEXES:
            batch.drop_index(name)
        batch.drop_column("source")
    for table in reversed(NEW_TABLES):
        op.drop_table(table)


def _key(name: str, table: str, *, ondelete: str | None = "CASCADE", **options: object) -> sa.Column[object]:
    options.setdefault("nullable", False)
    return sa.Column(name, KEY, sa.ForeignKey(f"{table}.id", ondelete=ondelete), **options)


def _make_lists() -> None:
    op.create_table(
        "tally",
        _key("event_id", "event", primary_key=True),
        sa.Column("trait", sa.String(), primary_key=True),
        sa.Column("people", sa.Integer(), nullable=False),
    )
    op.create_table(
        "tag",
        sa.Column("id", KEY, primary_key=True),
        _key("event_id", "event"),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", SORTED, nullable=False),
        sa.UniqueConstraint("event_id", "key"),
    )
    op.create_table(
        "attendee_tag",
        _key("attendee_id", "attendee", primary_key=True),
        _key("tag_id", "tag", primary_key=True),
        sa.Index("ix_attendee_tag_tag_id", "tag_id"),
    )
    op.create_table(
        "saved_view",
        sa.Column("id", KEY, primary_key=True),
        _key("event_id", "event"),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.UniqueConstraint("event_id", "name"),
    )


def _make_jobs() -> None:
    op.create_table(
        "job",
        sa.Column("id", KEY, primary_key=True),
        _key("event_id", "event"),
        _key("user_id", "user", ondelete="SET NULL", nullable=True, index=True),
        sa.Column("kind", TERM, nullable=False),
        sa.Column("state", TERM, nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("reached", KEY, nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("stop_asked_at", INSTANT),
        sa.Column("lease_until", INSTANT),
        sa.Column("troubles", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("trouble", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.Index("ix_job_state_lease_until", "state", "lease_until"),
        sa.Index("ix_job_event_id_id", "event_id", "id"),
    )
    op.create_table(
        "job_person",
        _key("job_id", "job", primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        _key("attendee_id", "attendee", index=True),
        sa.Column("fate", TERM),
    )
    op.create_table(
        "import_row",
        _key("job_id", "job", primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("email_key", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("fate", TERM),
        sa.Column("why", sa.JSON(), nullable=False),
        _key("attendee_id", "attendee", ondelete="SET NULL", nullable=True, index=True),
        sa.Index("ix_import_row_job_id_fate_number", "job_id", "fate", "number"),
        sa.Index("ix_import_row_job_id_email_key", "job_id", "email_key"),
    )


def _count_everybody() -> None:
    """Write as what each person counts, and the totals; the words are those of models/traits.py."""
    connection = op.get_bind()
    choices = _choice_questions(connection)
    reached, totals = 0, Counter[tuple[int, str]]()
    people = sa.text(
        "SELECT a.id, a.event_id, a.state, a.ticket_type_id, a.calendar_answer,"
        " r.language, r.source, r.answers, r.prove_until"
        " FROM attendee a JOIN registration r ON r.id = a.registration_id"
        " WHERE a.id > :reached ORDER BY a.id LIMIT :most"
    )
    while rows := connection.execute(people, {"reached": reached, "most": BATCH}).all():
        reached = rows[-1].id
        parts, sessions = _parts(connection, rows[0].id, reached), _sessions(connection, rows[0].id, reached)
        written = []
        for row in rows:
            has = parts.get(row.id, set())
            if row.state != "active":
                has = {(row.state, row.ticket_type_id)}
            elif row.prove_until is not None:
                has |= {("unproven", ticket) for _status, ticket in has}
            traits = {"all", f"language:{row.language}", f"source:{row.source}"}
            traits.add(f"calendar:{row.calendar_answer or 'none'}")
            for status, ticket in has:
                traits |= {f"part:{status}:{ticket}", f"status:{status}", f"ticket:{ticket}"}
            traits.update(f"session:{number}" for number in sessions.get(row.id, ()))
            answers = row.answers if isinstance(row.answers, dict) else json.loads(row.answers)
            for key, answer in answers.items():
                if answer and key in choices.get(row.event_id, ()):
                    given = answer if isinstance(answer, list) else [answer]
                    traits.update(f"choice:{key}:{one}" for one in given)
            totals.update((row.event_id, trait) for trait in traits)
            written.append({"id": row.id, "traits": json.dumps(sorted(traits))})
        connection.execute(sa.text("UPDATE attendee SET traits = :traits WHERE id = :id"), written)
    if totals:
        connection.execute(
            sa.text("INSERT INTO tally (event_id, trait, people) VALUES (:event_id, :trait, :people)"),
            [
                {"event_id": event, "trait": trait, "people": count}
                for (event, trait), count in totals.items()
            ],
        )


def _choice_questions(connection: sa.Connection) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for event_id, key in connection.execute(
        sa.text("SELECT event_id, key FROM question WHERE kind IN ('choice', 'choices', 'yes-no', 'country')")
    ):
        found.setdefault(event_id, set()).add(key)
    return found


def _parts(connection: sa.Connection, first: int, last: int) -> dict[int, set[tuple[str, int]]]:
    found: dict[int, set[tuple[str, int]]] = {}
    rows = connection.execute(
        sa.text(
            "SELECT attendee_id, reason, ticket_type_id FROM hold WHERE attendee_id BETWEEN :first AND :last"
            " UNION ALL SELECT attendee_id, 'waiting', ticket_type_id FROM waiting_entry"
            " WHERE attendee_id BETWEEN :first AND :last"
        ),
        {"first": first, "last": last},
    )
    for attendee_id, status, ticket in rows:
        found.setdefault(attendee_id, set()).add((status, ticket))
    return found


def _sessions(connection: sa.Connection, first: int, last: int) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    rows = connection.execute(
        sa.text(
            "SELECT attendee_id, session_id FROM attendee_session WHERE attendee_id BETWEEN :first AND :last"
        ),
        {"first": first, "last": last},
    )
    for attendee_id, session_id in rows:
        found.setdefault(attendee_id, []).append(session_id)
    return found


def _index_the_search() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE attendee_search USING fts5"
            " (search_text, content='attendee', content_rowid='id', tokenize='trigram')"
        )
        for name, what in TRIGGERS.items():
            op.execute(f"CREATE TRIGGER {name} {what}")
        op.execute("INSERT INTO attendee_search (attendee_search) VALUES ('rebuild')")
        return
    try:
        with connection.begin_nested():
            connection.execute(sa.text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
            connection.execute(
                sa.text("CREATE INDEX ix_attendee_search ON attendee USING gin (search_text gin_trgm_ops)")
            )
    except sa.exc.DBAPIError as error:
        # The search finds the same without it, but reads everybody of the event for a rare word.
        log.warning("no index for the search: install pg_trgm and create it by hand: %s", error.orig)
