"""An event with very many registrations, and the kept totals that belong to them.

Names are in four alphabets, and there is everything that the list can be asked for. Who has what is drawn by
a digest: the same people each time, and nothing hangs on anything else.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from hashlib import blake2b
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, insert, select, text, update

import config
from regapp import create_app
from regapp.clock import now
from regapp.database import Base, db
from regapp.models import (
    Attendee,
    AttendeeTag,
    Event,
    Hold,
    Question,
    Quota,
    Registration,
    Tag,
    Tally,
    WaitingEntry,
)
from regapp.models.search import search_text, sort_key
from regapp.models.traits import COUNTED, Part, traits_of
from regapp.services.accounts.hosts import add_organiser
from regapp.vocabulary import AttendeeState, CalendarAnswer, HoldReason, Language, Role, Source, Status

SLUG = "round-table"
ROOM, ONLINE = "in-person", "online"
PASSWORD = "correct horse battery staple"  # noqa: S105 - of databases that live for minutes
OWNER, DOOR = "owner@dku.example", "door@dku.example"
AT_ONCE = 5_000  # rows
CYCLE = 20  # people, after which it begins anew who has what
GIVEN = (
    ("Айгүл", "Нұрлан", "Әсел", "Жүсіп", "Қасым", "Ерлан", "Анна", "Иван", "Фёдор", "Мария"),
    ("Jörg", "Zoë", "Michael", "Anne", "İsmail", "Katharina", "Brigitte"),
    ("محمد", "فاطمة", "علي", "زينب", "حسن", "مريم", "يوسف"),
    ("ნინო", "გიორგი", "მარიამ", "დავით", "ანა", "ლევან", "თამარ"),
)
FAMILY = (
    ("Бекова", "Касымова", "Қонаева", "Иванова", "Каримова", "Кузнецова", "Ким", "Кенжебекова"),
    ("Müller", "Schneider", "Weiß", "Öztürk", "Smith", "Novák"),
    ("الفارابي", "خان", "حسيني", "رحمانوف", "كريمي", "أحمدي"),
    ("ბერიძე", "კაპანაძე", "მაისურაძე", "გელაშვილი", "დოლიძე", "ლომიძე"),
)
ALPHABETS = (0, 0, 0, 0, 0, 0, 0, 1, 2, 3)  # most people write in the first
COMMON_NAME = "ова"  # in the names of more than half
RARE_NAME, RARE_WORD, RARE_PLACES = "Xenia Quarck", "quarck", (7, 31, 77)
SHORT_COMMON, SHORT_RARE = "un", "xe"  # with the latter no other word begins
LETTER_COMMON, LETTER_RARE, LETTER_OF_NOBODY = "к", "x", "э"  # with the first, names of more than half
HOSTS = (
    "Kazakh-German University",
    "Nazarbayev University",
    "University of Bremen",
    "Тәуелсіз",
    "Самозанятый",
)
GROUPS = ("ngo", "ngo", "ngo", "researcher", "migrant")
LANGUAGES = (*[Language.RUSSIAN] * 4, Language.KAZAKH, Language.ENGLISH)
CALENDAR = (*[CalendarAnswer.ACCEPTED] * 4, CalendarAnswer.DECLINED, None)

T = TypeVar("T")
Row = dict[str, Any]


def fill(environ: dict[str, str], count: int) -> None:
    """Register ``count`` people for the sample event and make two accounts: an owner, and one at the door."""
    app = create_app(config.read(environ))
    with app.app_context():
        for email, role in ((OWNER, Role.OWNER), (DOOR, Role.DOOR)):
            add_organiser(email=email, organisation="dku", role=role, password=PASSWORD)
        crowd = _Crowd(db.session.scalars(select(Event).where(Event.slug == SLUG)).one(), count)
        db.session.rollback()
        with db.engine.begin() as connection:
            crowd.write(connection)
        _settle()
        db.session.remove()
        db.engine.dispose()


def _settle() -> None:
    """What a database does by itself with tables that fill in months instead of a minute."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    else:
        with db.engine.begin() as connection:
            for index in ("attendee_search", "attendee_search_names"):
                connection.execute(text(f"INSERT INTO {index} ({index}) VALUES ('optimize')"))  # noqa: S608


