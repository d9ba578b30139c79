from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from regapp.clock import now
from regapp.database import Base, Key, UtcDateTime
from regapp.models.attendee_list import Tag
from regapp.models.columns import SortKey, term
from regapp.models.event import Event
from regapp.models.form import Answers
from regapp.models.invitation import Invitation
from regapp.models.programme import Session
from regapp.models.ticket import TicketType
from regapp.models.tokens import new_code, new_reply_token, new_token
from regapp.vocabulary import AttendeeState, CalendarAnswer, HoldReason, Language, Source, Status

if TYPE_CHECKING:
    from regapp.models.consent import Consent


class Registration(Base):
    """One per event and contact address, for ever; registering again revives it.

    Somebody whom an organiser adds may have no address: of those there are any number.
    """

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("event_id", "email_key"),
        Index("ix_registration_email_key", "email_key"),
        Index("ix_registration_prove_until", "prove_until"),
        Index("ix_registration_event_id_language", "event_id", "language"),
        Index("ix_registration_event_id_source", "event_id", "source"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    token: Mapped[str] = mapped_column(unique=True, default=new_token, doc="the own page's only key")
    name: Mapped[str] = mapped_column(doc="of the contact")
    email: Mapped[str] = mapped_column(doc="as typed, without surrounding space; empty: nobody is written to")
    email_key: Mapped[str | None] = mapped_column(
        doc="what makes two spellings one address, see emails.py; None where there is none"
    )
    language: Mapped[Language] = mapped_column(term(Language))
    answers: Mapped[Answers] = mapped_column(JSON, default=dict, doc="by the question's key")
    source: Mapped[Source] = mapped_column(term(Source), default=Source.FORM, server_default=text("'form'"))
    calendar_revision: Mapped[int] = mapped_column(
        default=0, doc="added to the event's sequence; rises when this person leaves or comes back"
    )
    acted_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, doc="when its owner last did something on the own page, or a host moved it"
    )
    prove_until: Mapped[datetime | None] = mapped_column(
        UtcDateTime, doc="while the address is not proved: until when what it has is kept"
    )
    invitation_id: Mapped[int | None] = mapped_column(
        ForeignKey("invitation.id"), index=True, doc="by which people of it came"
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    event: Mapped[Event] = relationship()
    invitation: Mapped[Invitation | None] = relationship()
    attendees: Mapped[list["Attendee"]] = relationship(back_populates="registration", order_by="Attendee.id")
    consents: Mapped[list["Consent"]] = relationship()

    @property
    def coming(self) -> list["Attendee"]:
        """Those of the registration who still want to come, in the order they were named."""
        return [attendee for attendee in self.attendees if attendee.active]

    @property
    def contact(self) -> "Attendee":
        """Whom the registration's own address belongs to; the others are companions."""
        return self.attendees[0]

    @property
    def first(self) -> "Attendee":
        """Whom to show where there is room for one: the first who comes, or of those who wanted to."""
        return next(iter(self.coming), self.attendees[0])

    @property
    def active(self) -> bool:
        """Whether anybody of the registration has a place or waits for one."""
        return bool(self.coming)


class Attendee(Base):
    """A person who comes, with a ticket of their own."""

    __tablename__ = "attendee"
    __table_args__ = (
        Index("ix_attendee_event_id_sort_key", "event_id", "sort_key", "id"),
        Index("ix_attendee_event_id_created_at", "event_id", "created_at", "id"),
        Index("ix_attendee_event_id_state", "event_id", "state"),
        Index(
            "ix_attendee_event_id_calendar_answer",
            "event_id",
            "calendar_answer",
            sqlite_where=text("calendar_answer IS NOT NULL"),
            postgresql_where=text("calendar_answer IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), doc="the registration's, for lists")
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    ticket_type_id: Mapped[int] = mapped_column(
        ForeignKey("ticket_type.id"), index=True, doc="asked for: held, waited for, or held last"
    )
    name: Mapped[str]
    email: Mapped[str] = mapped_column(default="", doc="own address, if one was given beside the contact's")
    code: Mapped[str] = mapped_column(unique=True, default=new_code)
    state: Mapped[AttendeeState] = mapped_column(
        term(AttendeeState), default=AttendeeState.ACTIVE, server_default=text("'active'")
    )
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="when an organiser said yes")
    invited: Mapped[bool] = mapped_column(
        default=False, server_default=false(), doc="counts as a use of the registration's invitation"
    )
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="while not active: since when")
    reply_token: Mapped[str] = mapped_column(
        unique=True, default=new_reply_token, doc="in the organiser's address of their calendar entries"
    )
    calendar_answer: Mapped[CalendarAnswer | None] = mapped_column(term(CalendarAnswer))
    calendar_answered_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, doc="DTSTAMP of that answer: an older one comes too late"
    )
    search_text: Mapped[str] = mapped_column(default="")
    sort_key: Mapped[str] = mapped_column(SortKey, default="")
    note: Mapped[str] = mapped_column(
        default="", server_default=text("''"), doc="of the hosts, for themselves"
    )
    traits: Mapped[list[str]] = mapped_column(
        JSON, default=list, server_default=text("'[]'"), doc="as what they count in the event's tallies"
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    registration: Mapped[Registration] = relationship(back_populates="attendees")
    ticket_type: Mapped[TicketType] = relationship()
    holds: Mapped[list["Hold"]] = relationship(
        back_populates="attendee", cascade="all, delete-orphan", passive_deletes=True
    )
    waiting_entry: Mapped["WaitingEntry | None"] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )
    sessions: Mapped[list[Session]] = relationship(secondary="attendee_session", order_by="Session.position")
    tags: Mapped[list[Tag]] = relationship(secondary="attendee_tag", order_by="Tag.key")
    drawn: Mapped[list["AttendeeQuota"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)

    @property
    def active(self) -> bool:
        """Whether this person has something: a place, or a place in the line."""
        return self.state is AttendeeState.ACTIVE

    @property
    def status(self) -> Status:
        """What this person has. Of a place and a place in the line beside it, the place; an offer is last."""
        if not self.active:
            return Status(self.state)
        if self.registration.prove_until:
            return Status.UNPROVEN
        reasons = {hold.reason for hold in self.holds}
        held = next((reason for reason in FIRST_REASONS if reason in reasons), None)
        return Status(held) if held else Status.WAITING

    @property
    def draws(self) -> dict[int, frozenset[int]]:
        """By what was answered: the ids of quotas to draw on with a ticket of each type, by the type's id."""
        ids = {row.ticket_type_id for row in self.drawn}
        return {
            one: frozenset(row.quota_id for row in self.drawn if row.ticket_type_id == one) for one in ids
        }


FIRST_REASONS = (HoldReason.CONFIRMED, HoldReason.PENDING, HoldReason.UNPROVEN, HoldReason.OFFERED)


class AttendeeSession(Base):
    """A session of the programme that an attendee chose."""

    __tablename__ = "attendee_session"
    __table_args__ = (Index("ix_attendee_session_session_id", "session_id"),)

    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendee.id", ondelete="CASCADE"), primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), primary_key=True)


class AttendeeQuota(Base):
    """With a ticket of this type an attendee draws on a quota, because of what was answered in the form."""

    __tablename__ = "attendee_quota"
    __table_args__ = (Index("ix_attendee_quota_quota_id", "quota_id"),)

    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendee.id", ondelete="CASCADE"), primary_key=True)
    ticket_type_id: Mapped[int] = mapped_column(
        ForeignKey("ticket_type.id", ondelete="CASCADE"), primary_key=True
    )
    quota_id: Mapped[int] = mapped_column(ForeignKey("quota.id", ondelete="CASCADE"), primary_key=True)


class Hold(Base):
    """What an attendee really has taken: one row a quota, or one without a quota where it takes none.

    It takes none if the ticket type is unlimited, or if the event keeps no place while a yes is pending.
    """

    __tablename__ = "hold"
    __table_args__ = (
        UniqueConstraint("attendee_id", "ticket_type_id", "quota_id"),
        Index("ix_hold_ticket_type_id_reason", "ticket_type_id", "reason"),
        Index("ix_hold_deadline", "deadline"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendee.id", ondelete="CASCADE"))
    ticket_type_id: Mapped[int] = mapped_column(ForeignKey("ticket_type.id"))
    quota_id: Mapped[int | None] = mapped_column(ForeignKey("quota.id"), index=True)
    reason: Mapped[HoldReason] = mapped_column(term(HoldReason), default=HoldReason.CONFIRMED)
    deadline: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="of an offer")

    attendee: Mapped[Attendee] = relationship(back_populates="holds")
    ticket_type: Mapped[TicketType] = relationship()


class WaitingEntry(Base):
    """An attendee's place in the event's line. Rows are made under the line's lock, so ids tell the order.

    People of one registration who want to come together or not at all are a ``party``: they move up together.
    """

    __tablename__ = "waiting_entry"
    __table_args__ = (
        Index("ix_waiting_entry_event_id_id", "event_id", "id"),
        Index("ix_waiting_entry_event_id_passed", "event_id", "passed"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    attendee_id: Mapped[int] = mapped_column(ForeignKey("attendee.id", ondelete="CASCADE"), unique=True)
    ticket_type_id: Mapped[int] = mapped_column(ForeignKey("ticket_type.id"), index=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    party: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id"), index=True, doc="the registration whose people move up together"
    )
    passed: Mapped[int] = mapped_column(
        default=0, server_default=text("0"), doc="how often somebody behind them got a place they could use"
    )

    ticket_type: Mapped[TicketType] = relationship()
    attendee: Mapped[Attendee] = relationship(back_populates="waiting_entry")
