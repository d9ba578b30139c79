"""What an organiser looks for in the attendee list, as a plain value and as a query string."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from regapp.vocabulary import CalendarAnswer, Language, Source, Status

ANSWER = "answer-"  # what the names of filters and orders by an answer begin with
LONGEST = 100
LARGEST = 2**53  # of numbers that mean an id
MOST_ANSWERS = 50  # asked for at once; a thousand conditions are more than SQLite takes


class Sort(StrEnum):
    """Orders of the list; a leading minus turns one round. ``answer-<key>`` is an order as well."""

    NAME = "name"
    NAME_DOWN = "-name"
    REGISTERED = "registered"
    REGISTERED_DOWN = "-registered"
    EMAIL = "email"
    TICKET = "ticket"
    STATUS = "status"
    LANGUAGE = "language"
    SOURCE = "source"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class AttendeeFilter:
    """What an organiser looks for; an empty field means any. ``ticket`` is a ticket type's key.

    ``quota``, ``session`` and ``tag`` are ids; ``calendar`` is an answer or "none"; ``delivered`` is "no" for
    whom the last letter did not reach, or "yes"; ``answers`` are pairs of a question's key and a choice.
    ``names_only`` is for those who may not see addresses and answers: neither may a search find by them, and
    of the filters they have status and ticket alone.
    """

    q: str = ""
    status: str = ""
    ticket: str = ""
    quota: int | None = None
    session: int | None = None
    language: str = ""
    source: str = ""
    calendar: str = ""
    delivered: str = ""
    tag: int | None = None
    answers: tuple[tuple[str, str], ...] = ()
    sort: str = Sort.NAME
    names_only: bool = False

    @classmethod
    def from_query(cls, query: Mapping[str, str], *, names_only: bool = False) -> "AttendeeFilter":
        """Read it as :meth:`as_query` wrote it; what cannot be read, or is no such term, means any."""

        def text(name: str) -> str:
            # No database has a NUL in a text, and PostgreSQL refuses to look for one.
            return query.get(name, "").replace("\0", "").strip()[:LONGEST]

        def number(name: str) -> int | None:
            typed = text(name)
            return int(typed) if typed.isascii() and typed.isdecimal() and int(typed) < LARGEST else None

        def one_of(name: str, values: Collection[str]) -> str:
            return typed if (typed := text(name)) in values else ""

        sort = text("sort") or Sort.NAME
        status = one_of("status", set(Status))
        wanted = cls(q=text("q"), status=status, ticket=text("ticket"), sort=sort, names_only=names_only)
        if names_only:
            return wanted if wanted.is_sorted_by_what_shows else replace(wanted, sort=Sort.NAME)
        return replace(
            wanted,
            quota=number("quota"),
            session=number("session"),
            language=one_of("language", set(Language)),
            source=one_of("source", set(Source)),
            calendar=one_of("calendar", {*CalendarAnswer, "none"}),
            delivered=one_of("delivered", {"yes", "no"}),
            tag=number("tag"),
            answers=tuple(
                (name.removeprefix(ANSWER), text(name))
                for name in sorted(query)
                if name.startswith(ANSWER) and "\0" not in name and text(name)
            )[:MOST_ANSWERS],
        )

    def as_query(self) -> dict[str, str]:
        """The parts of a query string that ask for it; what is any is left out."""
        names = (
            "q",
            "status",
            "ticket",
            "quota",
            "session",
            "language",
            "source",
            "calendar",
            "delivered",
            "tag",
        )
        found = {name: str(value) for name in names if (value := getattr(self, name))}
        found.update({f"{ANSWER}{key}": choice for key, choice in self.answers})
        return found if self.sort == Sort.NAME else {**found, "sort": self.sort}

    @property
    def is_any(self) -> bool:
        """Whether it asks for everybody."""
        return not {name: value for name, value in self.as_query().items() if name != "sort"}

    @property
    def is_sorted_by_what_shows(self) -> bool:
        """Whether the order tells nothing that those who see names alone may not see."""
        return self.sort.removeprefix("-") in {Sort.NAME, Sort.REGISTERED, Sort.TICKET, Sort.STATUS}
