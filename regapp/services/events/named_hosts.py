"""Co-hosts that are no organisation of this service, and known by what the owner's people say of them."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.documents.examining import FitFile
from regapp.errors import NotFound, NotPossible
from regapp.models import Event, EventHost
from regapp.services.events import files
from regapp.services.events.co_hosts import show_hosts
from regapp.services.events.editing_parts import Notes, editing_part, find, next_position

Texts = dict[str, str]
MOST_NAMED = 30  # co-hosts by name of one event, which pages and letters name one by one


@dataclass(frozen=True, slots=True)
class NamedHostFacts:
    """What is said of a co-host; ``logo`` is a new one, ``without_logo``: the present one goes."""

    name: Texts
    website: str = ""
    logo: FitFile | None = None
    without_logo: bool = False


@use_case
def add(
    session: Session, *, event_id: int, revision: int | None, facts: NamedHostFacts, user_id: int | None
) -> int:
    """Add a co-host by name as the last one; its id.

    Raises NotFound, EditedMeanwhile, or NotPossible beyond ``MOST_NAMED``.
    """
    with editing_part(session, event_id, revision, "event.host_added", user_id=user_id, name=facts.name) as (
        event,
        notes,
    ):
        if sum(host.organisation is None for host in event.hosts) >= MOST_NAMED:
            raise NotPossible
        host = EventHost(
            event_id=event_id,
            position=next_position(event.hosts),
            own_name=facts.name,  # the database asks for one
        )
        session.add(host)
        session.flush()
        _say(session, event, host, facts, notes)
        notes.clear()
    return host.id


@use_case
def change(
    session: Session,
    *,
    event_id: int,
    revision: int,
    host_id: int,
    facts: NamedHostFacts,
    user_id: int | None,
) -> None:
    """Say anew what a co-host by name is called. Raises NotFound or EditedMeanwhile."""
    with editing_part(session, event_id, revision, "event.host_changed", user_id=user_id) as (event, notes):
        host = find(session, EventHost, event, host_id)
        if host.organisation is not None:
            raise NotFound
        _say(session, event, host, facts, notes)


def _say(session: Session, event: Event, host: EventHost, facts: NamedHostFacts, notes: Notes) -> None:
    before = host.own_logo_id
    new = facts.logo and files.put(
        session, organisation_id=event.organisation_id, event_id=event.id, file=facts.logo
    )
    logo = new.id if new else None if facts.without_logo else before
    if logo != before:
        host.own_logo_id = logo
        notes["logo"] = [before is not None, logo is not None]
        files.drop_unused(session, before)
    said = Notes()
    said.assign(host, {"own_name": facts.name, "own_website": facts.website})
    notes.update({name.removeprefix("own_"): pair for name, pair in said.items()})
    show_hosts(session, event)
