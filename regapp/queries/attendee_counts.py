"""How many people each choice of a filter would leave, the other filters staying as they are."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.models import Attendee
from regapp.models.traits import part_trait
from regapp.queries.attendee_filter import ANSWER, AttendeeFilter
from regapp.queries.attendee_matching import Few
from regapp.queries.tallies import totals

_NOTHING: dict[str, object] = {
    "q": "",
    "status": "",
    "ticket": "",
    "quota": None,
    "session": None,
    "language": "",
    "source": "",
    "calendar": "",
    "delivered": "",
    "tag": None,
}


class Beside:
    """The numbers beside the filters of one list.

    Of the whole list, or by status and ticket alone, they are kept totals. Under another filter or a search
    they are counted as long as no more than ``MOST`` people match; beyond that there is no number.
    """

    def __init__(
        self, session: Session, event_id: int, wanted: AttendeeFilter, ticket_types: Mapping[str, int]
    ) -> None:
        self._session, self._event_id, self._wanted = session, event_id, wanted
        self._ticket_types = ticket_types  # ids by their keys
        self.few = Few(session, event_id)
        self._found: dict[AttendeeFilter, Mapping[str, int] | None] = {}

    def status(self, status: str) -> int | None:
        """With this status, or any."""
        ticket_type_id = self._ticket_types.get(self._wanted.ticket)
        return self._count("status", part_trait(status, ticket_type_id))

    def ticket(self, key: str) -> int | None:
        """With this ticket type."""
        return self._count("ticket", part_trait(self._wanted.status, self._ticket_types.get(key)))

    def choice(self, name: str, value: object) -> int | None:
        """With this choice of another filter, by its name in the query string."""
        key = name.removeprefix(ANSWER)
        return self._count(name, f"choice:{key}:{value}" if name.startswith(ANSWER) else f"{name}:{value}")

    def _count(self, name: str, trait: str) -> int | None:
        counted = self._traits(self._without(name))
        return None if counted is None else counted.get(trait, 0)

    def _without(self, name: str) -> AttendeeFilter:
        plain = replace(self._wanted, sort="")
        if name.startswith(ANSWER):
            key = name.removeprefix(ANSWER)
            return replace(plain, answers=tuple(pair for pair in plain.answers if pair[0] != key))
        without = replace(plain, **{name: _NOTHING[name]})  # type: ignore[arg-type]
        if name in {"status", "ticket"} and replace(without, status="", ticket="").is_any:
            return replace(without, status="", ticket="")  # a total is kept of both together
        return without

    def _traits(self, base: AttendeeFilter) -> Mapping[str, int] | None:
        if base not in self._found:
            self._found[base] = totals(self._session, self._event_id) if base.is_any else self._counted(base)
        return self._found[base]

    def _counted(self, base: AttendeeFilter) -> Mapping[str, int] | None:
        ids = self.few.ids(base)
        if ids is None:
            return None
        found = self._session.scalars(select(Attendee.traits).where(Attendee.id.in_(ids)))
        return Counter(trait for traits in found for trait in traits)
