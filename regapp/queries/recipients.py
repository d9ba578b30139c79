"""To whom of an event's people a letter would go if it were written now."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from regapp.models import Attendee, Event, Letter, OptOut, Registration, emails
from regapp.models.search import search_text
from regapp.queries.audience import (
    Audience,
    companions,
    contacts,
    had_letter,
    refusals,
    without_address,
)
from regapp.queries.reached import has_place_online
from regapp.vocabulary import Language, Recipients

FROM_EACH_LANGUAGE = 3  # readers to choose among
MOST_FOUND = 10
KEYS_AT_ONCE = 30_000  # fewer than a statement takes values on either database


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who would get a letter: the contact, or the companion whom ``attendee_id`` names."""

    registration_id: int
    attendee_id: int | None
    name: str
    address: str
    key: str
    language: Language

    @property
    def ref(self) -> str:
        """What names this reader in an address."""
        return f"{self.registration_id}-{self.attendee_id or 0}"


def count_recipients(
    session: Session, event: Event, to: Recipients, *, is_news: bool = False
) -> Counter[Language]:
    """How many letters there would be, by the language in which people are written to.

    The contact of a registration gets one, and each companion with an address of their own. ``is_news``:
    those who want no news of the event's organisation get none.
    """
    return count_audience(session, event, Audience(to, is_news=is_news))


def count_audience(session: Session, event: Event, audience: Audience) -> Counter[Language]:
    """The same of those whom a message is meant for."""
    rows = session.execute(
        select(Registration.language, func.count())
        .where(*contacts(event, audience))
        .group_by(Registration.language)
    )
    found = Counter(dict(rows.all()))
    found.update(one.language for one in companions_reached(session, event, audience))
    return found


def count_without_address(session: Session, event: Event, audience: Audience) -> int:
    """How many people it is meant for, and reaches not: they have no address, nor has their contact."""
    return session.scalar(without_address(event, audience)) or 0


def count_online(session: Session, event: Event) -> Counter[Language]:
    """How many letters go to those who have a place online: whom it concerns how to join."""
    everybody = Audience(Recipients.CONFIRMED)
    online = has_place_online()
    rows = session.execute(
        select(Registration.language, func.count())
        .where(
            *contacts(event, everybody),
            Registration.id.in_(
                select(Attendee.registration_id).where(Attendee.event_id == event.id, online)
            ),
        )
        .group_by(Registration.language)
    )
    found = Counter(dict(rows.all()))
    found.update(one.language for one in companions_reached(session, event, everybody, online))
    return found


def companions_reached(
    session: Session, event: Event, audience: Audience, *among: ColumnElement[bool], most: int | None = None
) -> list[Reader]:
    """Companions who get a letter at an address of their own, in the order of registering.

    ``among`` are further conditions on them and their registrations; ``most``: of so many rows at most.
    """
    rows = session.execute(companions(event, audience).where(*among).limit(most)).all()
    found: dict[str, Reader] = {}
    for row in rows:
        key = emails.key(row.email)
        # Spelled otherwise it is the contact's own address: then the letter is the contact's.
        companion = None if key == row.email_key else row.id
        found.setdefault(key, Reader(row.registration_id, companion, row.name, row.email, key, row.language))
    for statement, column in _without(event, audience):
        for key in _among(session, statement, column, found):
            del found[key]
    return list(found.values())


def some_readers(session: Session, event: Event, audience: Audience, *, q: str = "") -> list[Reader]:
    """A few of those who would get it, of each language; or of those whom the words of ``q`` find."""
    words = search_text(q).split()
    if words:
        found = and_(*(Attendee.search_text.contains(word, autoescape=True) for word in words))
        ids = select(Attendee.registration_id).where(Attendee.event_id == event.id, found)
        wanted = _contacts(event, audience).where(Registration.id.in_(ids)).limit(MOST_FOUND)
        others = companions_reached(session, event, audience, found, most=MOST_FOUND)
        return [*_readers(session, wanted), *others]
    number = func.row_number().over(partition_by=Registration.language, order_by=Registration.id)
    numbered = select(Registration.id, number.label("number")).where(*contacts(event, audience)).subquery()
    first = select(numbered.c.id).where(numbered.c.number <= FROM_EACH_LANGUAGE)
    return _readers(session, _contacts(event, audience).where(Registration.id.in_(first)))


def find_reader(session: Session, event: Event, audience: Audience, ref: str) -> Reader | None:
    """The reader of that :attr:`Reader.ref`, if they would get a letter."""
    registration_id, _dash, attendee_id = ref.partition("-")
    if not (_is_id(registration_id) and _is_id(attendee_id)):
        return None
    if int(attendee_id):
        own = Attendee.id == int(attendee_id)
        return next(iter(companions_reached(session, event, audience, own)), None)
    own = Registration.id == int(registration_id)
    return next(iter(_readers(session, _contacts(event, audience).where(own))), None)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= len(str(2**53))


def _contacts(event: Event, audience: Audience) -> Select[Registration]:
    return select(Registration).where(*contacts(event, audience)).order_by(Registration.id)


def _readers(session: Session, wanted: Select[Registration]) -> list[Reader]:
    return [
        Reader(one.id, None, one.name, one.email, one.email_key, one.language)
        for one in session.scalars(wanted)
        if one.email_key is not None
    ]


def _without(event: Event, audience: Audience) -> list[tuple[Select[Any], InstrumentedAttribute[Any]]]:
    """Whose keys get no companion's letter: contacts who get their own, and who wants none or had it."""
    found: list[tuple[Select[Any], InstrumentedAttribute[Any]]] = [
        (select(Registration.email_key).where(*contacts(event, audience)), Registration.email_key)
    ]
    if audience.is_news:
        found.append((refusals(event), OptOut.recipient_key))
    if audience.not_yet is not None:
        found.append((had_letter(audience.not_yet), Letter.recipient_key))
    return found


def _among(
    session: Session, statement: Select[Any], column: InstrumentedAttribute[Any], keys: Collection[str]
) -> set[str]:
    asked: Sequence[str] = sorted(keys)
    found: set[str] = set()
    # Also for none: a page then makes as many statements without companions as with them.
    for start in range(0, max(len(asked), 1), KEYS_AT_ONCE):
        found.update(session.scalars(statement.where(column.in_(asked[start : start + KEYS_AT_ONCE]))))
    return found
