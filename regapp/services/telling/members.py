"""Letters that are owed to those who run an organisation's events."""

from typing import Any

from sqlalchemy.orm import Session

from regapp.queries.members import members_who_want
from regapp.services.outgoing import letters
from regapp.vocabulary import LetterKind


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
