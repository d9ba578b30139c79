"""Letters that are owed to those who run an organisation's events."""

import logging
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from regapp.queries.members import members_who_want
from regapp.services import letters
from regapp.vocabulary import LetterKind

log = logging.getLogger(__name__)

T = TypeVar("T")


def tell_each(found: Iterable[T], tell: Callable[[T], int]) -> int:
    """Do ``tell`` for each; how many letters it owes. What fails is tried again at the next sweep."""
    told = 0
    for one in found:
        try:
            told += tell(one)
        except Exception:
            # Whatever it is, the others must not wait for it, nor the letters that are due.
            log.exception("members could not be told of %s", one)
    return told


def owe_members(
    session: Session, kind: LetterKind, organisation_id: int, *, event_id: int | None = None, **facts: Any
) -> int:
    """Owe each member of an organisation who wants letters of ``kind`` one; how many they are."""
    members = members_who_want(session, kind, organisation_id)
    for member in members:
        letters.owe_to(
            session,
            member.user.email,
            kind,
            member.user.language,
            event_id=event_id,
            facts={"membership": member.id, **facts},
        )
    return len(members)
