"""what hosts enter in the browser: files, programme, questions, templates; accounts and their sign-ins"""

import sqlalchemy as sa
from alembic import op

revision = "1db037d2ddeb"
down_revision = "c41d7be0a2f3"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
TERM = sa.String(40)
NEW_TABLES = (
    "file",
    "attachment",
    "former_slug",
    "event_template",
    "quota_choice",
    "attendee_quota",
    "session_speaker",
    "sent_form",
    "member_invitation",
    "passkey",
    "sign_in",
)
# In the order of making them; column, table referred to.
REFERENCES = {
    "event": [("cover_id", "file", "fk_event_cover_id_file")],
    "organisation": [("logo_id", "file", "fk_organisation_logo_id_file")],
    "event_host": [("own_logo_id", "file", "fk_event_host_own_logo_id_file")],
    "speaker": [("photograph_id", "file", "fk_speaker_photograph_id_file")],
    "audit_entry": [("organisation_id", "organisation", "fk_audit_entry_organisation_id_organisation")],
    "venue": [("organisation_id", "organisation", "fk_venue_organisation_id_organisation")],
}
INDEXES = {
    "audit_entry": [("ix_audit_entry_organisation_id_id", ["organisation_id", "id"])],
    "venue": [("ix_venue_organisation_id", ["organisation_id"])],
}

ORGANISATION_OR_NAME = "(organisation_id IS NULL) = (CAST(own_name AS VARCHAR) <> '{}')"


def word(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.String(), server_default=sa.text(f"'{default}'"), nullable=False)


def texts(name: str, default: str = "{}") -> sa.Column[object]:
    return sa.Column(name, sa.JSON(), server_default=sa.text(f"'{default}'"), nullable=False)


def counter(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default=sa.text("1"), nullable=False)


def columns() -> dict[str, list[sa.Column[object]]]:
    return {
        "event": [
            sa.Column("visibility", TERM, server_default=sa.text("'public'"), nullable=False),
            sa.Column("archived_at", INSTANT),
            texts("faq", "[]"),
            texts("letter_words"),
            sa.Column("cover_id", KEY),
            word("dial_in"),
            sa.Column("places_shown", TERM, server_default=sa.text("'number'"), nullable=False),
        ],
        "event_host": [
            sa.Column("role", TERM),
            texts("own_name"),
            word("own_website"),
            sa.Column("own_logo_id", KEY),
            sa.Column("told_at", INSTANT),
        ],
        "organisation": [
            word("contact_phone"),
            word("zone", "Asia/Almaty"),
            sa.Column("logo_id", KEY),
            sa.Column("requires_second_factor", sa.Boolean(), server_default=sa.false(), nullable=False),
            counter("revision"),
        ],
        "question": [
            texts("ticket_types", "[]"),
            sa.Column("condition", sa.JSON()),
            sa.Column("removed_at", INSTANT),
        ],
        "session": [texts("description"), texts("room"), word("language")],
        "speaker": [texts("biography"), sa.Column("photograph_id", KEY)],
        "user": [
            word("name"),
            sa.Column("tf_primary_method", sa.String()),
            sa.Column("tf_totp_secret", sa.String()),
            sa.Column("totp_counter", sa.Integer()),
            sa.Column("mf_recovery_codes", sa.JSON()),
            sa.Column("fs_webauthn_user_handle", sa.String()),
        ],
        "audit_entry": [sa.Column("organisation_id", KEY)],
        "venue": [sa.Column("organisation_id", KEY), counter("revision")],
    }


def upgrade() -> None:
    _make_files()
    _make_what_events_have()
    _make_accounts()
    for table, added in columns().items():
        with op.batch_alter_table(table) as batch:
            for column in added:
                batch.add_column(column)
            for column_name, other, name in REFERENCES.get(table, []):
                batch.create_foreign_key(name, other, [column_name], ["id"])
            for name, indexed in INDEXES.get(table, []):
                batch.create_index(name, indexed)
            if table == "user":
                batch.create_unique_constraint("uq_user_fs_webauthn_user_handle", ["fs_webauthn_user_handle"])
    with op.batch_alter_table("event_host") as batch:
        batch.alter_column("organisation_id", existing_type=KEY, nullable=True)
        batch.create_check_constraint(op.f("ck_event_host_organisation_or_name"), ORGANISATION_OR_NAME)
    op.execute(
        "UPDATE audit_entry SET organisation_id ="
        " (SELECT organisation_id FROM event WHERE event.id = audit_entry.event_id)"
    )