class _Crowd:
    """The rows of all who came; ids are numbers from 1 in a database where nobody has registered yet."""

    def __init__(self, event: Event, count: int) -> None:
        self._event_id, self._count = event.id, count
        self._types = {one.key: one.id for one in event.ticket_types}
        self._quota_id = event.quotas[0].id
        self._labels = _labels(event.questions)
        self._counted = [one.key for one in event.questions if one.kind in COUNTED]
        self._begin = now() - timedelta(days=20)
        self._totals = Counter[str]()

    def write(self, connection: Connection) -> None:
        """Write them, and how many there are of each kind."""
        tags = ({"id": 1, "name": "press"}, {"id": 2, "name": "guest"})
        connection.execute(
            insert(Tag), [{**tag, "event_id": self._event_id, "key": tag["name"]} for tag in tags]
        )
        seated = sum(self._status(number) == (HoldReason.CONFIRMED, ROOM) for number in self._numbers())
        connection.execute(
            update(Quota).where(Quota.id == self._quota_id).values(capacity=seated, taken=seated)
        )
        makers: dict[type[Base], Callable[[int], Iterator[Row]]] = {
            Registration: self._registration,
            Attendee: self._attendee,
            Hold: self._hold,
            WaitingEntry: self._waiting,
            AttendeeTag: self._tags,
        }
        for model, make in makers.items():
            rows = (row for number in self._numbers() for row in make(number))
            while some := list(islice(rows, AT_ONCE)):
                connection.execute(insert(model), some)
            self._count_on(connection, model)
        tallies = [{"event_id": self._event_id, "trait": one, "people": n} for one, n in self._totals.items()]
        if tallies:
            connection.execute(insert(Tally), tallies)

    def _count_on(self, connection: Connection, model: type[Base]) -> None:
        """Let the database number the next row of a table."""
        if connection.dialect.name == "postgresql" and "id" in model.__table__.c:
            name = model.__tablename__
            connection.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}")  # noqa: S608
            )

    def _numbers(self) -> range:
        return range(1, self._count + 1)

    def _status(self, number: int) -> tuple[str, str]:
        """What somebody has, and of which ticket type."""
        turn = number % CYCLE
        if turn == 0:
            return AttendeeState.CANCELLED, ONLINE
        if turn <= 2:  # noqa: PLR2004 - two of twenty
            return Status.WAITING, ROOM
        return HoldReason.CONFIRMED, ROOM if turn < CYCLE // 2 else ONLINE

    def _registration(self, number: int) -> Iterator[Row]:
        email = f"person{number:06}@d{number % 40:02}.example"
        yield {
            "id": number,
            "event_id": self._event_id,
            "name": _name(number),
            "email": email,
            "email_key": email,
            "language": _draw(number, "language", LANGUAGES),
            "answers": _answers(number),
            "source": _source(number),
            "created_at": self._moment(number),
        }

    def _attendee(self, number: int) -> Iterator[Row]:
        status, ticket = self._status(number)
        name, answers = _name(number), _answers(number)
        said = [answers["affiliation"], *self._labels[answers["group"]]]
        traits = self._traits(number, (status, self._types[ticket]))
        self._totals.update(traits)
        is_gone = status == AttendeeState.CANCELLED
        yield {
            "id": number,
            "event_id": self._event_id,
            "registration_id": number,
            "ticket_type_id": self._types[ticket],
            "name": name,
            "state": AttendeeState.CANCELLED if is_gone else AttendeeState.ACTIVE,
            "ended_at": self._moment(number) if is_gone else None,
            "calendar_answer": _calendar_answer(number),
            "search_text": search_text(name, f"person{number:06}@d{number % 40:02}.example", *said),
            "sort_key": sort_key(name),
            "traits": traits,
            "created_at": self._moment(number),
        }

    def _traits(self, number: int, part: Part) -> list[str]:
        return traits_of(
            {part},
            language=_draw(number, "language", LANGUAGES),
            source=_source(number),
            calendar_answer=_calendar_answer(number),
            sessions=(),
            tags=_tag_ids(number),
            answers=_answers(number),
            counted=self._counted,
        )

    def _hold(self, number: int) -> Iterator[Row]:
        status, ticket = self._status(number)
        if status == HoldReason.CONFIRMED:
            yield {
                "id": number,
                "attendee_id": number,
                "ticket_type_id": self._types[ticket],
                "quota_id": self._quota_id if ticket == ROOM else None,
                "reason": HoldReason.CONFIRMED,
            }

    def _waiting(self, number: int) -> Iterator[Row]:
        status, ticket = self._status(number)
        if status == Status.WAITING:
            yield {
                "id": number,
                "event_id": self._event_id,
                "attendee_id": number,
                "ticket_type_id": self._types[ticket],
                "since": self._moment(number),
            }

    def _tags(self, number: int) -> Iterator[Row]:
        yield from ({"attendee_id": number, "tag_id": tag_id} for tag_id in _tag_ids(number))

    def _moment(self, number: int) -> Any:
        return self._begin + timedelta(seconds=number * 10)


def _labels(questions: list[Question]) -> dict[str, list[str]]:
    group = next(question for question in questions if question.key == "group")
    return {key: list(label.values()) for key, label in group.choice_labels().items()}


def _draw(number: int, what: str, options: Sequence[T]) -> T:
    # No checksum: of one, what is drawn for two things of the same person hangs together.
    drawn = blake2b(f"{what} {number}".encode(), digest_size=4).digest()
    return options[int.from_bytes(drawn, "big") % len(options)]


def _name(number: int) -> str:
    if number in RARE_PLACES:
        return RARE_NAME
    alphabet = _draw(number, "alphabet", ALPHABETS)
    return f"{_draw(number, 'given', GIVEN[alphabet])} {_draw(number, 'family', FAMILY[alphabet])}"


def _answers(number: int) -> dict[str, Any]:
    return {"affiliation": _draw(number, "host", HOSTS), "group": _draw(number, "group", GROUPS)}


def _source(number: int) -> Source:
    return Source.IMPORT if number % 8 == 0 else Source.WALK_IN if number in RARE_PLACES else Source.FORM


def _calendar_answer(number: int) -> CalendarAnswer | None:
    return _draw(number, "calendar", CALENDAR)


def _tag_ids(number: int) -> list[int]:
    return [*([1] if number in RARE_PLACES else []), *([2] if number % 5 else [])]
