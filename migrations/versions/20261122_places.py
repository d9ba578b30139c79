"""offers, approval, proof, invitations, groups, bookable sessions"""

import sqlalchemy as sa
from alembic import op

revision = "8f0d2c5b7a91"
down_revision = "3a4e31c6166b"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
NEW_LETTERS = (
    "pending",
    "prove-registration",
    "offer",
    "offer-lapsed",
    "rejection",
    "changed",
    "ticket",
    "ticket-ended",
    "invitation",
)

REFERENCES = [
    ("registration", "invitation_id", "invitation"),
    ("waiting_entry", "party", "registration"),
    ("letter", "attendee_id", "attendee"),
]
INDEXES = [
    ("registration", ["prove_until"]),
    ("hold", ["deadline"]),
    ("waiting_entry", ["event_id", "passed"]),
    *((table, [column]) for table, column, _ in REFERENCES),
]


def columns() -> dict[str, list[sa.Column[object]]]:
    return {
        "event": [
            sa.Column("offer_minutes", sa.Integer()),
            sa.Column("offers_stop_minutes", sa.Integer(), server_default=sa.text("0"), nullable=False),
            sa.Column("proof_minutes", sa.Integer()),
            sa.Column("pending_holds", sa.Boolean(), server_default=sa.true(), nullable=False),
            sa.Column("most_people", sa.Integer(), server_default=sa.text("1"), nullable=False),
        ],
        "ticket_type": [
            sa.Column("needs_approval", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("needs_code", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("opens_wall", sa.DateTime()),
            sa.Column("opens_at", INSTANT),
            sa.Column("closes_wall", sa.DateTime()),
            sa.Column("closes_at", INSTANT),
        ],
        "session": [sa.Column("bookable", sa.Boolean(), server_default=sa.false(), nullable=False)],
        "registration": [sa.Column("prove_until", INSTANT), sa.Column("invitation_id", KEY)],
        "attendee": [
            sa.Column("state", sa.String(40), server_default=sa.text("'active'"), nullable=False),
            sa.Column("approved_at", INSTANT),
            sa.Column("invited", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("ended_at", INSTANT),
        ],
        "hold": [sa.Column("deadline", INSTANT)],
        "waiting_entry": [
            sa.Column("party", KEY),
            sa.Column("passed", sa.Integer(), server_default=sa.text("0"), nullable=False),
        ],
        "receipt": [
            sa.Column("told_waiting", sa.Integer(), server_default=sa.text("0"), nullable=False),
            sa.Column("told_meanwhile", sa.String(), server_default=sa.text("''"), nullable=False),
            sa.Column("prove_until", INSTANT),
        ],
        "letter": [sa.Column("attendee_id", KEY)],
    }


def upgrade() -> None:
    _make_invitations()
    for table, added in columns().items():
        with op.batch_alter_table(table) as batch:
            for column in added:
                batch.add_column(column)
            for _, name, other in (reference for reference in REFERENCES if reference[0] == table):
                batch.create_foreign_key(f"fk_{table}_{name}_{other}", other, [name], ["id"])
            if table == "event":
                batch.create_check_constraint(op.f("ck_event_most_people"), "most_people >= 1")
    for table, names in INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(names)}", table, names)
    for table, other in (("quota_session", "quota"), ("attendee_session", "attendee")):
        _make_association(table, other)
    op.execute(
        "UPDATE attendee SET state = (SELECT state FROM registration WHERE registration.id = registration_id)"
    )
    with op.batch_alter_table("registration") as batch:
        batch.drop_column("state")


def downgrade() -> None:
    """What was kept for people is theirs, whoever has left has cancelled, and new letters are gone."""
    with op.batch_alter_table("registration") as batch:
        batch.add_column(sa.Column("state", sa.String(40), server_default="cancelled", nullable=False))
    op.execute(
        "UPDATE registration SET state = 'active' WHERE id IN"
        " (SELECT registration_id FROM attendee WHERE state = 'active')"
    )
    with op.batch_alter_table("registration") as batch:
        batch.alter_column("state", server_default=None, existing_type=sa.String(40))
    op.execute("UPDATE hold SET reason = 'confirmed'")
    letter = sa.table("letter", sa.column("kind"))
    op.execute(sa.delete(letter).where(letter.c.kind.in_(NEW_LETTERS)))
    for table in ("quota_session", "attendee_session"):
        op.drop_table(table)
    for table, names in INDEXES:
        op.drop_index(f"ix_{table}_{'_'.join(names)}", table)
    for table, added in columns().items():
        with op.batch_alter_table(table) as batch:
            for _, name, other in (reference for reference in REFERENCES if reference[0] == table):
                batch.drop_constraint(f"fk_{table}_{name}_{other}", type_="foreignkey")
            if table == "event":
                batch.drop_constraint(op.f("ck_event_most_people"), type_="check")
            for column in added:
                batch.drop_column(column.name)
    op.drop_table("invitation")


def _make_invitations() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("event_id", KEY, nullable=False),
        sa.Column("ticket_type_id", KEY, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("expires_wall", sa.DateTime(), nullable=True),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("used >= 0 AND used <= uses", name=op.f("ck_invitation_used")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_invitation_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_type_id"],
            ["ticket_type.id"],
            name=op.f("fk_invitation_ticket_type_id_ticket_type"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("event_id", "code", name=op.f("uq_invitation_event_id_code")),
    )
    op.create_index(op.f("ix_invitation_ticket_type_id"), "invitation", ["ticket_type_id"])


def _make_association(table: str, other: str) -> None:
    op.create_table(
        table,
        sa.Column(f"{other}_id", KEY, nullable=False),
        sa.Column("session_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            [f"{other}_id"], [f"{other}.id"], name=f"fk_{table}_{other}_id_{other}", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=f"fk_{table}_session_id_session", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(f"{other}_id", "session_id", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_session_id", table, ["session_id"])
