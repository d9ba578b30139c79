from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from regapp.clock import now
from regapp.database import Base, Key, UtcDateTime
from regapp.models.columns import term
from regapp.models.event import Event
from regapp.vocabulary import JobKind, JobState, PersonFate, RowFate


class Job(Base):
    """Something done to many people of an event in the background, a few at a time.

    Each step is one transaction that moves ``reached`` on as well: after a crash nothing is done again.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_state_lease_until", "state", "lease_until"),
        Index("ix_job_event_id_id", "event_id", "id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    kind: Mapped[JobKind] = mapped_column(term(JobKind))
    state: Mapped[JobState] = mapped_column(term(JobState), default=JobState.WAITING)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, doc="what is to be done, and to whom")
    total: Mapped[int] = mapped_column(default=0, doc="how many people or rows it is about")
    reached: Mapped[int] = mapped_column(Key, default=0, doc="number of the last person or row")
    outcome: Mapped[dict[str, int]] = mapped_column(JSON, default=dict, doc="how many ended how so far")
    stop_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="till then one worker has it")
    troubles: Mapped[int] = mapped_column(
        default=0, server_default=text("0"), doc="claims and failures in a row"
    )
    trouble: Mapped[str] = mapped_column(default="", server_default=text("''"), doc="key of what ended it")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    event: Mapped[Event] = relationship()

    @property
    def dealt_with(self) -> int:
        """How many people or rows it is through with."""
        return sum(self.outcome.values())


class JobPerson(Base):
    """Somebody a job is about, from its start on, and what became of them.

    Those of one registration stand side by side, so that one letter tells them.
    """

    __tablename__ = "job_person"

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, doc="from 1")
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendee.id", ondelete="CASCADE"), index=True)
    fate: Mapped[PersonFate | None] = mapped_column(term(PersonFate), doc="none before their turn")


class ImportRow(Base):
    """A row of an imported table: what stood in it, and what becomes of it."""

    __tablename__ = "import_row"
    __table_args__ = (
        Index("ix_import_row_job_id_fate_number", "job_id", "fate", "number"),
        Index("ix_import_row_job_id_email_key", "job_id", "email_key"),
    )

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False, doc="its row in the file, from 1"
    )
    cells: Mapped[list[str]] = mapped_column(JSON, doc="forgotten some time after the import")
    email_key: Mapped[str] = mapped_column(
        default="", server_default=text("''"), doc="of its address, once that is read; tells who stands twice"
    )
    fate: Mapped[RowFate | None] = mapped_column(term(RowFate), doc="none before the dry run")
    why: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, doc="by field, the key of what is wrong")
    attendee_id: Mapped[int | None] = mapped_column(
        ForeignKey("attendee.id", ondelete="SET NULL"), index=True
    )
