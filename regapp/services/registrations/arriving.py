"""Very many newcomers, whom an organiser brings, written down table by table.

What stands there afterwards is what :func:`seating.seat` leaves one by one. That goes by objects, of which
each takes as long as ten rows: thousands would keep everybody else from the event's places for as long.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import Base, Overtaken
from regapp.models import (
    Attendee,
    AttendeeQuota,
    AuditEntry,
    Event,
    Hold,
    Letter,
    Registration,
    WaitingEntry,
)
from regapp.models.search import search_text, sort_key
from regapp.models.traits import counted_keys, traits_of
from regapp.prepared import insert_rows, new_ids
from regapp.services import audit, tallying
from regapp.services.allocation import places, seating, transitions
from regapp.services.allocation.asked import Asked
from regapp.services.allocation.assessing import Told
from regapp.services.describing import AnswerWords
from regapp.services.registrations.registering import registration_values
from regapp.vocabulary import Actor, HoldReason, Source, Status

Row = dict[str, Any]
# In the order of writing: the tables, and the columns of each that hold the moment of arriving.
_TABLES: Mapping[type[Base], Sequence[str]] = {
    Registration: ["created_at"],
    Attendee: ["approved_at", "created_at"],
    AttendeeQuota: [],
    Hold: [],
    WaitingEntry: ["since"],
    AuditEntry: ["at"],
    Letter: ["due_at", "created_at", "changed_at"],
}


@dataclass(frozen=True, slots=True)
class Party:
    """Those of one address, which the event does not know, and what they get, drawing on these quotas.

    Companions have no address of their own; there are neither sessions nor an invitation.
    """

    email_key: str
    asked: Asked
    told: Told
    quota_ids: Collection[int]


class Arrivals:
    """Writes parties down, once and in their order, under the event's line."""

    def __init__(
        self, session: Session, event: Event, *, source: Source, user_id: int | None, send_letters: bool
    ) -> None:
        self._session, self._event, self._source = session, event, source
        self._event_id, self._organisation_id = event.id, event.organisation_id
        self._actor, self._send_letters = audit.name(Actor.ORGANISER, user_id), send_letters
        self._counted, self._words = counted_keys(event.questions), AnswerWords(event.questions)
        self._moment = now()
        self._rows: dict[type[Base], list[Row]] = {model: [] for model in _TABLES}

    def write(self, parties: Sequence[Party]) -> list[list[int]]:
        """Register them; the ids of each party's people.

        Raises Overtaken if a form for an unlimited ticket was quicker, NoPlace if more are told to have a
        place than there are.
        """
        session, people = self._session, sum(party.asked.people for party in parties)
        registration_ids = new_ids(session, Registration, len(parties))
        attendee_ids = iter(new_ids(session, Attendee, people))
        written = [
            self._add(party, one, list(islice(attendee_ids, party.asked.people)))
            for one, party in zip(registration_ids, parties, strict=True)
        ]
        claimed = Counter(row["quota_id"] for row in self._rows[Hold] if row["quota_id"] is not None)
        for quota_id, count in sorted(claimed.items()):
            places.claim(session, quota_id, count)
        totals = Counter((self._event_id, trait) for row in self._rows[Attendee] for trait in row["traits"])
        self._insert()
        for party in parties:
            seating.note_passed(session, party.told)
        tallying.add_up(session, totals)
        return written

    def _insert(self) -> None:
        try:
            for model, moments in _TABLES.items():
                insert_rows(self._session, model, self._rows[model], **dict.fromkeys(moments, self._moment))
        except IntegrityError as error:
            raise Overtaken from error

    def _add(self, party: Party, registration_id: int, attendee_ids: list[int]) -> list[int]:
        """Note the rows of a party; the ids of its people."""
        asked, told = party.asked, party.told
        values = registration_values(self._event_id, asked, party.email_key, self._source)
        self._rows[Registration].append({"id": registration_id, **values})
        words = list(self._words(asked.answers))
        names = (asked.name, *(one.name for one in asked.companions))
        for number, (attendee_id, name) in enumerate(zip(attendee_ids, names, strict=True)):
            status = Status.CONFIRMED if number < told.seats else Status.WAITING
            self._rows[Attendee].append(
                {
                    "id": attendee_id,
                    "event_id": self._event_id,
                    "registration_id": registration_id,
                    "ticket_type_id": told.ticket_type.id,
                    "name": name,
                    "search_text": search_text(name, asked.email, *words),
                    "sort_key": sort_key(name),
                    "traits": self._traits(party, status),
                }
            )
            self._give(attendee_id, party, status)
        self._tell(registration_id, party)
        return attendee_ids

    def _traits(self, party: Party, status: Status) -> list[str]:
        return traits_of(
            [(status, party.told.ticket_type.id)],
            language=party.asked.language,
            source=self._source,
            calendar_answer=None,
            sessions=(),
            tags=(),
            answers=party.asked.answers,
            counted=self._counted,
        )

    def _give(self, attendee_id: int, party: Party, status: Status) -> None:
        """Note somebody's place, or place in the line, and on what they draw by their answers."""
        told = party.told
        self._rows[AttendeeQuota] += [
            {"attendee_id": attendee_id, "ticket_type_id": one, "quota_id": quota_id}
            for one, quota_ids in told.draws.items()
            for quota_id in quota_ids
        ]
        has = {"attendee_id": attendee_id, "ticket_type_id": told.ticket_type.id}
        if status is Status.WAITING:
            self._rows[WaitingEntry].append({**has, "event_id": self._event_id})
            return
        quota_ids: list[int | None] = [*sorted(party.quota_ids)] or [None]
        self._rows[Hold] += [
            {**has, "quota_id": quota_id, "reason": HoldReason.CONFIRMED} for quota_id in quota_ids
        ]

    def _tell(self, registration_id: int, party: Party) -> None:
        """Write down that they came, and owe them the letter that says so."""
        asked, told = party.asked, party.told
        status = Status.CONFIRMED if told.seats else Status.WAITING
        self._rows[AuditEntry].append(
            audit.entry(
                self._actor,
                f"registration.{transitions.MADE.action}",
                self._organisation_id,
                self._event_id,
                registration_id,
                people=asked.people if asked.people > 1 else None,
                status=status,
                ticket=told.ticket_type.key,
            )
        )
        kind = transitions.MADE.letters[status]
        if kind and self._send_letters:
            invite = {"calendar": "REQUEST", "sequence": self._event.sequence} if told.seats else {}
            self._rows[Letter].append(
                {
                    "kind": kind,
                    "recipient": asked.email,
                    "recipient_key": party.email_key,
                    "language": asked.language,
                    "registration_id": registration_id,
                    "event_id": self._event_id,
                    "facts": {"by_host": True, **invite},
                }
            )
