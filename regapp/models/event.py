from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, false, text, true
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from regapp.clock import now
from regapp.database import Base, Key, UtcDateTime
from regapp.errors import Closed, NotYetOpen, Over, UnknownTicket
from regapp.models.columns import SortKey, term
from regapp.models.localized import LocalizedText, LocalizedTextType
from regapp.models.organisation import Organisation, Venue
from regapp.models.search import search_text, sort_key
from regapp.vocabulary import EventKind, EventStatus, EventVisibility, PlacesShown, Visibility

if TYPE_CHECKING:
    from regapp.models.event_host import EventHost
    from regapp.models.file import Attachment, File
    from regapp.models.form import Question
    from regapp.models.programme import Session, Speaker, SpeakerGroup
    from regapp.models.ticket import Quota, TicketType


class Event(Base):
    """A meeting people register for.

    Wall-clock time, fold and zone are the truth; the UTC instants beside them are an index, derived by
    :meth:`schedule`. A zone's law may change after the event was announced: the clock on the wall at the
    venue is what was promised.
    """

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("start_at < end_at", name="ends_after_start"),
        CheckConstraint("most_people >= 1", name="most_people"),
        Index("ix_event_status_end_at", "status", "end_at"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True, doc="of calendar entries; says nothing and never changes")
    slug: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[EventKind] = mapped_column(term(EventKind))
    status: Mapped[EventStatus] = mapped_column(term(EventStatus), default=EventStatus.DRAFT)
    visibility: Mapped[EventVisibility] = mapped_column(
        term(EventVisibility), default=EventVisibility.PUBLIC, server_default=text("'public'")
    )
    archived_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, doc="put away by its hosts; visitors see no difference"
    )
    title: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    summary: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    description: Mapped[LocalizedText] = mapped_column(LocalizedTextType)
    languages: Mapped[list[str]] = mapped_column(JSON, default=list, doc="spoken at the event")
    faq: Mapped[list[dict[str, dict[str, str]]]] = mapped_column(
        JSON,
        default=list,
        server_default=text("'[]'"),
        doc='[{"question": {"en": ...}, "answer": {"en": ...}}]',
    )
    letter_words: Mapped[dict[str, dict[str, str]]] = mapped_column(
        JSON,
        default=dict,
        server_default=text("'{}'"),
        doc='the host\'s paragraph by kind of letter: {"confirmation": {"en": ...}}',
    )
    cover_id: Mapped[int | None] = mapped_column(
        ForeignKey("file.id", use_alter=True, name="fk_event_cover_id_file"),
        doc="a picture; else an ornament",
    )

    zone: Mapped[str] = mapped_column(doc="IANA name")
    start_wall: Mapped[datetime]
    start_fold: Mapped[int] = mapped_column(default=0)
    start_at: Mapped[datetime] = mapped_column(UtcDateTime)
    end_wall: Mapped[datetime]
    end_fold: Mapped[int] = mapped_column(default=0)
    end_at: Mapped[datetime] = mapped_column(UtcDateTime)
    all_day: Mapped[bool] = mapped_column(
        default=False, server_default=false(), doc="whole days: from midnight to the midnight after the last"
    )
    opens_wall: Mapped[datetime | None]
    opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closes_wall: Mapped[datetime]
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)

    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"), index=True)
    meeting_provider: Mapped[str] = mapped_column(default="")
    meeting_id: Mapped[str] = mapped_column(default="")
    meeting_id_visibility: Mapped[Visibility] = mapped_column(term(Visibility), default=Visibility.REGISTERED)
    join_address: Mapped[str] = mapped_column(default="", doc="secret: own page, letters, own calendar only")
    passcode: Mapped[str] = mapped_column(default="", doc="secret, like the join address")
    dial_in: Mapped[str] = mapped_column(
        default="",
        server_default=text("''"),
        doc="numbers to call, a line each; secret, like the join address",
    )
    join_release_minutes: Mapped[int | None] = mapped_column(
        doc="the way to join is told so long before the start; None: with the place"
    )
    public_stream: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="", doc="E.164 with spaces as people write it")
    contact_email: Mapped[str] = mapped_column(default="")

    places_shown: Mapped[PlacesShown] = mapped_column(
        term(PlacesShown), default=PlacesShown.NUMBER, server_default=text("'number'")
    )
    waiting_list: Mapped[bool] = mapped_column(default=False)
    offer_minutes: Mapped[int | None] = mapped_column(
        doc="a place from the line is an offer for so long; None: it is theirs at once"
    )
    offers_stop_minutes: Mapped[int] = mapped_column(
        default=0, server_default=text("0"), doc="before the start: no offers after that"
    )
    proof_minutes: Mapped[int | None] = mapped_column(
        doc="a place is kept for so long until the address is proved; None: no proof is asked for"
    )
    pending_holds: Mapped[bool] = mapped_column(
        default=True, server_default=true(), doc="a place is kept while a yes is pending"
    )
    most_people: Mapped[int] = mapped_column(
        default=1, server_default=text("1"), doc="one person may register at once"
    )
    calendar_by_session: Mapped[bool] = mapped_column(
        default=False,
        server_default=false(),
        doc="a calendar entry for each timed session of the programme, not for each day",
    )
    asks_for_answer: Mapped[bool] = mapped_column(
        default=False, server_default=false(), doc="calendars ask for a yes or no (RFC 5545 3.2.17, RSVP)"
    )
    trusts_answers: Mapped[bool] = mapped_column(
        default=False, server_default=false(), doc="a no from a calendar frees the place without a question"
    )
    cancellation_reason: Mapped[str] = mapped_column(default="", server_default=text("''"))
    sequence: Mapped[int] = mapped_column(default=0, doc="RFC 5545 3.8.7.4; rises with time, status, place")
    revision: Mapped[int] = mapped_column(default=1, doc="rises with every change of what the page shows")
    search_text: Mapped[str] = mapped_column(default="")
    sort_key: Mapped[str] = mapped_column(SortKey, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    counts_answers: Mapped[bool] = query_expression()  # whether answers draw on quotas; read on demand alone

    organisation: Mapped[Organisation] = relationship()
    venue: Mapped[Venue | None] = relationship()
    cover: Mapped["File | None"] = relationship(foreign_keys=[cover_id])
    hosts: Mapped[list["EventHost"]] = relationship(
        order_by="EventHost.position", viewonly=True, doc="beside the organisation that owns it"
    )
    ticket_types: Mapped[list["TicketType"]] = relationship(order_by="TicketType.position")
    quotas: Mapped[list["Quota"]] = relationship(order_by="Quota.id")
    questions: Mapped[list["Question"]] = relationship(order_by="Question.position")
    sessions: Mapped[list["Session"]] = relationship(order_by="Session.position")
    speakers: Mapped[list["Speaker"]] = relationship(order_by="Speaker.position")
    speaker_groups: Mapped[list["SpeakerGroup"]] = relationship(order_by="SpeakerGroup.position")
    attachments: Mapped[list["Attachment"]] = relationship(order_by="Attachment.position")

    @property
    def held_by(self) -> list["Organisation | EventHost"]:
        """The organisation that owns it, and the co-hosts in their order."""
        return [self.organisation, *self.hosts]

    @property
    def start(self) -> datetime:
        """The start on the wall clock of the event's zone, aware."""
        return self.start_wall.replace(tzinfo=ZoneInfo(self.zone), fold=self.start_fold)

    @property
    def end(self) -> datetime:
        """The end on the wall clock of the event's zone, aware."""
        return self.end_wall.replace(tzinfo=ZoneInfo(self.zone), fold=self.end_fold)

    def schedule(
        self,
        *,
        zone: str,
        start: datetime,
        end: datetime,
        closes: datetime,
        opens: datetime | None = None,
        all_day: bool = False,
    ) -> None:
        """Set all times, given as naive wall-clock times of ``zone``, and derive their instants."""
        self.zone, self.all_day = zone, all_day
        self.start_wall, self.start_fold, self.start_at = (
            start.replace(fold=0),
            start.fold,
            self.instant(start),
        )
        self.end_wall, self.end_fold, self.end_at = end.replace(fold=0), end.fold, self.instant(end)
        self.closes_wall, self.closes_at = closes, self.instant(closes)
        self.opens_wall, self.opens_at = opens, self.instant(opens) if opens else None

    def instant(self, wall: datetime) -> datetime:
        """The UTC instant at which the wall clock of the event's zone shows ``wall`` (naive, with fold)."""
        return wall.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def wall(self, instant: datetime) -> datetime:
        """What the wall clock of the event's zone shows at a UTC instant; naive."""
        return instant.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)

    def shows(self, wall: datetime | None, instant: datetime | None) -> bool:
        """Whether the event's clock shows ``wall`` at ``instant``, on either side where it shows it twice."""
        if wall is None or instant is None:
            return wall is instant is None
        return instant in {self.instant(wall.replace(fold=fold)) for fold in (0, 1)}

    def check_open(self, moment: datetime) -> None:
        """Raise Over, NotYetOpen or Closed unless the event takes registrations at ``moment``."""
        if self.status is EventStatus.CANCELLED or self.end_at <= moment:
            raise Over
        if self.opens_at and moment < self.opens_at:
            raise NotYetOpen(self.opens_at)
        if self.closes_at <= moment:
            raise Closed(self.closes_at)

    def join_told(self, moment: datetime) -> bool:
        """Whether those who have a place may know at ``moment`` how to join the meeting."""
        return self.join_release_at is None or self.join_release_at <= moment

    @property
    def join_release_at(self) -> datetime | None:
        """When the way to join is told to those who have a place; None: with the place."""
        if self.join_release_minutes is None:
            return None
        return self.start_at - timedelta(minutes=self.join_release_minutes)

    @property
    def has_way_to_join(self) -> bool:
        """Whether there is anything to tell to those who join online."""
        return bool(self.join_address or self.meeting_id or self.passcode or self.dial_in)

    def find_ticket_type(self, key: str) -> "TicketType":
        """The ticket type of that key. Raises UnknownTicket."""
        found = next((one for one in self.ticket_types if one.key == key), None)
        if found is None:
            raise UnknownTicket
        return found

    def offers_stopped(self, moment: datetime) -> bool:
        """Whether a place that becomes free at ``moment`` is no longer offered to the line."""
        return self.offer_minutes is not None and self.offers_stop_at <= moment

    def offer_deadline(self, moment: datetime) -> datetime | None:
        """Until when an offer made at ``moment`` stands; None where a place is given at once."""
        if self.offer_minutes is None:
            return None
        return min(moment + timedelta(minutes=self.offer_minutes), self.offers_stop_at)

    @property
    def offers_stop_at(self) -> datetime:
        """From when on a place that becomes free is no longer offered, and until when offers stand."""
        return self.start_at - timedelta(minutes=self.offers_stop_minutes)

    def proof_deadline(self, moment: datetime) -> datetime | None:
        """Until when an address typed at ``moment`` has to be proved; None where no proof is asked for."""
        if self.proof_minutes is None:
            return None
        return min(moment + timedelta(minutes=self.proof_minutes), self.end_at)

    def days(self) -> list[tuple[datetime, datetime]]:
        """Start and end of each day, on the event's wall clock.

        An event over several dates that ends later in the day than it starts is held daily between those
        two hours; any other is one stretch, as are whole days.
        """
        dates = (self.end_wall.date() - self.start_wall.date()).days
        if not dates or self.end_wall.time() <= self.start_wall.time():
            return [(self.start, self.end)]
        opening, closing = self.start.timetz(), self.end.timetz()
        return [
            (datetime.combine(date, opening), datetime.combine(date, closing))
            for date in (self.start_wall.date() + timedelta(days=day) for day in range(dates + 1))
        ]

    @property
    def last_day(self) -> datetime:
        """A moment of the last day, on the event's wall clock: whole days end with the midnight after it."""
        return self.end - timedelta(days=1) if self.all_day else self.end

    def describe(self) -> None:
        """Write what searching and sorting work on; to be called after a change of texts or hosts."""
        texts = [*self.title.values(), *self.summary.values(), *self.organisation.name.values()]
        if self.venue:
            texts += [*self.venue.name.values(), *self.venue.city.values()]
        for host in self.hosts:
            texts += host.name.values()
        self.search_text = search_text(*texts)
        self.sort_key = sort_key(next(iter(self.title.values()), ""))