def downgrade() -> None:
    """What is new is gone; questions of new kinds are short texts, events of new kinds conferences."""
    op.execute("DELETE FROM event_host WHERE organisation_id IS NULL")
    with op.batch_alter_table("event_host") as batch:
        batch.drop_constraint(op.f("ck_event_host_organisation_or_name"), type_="check")
        batch.alter_column("organisation_id", existing_type=KEY, nullable=False)
    for table, added in reversed(columns().items()):
        with op.batch_alter_table(table) as batch:
            if table == "user":
                batch.drop_constraint("uq_user_fs_webauthn_user_handle", type_="unique")
            for name, _indexed in INDEXES.get(table, []):
                batch.drop_index(name)
            for _column, _other, name in REFERENCES.get(table, []):
                batch.drop_constraint(name, type_="foreignkey")
            for column in added:
                batch.drop_column(column.name)
    for table in reversed(NEW_TABLES):
        op.drop_table(table)
    op.execute("UPDATE question SET kind = 'text' WHERE kind NOT IN ('text', 'choice', 'paragraph')")
    op.execute(
        "UPDATE event SET kind = 'conference'"
        " WHERE kind NOT IN ('round-table', 'webinar', 'conference', 'race', 'teleconference')"
    )
    op.execute("UPDATE event SET meeting_id_visibility = 'registered' WHERE meeting_id_visibility = 'letter'")


def _key(name: str, table: str, *, cascade: bool = False, **options: object) -> sa.Column[object]:
    options.setdefault("nullable", False)
    reference = sa.ForeignKey(f"{table}.id", ondelete="CASCADE" if cascade else None)
    return sa.Column(name, KEY, reference, **options)


def _id() -> sa.Column[object]:
    return sa.Column("id", KEY, primary_key=True)


def _make_files() -> None:
    op.create_table(
        "file",
        _id(),
        sa.Column("token", sa.String(), nullable=False, unique=True),
        _key("organisation_id", "organisation"),
        _key("event_id", "event", index=True, nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer()),
        sa.Column("height", sa.Integer()),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Index("ix_file_organisation_id_size", "organisation_id", "size"),
    )
    op.create_table(
        "attachment",
        _id(),
        _key("event_id", "event", cascade=True, index=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        _key("file_id", "file", nullable=True),
        word("address"),
        sa.Column("visibility", TERM, nullable=False),
    )


def _make_what_events_have() -> None:
    op.create_table(
        "former_slug",
        sa.Column("slug", sa.String(), primary_key=True),
        _key("event_id", "event", cascade=True, index=True),
    )
    op.create_table(
        "event_template",
        _id(),
        _key("organisation_id", "organisation", cascade=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.UniqueConstraint("organisation_id", "name"),
    )
    op.create_table(
        "quota_choice",
        _key("quota_id", "quota", cascade=True, primary_key=True),
        _key("question_id", "question", cascade=True, primary_key=True),
        sa.Column("choice", sa.String(), primary_key=True),
        sa.Index("ix_quota_choice_question_id", "question_id"),
    )
    op.create_table(
        "attendee_quota",
        _key("attendee_id", "attendee", cascade=True, primary_key=True),
        _key("ticket_type_id", "ticket_type", cascade=True, primary_key=True),
        _key("quota_id", "quota", cascade=True, primary_key=True),
        sa.Index("ix_attendee_quota_quota_id", "quota_id"),
    )
    op.create_table(
        "session_speaker",
        _key("session_id", "session", cascade=True, primary_key=True),
        _key("speaker_id", "speaker", cascade=True, primary_key=True),
        sa.Index("ix_session_speaker_speaker_id", "speaker_id"),
    )
    op.create_table(
        "sent_form",
        sa.Column("digest", sa.String(), primary_key=True),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False, index=True),
    )


def _make_accounts() -> None:
    op.create_table(
        "member_invitation",
        _id(),
        _key("organisation_id", "organisation", cascade=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("role", TERM, nullable=False),
        sa.Column("language", TERM, nullable=False),
        sa.Column("token", sa.String(), nullable=False, unique=True),
        sa.Column("invited_by_id", KEY, sa.ForeignKey("user.id", ondelete="SET NULL")),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.UniqueConstraint("organisation_id", "email_key"),
    )
    op.create_table(
        "passkey",
        _id(),
        _key("user_id", "user", cascade=True, index=True),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("transports", sa.JSON()),
        sa.Column("backup_state", sa.Boolean(), nullable=False),
        sa.Column("device_type", sa.String(), nullable=False),
        sa.Column("extensions", sa.String()),
        sa.Column("create_datetime", INSTANT, nullable=False),
        sa.Column("lastuse_datetime", INSTANT, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("usage", sa.String(), nullable=False),
    )
    op.create_table(
        "sign_in",
        _id(),
        _key("user_id", "user", cascade=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("method", TERM, nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("network_address", sa.String(), nullable=False),
        sa.Column("token_digest", sa.String(), unique=True),
        sa.Column("seen_at", INSTANT),
        sa.Column("ended_at", INSTANT),
        sa.Index("ix_sign_in_user_id_id", "user_id", "id"),
    )
