"""Letters that are owed to those who run an organisation's events."""

from typing import Any

from sqlalchemy.orm import Session

from regapp.queries.members import members_who_want
from regapp.services.outgoing import letters
from regapp.vocabulary import LetterKind


def owe_members(
    session: Session,
    kind: LetterKind,
    organisation_id: int,
    *,
    event_id: int | None = None,
    besides: int | None = None,
    **facts: Any,
) -> int:
    """Owe each member of an organisation who wants letters of ``kind`` one; how many they are.

    ``besides`` is the id of a user who knows already.
    """
    wanting = members_who_want(session, kind, organisation_id)
    members = [member for member in wanting if member.user_id != besides]
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
