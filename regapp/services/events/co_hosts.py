"""Organisations hold an event together; only the owner's people say which, and what each may do."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.errors import NotFound
from regapp.models import Event, EventHost, Organisation
from regapp.services import audit
from regapp.services.events.changing import changing
from regapp.services.events.editing_parts import find, next_position, shift
from regapp.services.events.files import drop_unused
from regapp.services.organising import lock_event
from regapp.services.telling.naming import tell_named
from regapp.vocabulary import Role

GRANTED = (Role.VIEWER, Role.MANAGER)


@use_case
def add_host(session: Session, *, event_id: int, organisation: str, user_id: int | None) -> None:
    """Add the organisation of this slug as the last of the co-hosts; nothing more if it is one already.

    Its owners are told as soon as everybody sees the event. Raises NotFound.
    """
    event = lock_event(session, event_id)
    found = session.scalars(select(Organisation).where(Organisation.slug == organisation)).one_or_none()
    if found is None:
        raise NotFound
    rows = _rows(session, event_id)
    if found.id in {event.organisation_id, *(row.organisation_id for row in rows)}:
        return
    with _changing(session, event, "event.host_added", user_id, organisation=organisation):
        session.add(EventHost(event_id=event_id, organisation_id=found.id, position=next_position(rows)))
        session.flush()
        tell_named(session, event, user_id=user_id)


@use_case
def remove_host(session: Session, *, event_id: int, host_id: int, user_id: int | None) -> None:
    """Take a co-host away, and with it what its members could do. Raises NotFound."""
    event = lock_event(session, event_id)
    host = find(session, EventHost, event, host_id)
    with _changing(session, event, "event.host_removed", user_id, **_named(host)):
        _drop(session, host)


@use_case
def move_host(session: Session, *, event_id: int, host_id: int, up: bool, user_id: int | None) -> None:
    """Put a co-host one place up or down; the first and the last stay where they are. Raises NotFound."""
    event = lock_event(session, event_id)
    host = find(session, EventHost, event, host_id)
    rows = _rows(session, event_id)
    if host is (rows[0] if up else rows[-1]):
        return
    with _changing(session, event, "event.host_moved", user_id, **_named(host)):
        shift(rows, host, up=up)


@use_case
def grant(session: Session, *, event_id: int, host_id: int, role: Role | None, user_id: int | None) -> None:
    """Say what a co-host's members may do with the event at most: nothing, view it, or manage it.

    Raises NotFound, also for a co-host by name, which has no members; or ValueError for another role.
    """
    if role is not None and role not in GRANTED:
        raise ValueError(role)
    event = lock_event(session, event_id)
    host = find(session, EventHost, event, host_id)
    if host.organisation is None:
        raise NotFound
    if host.role is role:
        return
    change = [str(host.role or ""), str(role or "")]
    with _changing(session, event, "event.host_granted", user_id, **_named(host), role=change):
        host.role = role


@use_case
def leave(session: Session, *, event_id: int, organisation_id: int, user_id: int | None) -> None:
    """Take an organisation off an event that others hold, as its own people wish; nobody else has a say.

    It stands in the log of both. Raises NotFound where it is not named as a co-host.
    """
    event = lock_event(session, event_id)
    host = next((row for row in _rows(session, event_id) if row.organisation_id == organisation_id), None)
    if host is None:
        raise NotFound
    with _changing(session, event, "event.host_left", user_id, **_named(host)):
        _drop(session, host)
    audit.record_organisation(
        session,
        user_id,
        "organisation.left_event",
        organisation_id,
        event=event.slug,
        title=dict(event.title),
    )


@contextmanager
def _changing(
    session: Session, event: Event, action: str, user_id: int | None, **details: Any
) -> Iterator[None]:
    with changing(session, event, action, user_id=user_id, **details):
        yield
        show_hosts(session, event)


def show_hosts(session: Session, event: Event) -> None:
    """Have an event read its hosts anew, and found by their names."""
    session.flush()
    session.expire(event, ["hosts"])
    event.describe()


def _named(host: EventHost) -> dict[str, Any]:
    """Which it is, for the audit log."""
    return {"organisation": host.slug} if host.slug else {"name": dict(host.own_name)}


def _drop(session: Session, host: EventHost) -> None:
    logo = host.own_logo_id
    session.delete(host)
    drop_unused(session, logo)


def _rows(session: Session, event_id: int) -> list[EventHost]:
    query = select(EventHost).where(EventHost.event_id == event_id)
    return list(session.scalars(query.order_by(EventHost.position, EventHost.id)))
