"""mailings, calendar answers, personal feeds, what comes into the reply mailbox, pace and pause of letters"""

import secrets
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "c41d7be0a2f3"
down_revision = "8f0d2c5b7a91"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
NEW_LETTERS = (
    "event-cancelled",
    "event-changed",
    "meeting",
    "reminder",
    "message",
    "declined",
    "digest",
    "event-full",
    "letters-fail",
    "forwarded",
    "personal-feed",
)
MOST_AT_ONCE = 1000
A_DAY = timedelta(days=1)


def no(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)


def yes(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=sa.true(), nullable=False)


def columns() -> dict[str, list[sa.Column[object]]]:
    return {
        "event": [
            no("all_day"),
            no("calendar_by_session"),
            no("asks_for_answer"),
            no("trusts_answers"),
            sa.Column("join_release_minutes", sa.Integer()),
            sa.Column("cancellation_reason", sa.String(), server_default=sa.text("''"), nullable=False),
        ],
        "organisation": [sa.Column("digested_at", INSTANT)],
        "membership": [yes("wants_digest"), yes("wants_alarms")],
        "user": [sa.Column("language", sa.String(40), server_default=sa.text("'en'"), nullable=False)],
        "quota": [sa.Column("full_told_at", INSTANT)],
        "attendee": [
            sa.Column("reply_token", sa.String()),
            sa.Column("calendar_answer", sa.String(40)),
            sa.Column("calendar_answered_at", INSTANT),
        ],
        "letter": [sa.Column("mailing_id", KEY), sa.Column("changed_at", INSTANT)],
    }


def upgrade() -> None:
    _make_mailings()
    for table, added in columns().items():
        with op.batch_alter_table(table) as batch:
            for column in added:
                batch.add_column(column)
            if table == "letter":
                batch.create_foreign_key("fk_letter_mailing_id_mailing", "mailing", ["mailing_id"], ["id"])
                batch.create_index("ix_letter_mailing_id", ["mailing_id"])
                batch.create_index("ix_letter_event_id_state", ["event_id", "state"])
                batch.drop_index("ix_letter_event_id")
    _give_reply_tokens()
    with op.batch_alter_table("attendee") as batch:
        batch.alter_column("reply_token", existing_type=sa.String(), nullable=False)
        batch.create_unique_constraint("uq_attendee_reply_token", ["reply_token"])
    _make_the_rest()
    _plan_reminders()


def downgrade() -> None:
    """Letters of the new kinds are gone, and returned ones are sent."""
    letter = sa.table("letter", sa.column("kind"), sa.column("state"))
    op.execute(sa.delete(letter).where(letter.c.kind.in_(NEW_LETTERS)))
    op.execute(sa.update(letter).where(letter.c.state == "returned").values(state="sent"))
    for table in ("received_mail", "personal_feed", "opt_out", "pace", "pause"):
        op.drop_table(table)
    with op.batch_alter_table("attendee") as batch:
        batch.drop_constraint("uq_attendee_reply_token", type_="unique")
    for table, added in columns().items():
        with op.batch_alter_table(table) as batch:
            if table == "letter":
                batch.create_index("ix_letter_event_id", ["event_id"])
                batch.drop_index("ix_letter_event_id_state")
                batch.drop_index("ix_letter_mailing_id")
                batch.drop_constraint("fk_letter_mailing_id_mailing", type_="foreignkey")
            for column in added:
                batch.drop_column(column.name)
    op.drop_table("mailing")


def _give_reply_tokens() -> None:
    attendee = sa.table("attendee", sa.column("id", KEY), sa.column("reply_token", sa.String()))
    connection = op.get_bind()
    without = sa.select(attendee.c.id).where(attendee.c.reply_token.is_(None)).limit(MOST_AT_ONCE)
    give = (
        sa.update(attendee)
        .where(attendee.c.id == sa.bindparam("attendee"))
        .values(reply_token=sa.bindparam("token"))
    )
    while ids := connection.scalars(without).all():
        connection.execute(give, [{"attendee": one, "token": secrets.token_hex(10)} for one in ids])


def _plan_reminders() -> None:
    """Events that are published from now on plan their own (services/telling/planning.py)."""
    event = sa.table(
        "event", sa.column("id", KEY), sa.column("status", sa.String()), sa.column("start_at", INSTANT)
    )
    mailing = sa.table(
        "mailing",
        sa.column("event_id", KEY),
        sa.column("kind", sa.String()),
        sa.column("facts", sa.JSON()),
        sa.column("due_at", INSTANT),
        sa.column("reached", KEY),
        sa.column("created_at", INSTANT),
    )
    connection, moment = op.get_bind(), datetime.now(UTC)
    if connection.dialect.name == "sqlite":
        moment = moment.replace(tzinfo=None)  # it keeps none, and all instants are in UTC
    coming = sa.select(event).where(event.c.status == "published", event.c.start_at > moment + A_DAY)
    reminder = {"kind": "reminder", "facts": {}, "reached": 0, "created_at": moment}
    rows = [
        {**reminder, "event_id": one.id, "due_at": one.start_at - A_DAY} for one in connection.execute(coming)
    ]
    if rows:
        connection.execute(sa.insert(mailing), rows)


def _make_mailings() -> None:
    op.create_table(
        "mailing",
        sa.Column("id", KEY, nullable=False),
        sa.Column("event_id", KEY, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("reached", KEY, nullable=False),
        sa.Column("settled_at", INSTANT),
        sa.Column("user_id", KEY),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_mailing_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_mailing_user_id_user"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
    )
    op.create_index("ix_mailing_settled_at_due_at", "mailing", ["settled_at", "due_at"])
    op.create_index("ix_mailing_event_id_kind", "mailing", ["event_id", "kind"])
    op.create_index("ix_mailing_user_id", "mailing", ["user_id"])


def _make_the_rest() -> None:
    op.create_table(
        "pause",
        sa.Column("id", KEY, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pause")),
    )
    op.create_table(
        "pace",
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("minute", INSTANT, nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("domain", name=op.f("pk_pace")),
    )
    op.create_table(
        "opt_out",
        sa.Column("id", KEY, nullable=False),
        sa.Column("recipient_key", sa.String(), nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_opt_out_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opt_out")),
        sa.UniqueConstraint(
            "recipient_key", "organisation_id", name=op.f("uq_opt_out_recipient_key_organisation_id")
        ),
    )
    op.create_index("ix_opt_out_organisation_id", "opt_out", ["organisation_id"])
    op.create_table(
        "personal_feed",
        sa.Column("id", KEY, nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_feed")),
        sa.UniqueConstraint("token", name=op.f("uq_personal_feed_token")),
        sa.UniqueConstraint("email_key", name=op.f("uq_personal_feed_email_key")),
    )
    op.create_table(
        "received_mail",
        sa.Column("id", KEY, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("event_id", KEY),
        sa.Column("octets", sa.LargeBinary()),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_received_mail_event_id_event"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_mail")),
        sa.UniqueConstraint("digest", name=op.f("uq_received_mail_digest")),
    )
    op.create_index("ix_received_mail_event_id", "received_mail", ["event_id"])
    op.create_index("ix_received_mail_received_at", "received_mail", ["received_at"])
