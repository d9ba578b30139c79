"""Organisations hold an event together; only the owner's people say which, and what each may do."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.errors import NotFound
from regapp.models import Event, EventHost, Organisation
from regapp.services.events.changing import changing
from regapp.services.organising import lock_event
from regapp.vocabulary import Role

GRANTED = (Role.VIEWER, Role.MANAGER)


@use_case
def add_host(session: Session, *, event_id: int, organisation: str, user_id: int | None) -> None:
    """Add the organisation of this slug as the last of the co-hosts; nothing more if it is one already.

    Raises NotFound.
    """
    event = lock_event(session, event_id)
    found = session.scalars(select(Organisation).where(Organisation.slug == organisation)).one_or_none()
    if found is None:
        raise NotFound
    rows = _rows(session, event_id)
    if found.id in {event.organisation_id, *(row.organisation_id for row in rows)}:
        return
    with _changing(session, event, "event.host_added", organisation, user_id):
        position = max((row.position for row in rows), default=-1) + 1
        session.add(EventHost(event_id=event_id, organisation_id=found.id, position=position))


@use_case
def remove_host(session: Session, *, event_id: int, organisation: str, user_id: int | None) -> None:
    """Take a co-host away, and with it what its members could do. Raises NotFound."""
    event, row = _find(session, event_id, organisation)
    with _changing(session, event, "event.host_removed", organisation, user_id):
        session.delete(row)


@use_case
def move_host(session: Session, *, event_id: int, organisation: str, up: bool, user_id: int | None) -> None:
    """Put a co-host one place up or down; the first and the last stay where they are. Raises NotFound."""
    event, row = _find(session, event_id, organisation)
    rows = _rows(session, event_id)
    place = rows.index(row)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    with _changing(session, event, "event.host_moved", organisation, user_id):
        rows[place], rows[other] = rows[other], rows[place]
        for position, one in enumerate(rows):
            one.position = position


@use_case
def grant(
    session: Session, *, event_id: int, organisation: str, role: Role | None, user_id: int | None
) -> None:
    """Say what a co-host's members may do with the event at most: nothing, view it, or manage it.

    Raises NotFound, or ValueError for another role.
    """
    if role is not None and role not in GRANTED:
        raise ValueError(role)
    event, row = _find(session, event_id, organisation)
    if row.role is role:
        return
    change = [str(row.role or ""), str(role or "")]
    with _changing(session, event, "event.host_granted", organisation, user_id, role=change):
        row.role = role


@contextmanager
def _changing(
    session: Session, event: Event, action: str, organisation: str, user_id: int | None, **details: Any
) -> Iterator[None]:
    with changing(session, event, action, user_id=user_id, organisation=organisation, **details):
        yield
        session.flush()
        session.expire(event, ["hosts"])
        event.describe()


def _find(session: Session, event_id: int, organisation: str) -> tuple[Event, EventHost]:
    event = lock_event(session, event_id)
    row = session.scalars(
        select(EventHost)
        .join(Organisation, Organisation.id == EventHost.organisation_id)
        .where(EventHost.event_id == event_id, Organisation.slug == organisation)
    ).one_or_none()
    if row is None:
        raise NotFound
    return event, row


def _rows(session: Session, event_id: int) -> list[EventHost]:
    query = select(EventHost).where(EventHost.event_id == event_id)
    return list(session.scalars(query.order_by(EventHost.position, EventHost.id)))
