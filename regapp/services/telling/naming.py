"""An organisation's owners are told that another names it as a co-host."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.models import Event, EventHost
from regapp.services.telling.members import owe_members
from regapp.vocabulary import EventStatus, LetterKind


def tell_named(session: Session, event: Event, *, user_id: int | None) -> None:
    """Owe the owners of each co-host of ``event`` a letter, once everybody sees it, but once only.

    Of a draft they are not told: it is its hosts' alone. Nor is ``user_id``, who named it.
    """
    if event.status is not EventStatus.PUBLISHED or event.end_at <= now():
        return
    untold = select(EventHost).where(EventHost.event_id == event.id, EventHost.told_at.is_(None))
    for host in session.scalars(untold.order_by(EventHost.position, EventHost.id)):
        if host.organisation_id is None:
            continue
        host.told_at = now()
        # The letter is not the event's: its owner's pages show the addresses of the event's letters.
        owe_members(session, LetterKind.NAMED_AS_HOST, host.organisation_id, besides=user_id, event=event.id)
