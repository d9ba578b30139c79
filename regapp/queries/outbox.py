"""An event's letters as its organisers see them: what was sent, what will be, what reached nobody."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from regapp.models import Attendee, Letter, Mailing, Pause, Registration
from regapp.vocabulary import UNDELIVERED, UNSENT, LetterKind, LetterState

PAGE_SIZE = 50
PAST_MAILINGS = 5  # of those that are through, the latest


class Fate(StrEnum):
    """What became of a letter, as an organiser asks for it: did it go out, or not."""

    UNDER_WAY = "under-way"
    SENT = "sent"
    UNDELIVERED = "undelivered"
    DROPPED = "dropped"


STATES: dict[Fate, frozenset[LetterState]] = {
    Fate.UNDER_WAY: UNSENT | {LetterState.SENDING},
    Fate.SENT: frozenset({LetterState.SENT}),
    Fate.UNDELIVERED: UNDELIVERED,
    Fate.DROPPED: frozenset({LetterState.DROPPED}),
}
# States that tell whether an address takes letters.
_TELLING = UNDELIVERED | {LetterState.SENT}
FATES = {state: fate for fate, states in STATES.items() for state in states}


@dataclass(frozen=True, slots=True)
class LetterFilter:
    """What an organiser looks for; an empty field means any. ``q`` is a part of the recipient's address.

    ``mailing``: the id of the letter to many that it was one of.
    """

    q: str = ""
    fate: Fate | None = None
    kind: LetterKind | None = None
    mailing: int | None = None


@dataclass(frozen=True, slots=True)
class LetterPage:
    """Some letters, newest first. ``older`` and ``newer`` are where the next and the last page begin.

    ``people``: for the registrations of these letters the first attendee's id, under which they are found.
    """

    rows: Sequence[Letter]
    people: dict[int, int]
    older: int | None = None
    newer: int | None = None


@dataclass(frozen=True, slots=True)
class LetterCounts:
    """How many letters each choice of a filter would leave, the other filters staying as they are."""

    by_fate: dict[Fate, int]
    by_kind: dict[LetterKind, int]


@dataclass(frozen=True, slots=True)
class Progress:
    """A letter to many, and what has become of the letters made of it so far."""

    mailing: Mailing
    by_fate: dict[Fate, int]

    @property
    def made(self) -> int:
        """How many letters there are."""
        return sum(self.by_fate.values())

    @property
    def left(self) -> int:
        """How many of them are still to be sent."""
        return self.by_fate[Fate.UNDER_WAY]


def list_letters(
    session: Session,
    event_id: int,
    wanted: LetterFilter,
    *,
    before: int | None = None,
    after: int | None = None,
) -> LetterPage:
    """One page of an event's letters: those made before, or right after, the letter of that id.

    A page begins at a letter, not at a number: letters are made all the time.
    """
    matching = _matching(event_id, wanted)
    if after is not None:
        matching = matching.where(Letter.id > after).order_by(Letter.id.asc())
    else:
        matching = matching.order_by(Letter.id.desc())
        matching = matching if before is None else matching.where(Letter.id < before)
    # The ids alone first: an index has them all, where whole letters would be sorted.
    ids = session.scalars(matching.limit(PAGE_SIZE + 1)).all()
    rows, more = _letters(session, ids[:PAGE_SIZE]), len(ids) > PAGE_SIZE
    has_older, has_newer = (bool(rows), more) if after is not None else (more, before is not None)
    return LetterPage(
        rows,
        _people(session, rows),
        older=rows[-1].id if has_older and rows else None,
        newer=rows[0].id if has_newer and rows else None,
    )


def count_letters(session: Session, event_id: int, wanted: LetterFilter) -> LetterCounts:
    """The numbers beside the filters of the list."""
    found = session.execute(
        select(Letter.state, Letter.kind, func.count())
        .where(Letter.event_id == event_id, *_asked(wanted))
        .group_by(Letter.state, Letter.kind)
    ).all()
    by_fate = dict.fromkeys(Fate, 0)
    by_kind: dict[LetterKind, int] = {}
    for state, kind, count in found:
        fate = FATES[state]
        if wanted.kind in {None, kind}:
            by_fate[fate] += count
        if wanted.fate in {None, fate}:
            by_kind[kind] = by_kind.get(kind, 0) + count
    return LetterCounts(by_fate, by_kind)


def planned_mailings(session: Session, event_id: int) -> Sequence[Mailing]:
    """What is still to be made into letters but messages of its hosts, the soonest first."""
    return session.scalars(
        select(Mailing)
        .where(
            Mailing.event_id == event_id,
            Mailing.settled_at.is_(None),
            Mailing.kind != LetterKind.MESSAGE,
        )
        .order_by(Mailing.due_at, Mailing.id)
    ).all()


def mailings_so_far(session: Session, event_id: int) -> list[Progress]:
    """Letters to many of which some are made: those under way, and the latest that are through.

    Messages of its hosts have a list of their own (queries/messages.py).
    """
    is_made = exists().where(Letter.mailing_id == Mailing.id)
    mailings = session.scalars(
        select(Mailing)
        .where(Mailing.event_id == event_id, Mailing.kind != LetterKind.MESSAGE, is_made)
        .order_by(Mailing.settled_at.is_(None).desc(), Mailing.id.desc())
        .limit(PAST_MAILINGS)
    ).all()
    return progress_of(session, mailings)


def progress_of(session: Session, mailings: Sequence[Mailing]) -> list[Progress]:
    """What has become of the letters of each of them."""
    found = session.execute(
        select(Letter.mailing_id, Letter.state, func.count())
        .where(Letter.mailing_id.in_([mailing.id for mailing in mailings]))
        .group_by(Letter.mailing_id, Letter.state)
    ).all()
    counts: dict[int | None, dict[Fate, int]] = {one.id: dict.fromkeys(Fate, 0) for one in mailings}
    for mailing_id, state, count in found:
        counts[mailing_id][FATES[state]] += count
    return [Progress(mailing, counts[mailing.id]) for mailing in mailings]


def pause(session: Session) -> Pause | None:
    """Since when and why nothing is sent; None while letters go out."""
    return session.scalars(select(Pause)).first()


def count_undelivered(session: Session, event_id: int) -> int:
    """How many people of an event the last letter did not reach."""
    return session.scalar(select(func.count()).select_from(unreached([event_id]).subquery())) or 0


def undelivered(
    session: Session, event_id: int, registration_ids: Collection[int]
) -> set[tuple[int, int | None]]:
    """Whom of these registrations the last letter did not reach.

    Each as the registration's id with None for its contact, or with the id of the attendee who has an
    address of their own.
    """
    found = unreached([event_id]).where(Letter.registration_id.in_(registration_ids))
    rows = session.execute(found)
    return {(row.registration_id, row.attendee_id) for row in rows}


def unreached(event_ids: Collection[int]) -> Select[int | None, int | None]:
    """Registrations and attendees whose last letter to the address they have now failed or came back.

    One that is still to be sent, or was dropped, says nothing of the address.
    """
    later = aliased(Letter)
    is_last = ~exists().where(
        later.registration_id == Letter.registration_id,
        later.attendee_id.is_not_distinct_from(Letter.attendee_id),
        later.recipient_key == Letter.recipient_key,
        later.id > Letter.id,
        later.state.in_(_TELLING),
    )
    is_theirs = or_(
        and_(Letter.attendee_id.is_(None), Letter.recipient_key == Registration.email_key),
        Letter.recipient == Attendee.email,
    )
    return (
        select(Letter.registration_id, Letter.attendee_id)
        .join(Registration, Registration.id == Letter.registration_id)
        .outerjoin(Attendee, Attendee.id == Letter.attendee_id)
        .where(
            Letter.event_id.in_(event_ids),
            Letter.state.in_(UNDELIVERED),
            is_theirs,
            is_last,
        )
        .distinct()
    )


def _people(session: Session, letters: Sequence[Letter]) -> dict[int, int]:
    ids = {letter.registration_id for letter in letters if letter.registration_id}
    first = select(Attendee.registration_id, func.min(Attendee.id)).where(Attendee.registration_id.in_(ids))
    return dict(session.execute(first.group_by(Attendee.registration_id)).all())


def _letters(session: Session, ids: Sequence[int]) -> Sequence[Letter]:
    return session.scalars(
        select(Letter)
        .where(Letter.id.in_(ids))
        .order_by(Letter.id.desc())
        .options(joinedload(Letter.registration), joinedload(Letter.attendee))
    ).all()


def _matching(event_id: int, wanted: LetterFilter) -> Select[int]:
    query = select(Letter.id).where(Letter.event_id == event_id, *_asked(wanted))
    if wanted.fate:
        query = query.where(Letter.state.in_(STATES[wanted.fate]))
    return query.where(Letter.kind == wanted.kind) if wanted.kind else query


def _asked(wanted: LetterFilter) -> list[ColumnElement[bool]]:
    """What counts beside fate and kind."""
    text = wanted.q.casefold()
    addressed = [Letter.recipient_key.contains(text, autoescape=True)] if text else []
    return [*addressed, *([Letter.mailing_id == wanted.mailing] if wanted.mailing is not None else [])]
