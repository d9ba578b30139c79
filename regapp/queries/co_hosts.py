"""The organisations that hold an event together with its owner."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from regapp.models import Event, EventHost, Organisation
from regapp.models.search import search_text
from regapp.vocabulary import Role

MOST_FOUND = 10


@dataclass(frozen=True, slots=True)
class CoHost:
    """A co-host, and what its members may do with the event, at most; None: nothing."""

    organisation: Organisation
    role: Role | None


def co_hosts(session: Session, event_id: int) -> list[CoHost]:
    """The co-hosts of an event in their order."""
    rows = session.execute(
        select(Organisation, EventHost.role)
        .join(EventHost, EventHost.organisation_id == Organisation.id)
        .where(EventHost.event_id == event_id)
        .order_by(EventHost.position, EventHost.id)
        .options(joinedload(Organisation.logo))
    )
    return [CoHost(organisation, role) for organisation, role in rows]


def possible_hosts(session: Session, event: Event, wanted: str) -> Sequence[Organisation]:
    """The first organisations by name that could join the event's hosts, and have all these words in it."""
    taken = {event.organisation_id, *(one.organisation.id for one in co_hosts(session, event.id))}
    words = search_text(wanted).split()
    # An installation has a thousand of them at most; their names are texts by language.
    found = [
        one
        for one in session.scalars(select(Organisation))
        if one.id not in taken and _has(search_text(one.slug, *one.name.values()), words)
    ]
    return sorted(found, key=lambda one: (search_text(*one.name.values()), one.id))[:MOST_FOUND]


def _has(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)
