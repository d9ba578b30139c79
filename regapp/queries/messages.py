"""What hosts have written to people of an event, with what has become of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.models import Mailing
from regapp.queries.outbox import Progress, progress_of
from regapp.vocabulary import LetterKind

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Some messages, newest first; ``older``: before which id the next page begins."""

    rows: Sequence[Progress]
    older: int | None


def list_messages(session: Session, event_id: int, *, before: int | None = None) -> MessagePage:
    """The messages of an event, drafts among them: the latest, or those made before one of that id."""
    found = select(Mailing).where(Mailing.event_id == event_id, Mailing.kind == LetterKind.MESSAGE)
    if before is not None:
        found = found.where(Mailing.id < before)
    mailings = session.scalars(found.order_by(Mailing.id.desc()).limit(PAGE_SIZE + 1)).all()
    rows = progress_of(session, mailings[:PAGE_SIZE])
    return MessagePage(rows, rows[-1].mailing.id if len(mailings) > PAGE_SIZE else None)


def find_message(session: Session, event_id: int, mailing_id: int) -> Mailing | None:
    """A message of the event, or None."""
    return session.scalars(
        select(Mailing).where(
            Mailing.id == mailing_id, Mailing.event_id == event_id, Mailing.kind == LetterKind.MESSAGE
        )
    ).one_or_none()
