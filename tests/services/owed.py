"""Letters in the outbox, without the story that leads to them."""

from datetime import datetime

from sqlalchemy import select

from regapp.clock import now
from regapp.database import db
from regapp.models import Letter, Mailing, emails
from regapp.vocabulary import Language, LetterKind, LetterState
from tests import builders as b


def owe(*addresses: str, kind: LetterKind = LetterKind.LOST_LINKS, **columns: object) -> list[int]:
    """Owe each of these addresses a letter; their ids."""
    plain = {"kind": kind, "language": Language.ENGLISH, **columns}
    letters = [Letter(recipient=one, recipient_key=emails.key(one), **plain) for one in addresses]
    db.session.add_all(letters)
    db.session.commit()
    return [letter.id for letter in letters]


def mailing(kind: LetterKind = LetterKind.MESSAGE, **facts: object) -> Mailing:
    """A letter to many of the round table, already made into letters."""
    moment = now()
    made = Mailing(event_id=b.event_id(), kind=kind, facts=facts, due_at=moment, settled_at=moment)
    db.session.add(made)
    db.session.commit()
    return made


def letter(letter_id: int) -> Letter:
    """As it is stored now."""
    db.session.rollback()
    return db.session.get_one(Letter, letter_id)


def states(*letter_ids: int) -> list[LetterState]:
    """What has become of them."""
    return [letter(letter_id).state for letter_id in letter_ids]


def due_times(letter_ids: list[int]) -> list[datetime]:
    """When they are due, in that order."""
    db.session.rollback()
    rows = db.session.execute(select(Letter.id, Letter.due_at).where(Letter.id.in_(letter_ids)))
    due = {row.id: row.due_at for row in rows}
    return [due[letter_id] for letter_id in letter_ids]
