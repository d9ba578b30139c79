"""Whether the recipient of a letter still wants more like it."""

from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from regapp.models import Event, Letter, Membership, OptOut, Organisation
from regapp.vocabulary import ALARMS


@dataclass(frozen=True, slots=True)
class Refusable:
    """A letter that is about no registration of its recipient's, and who wrote it.

    ``membership``: by which its recipient gets it, if it went to an organiser.
    """

    letter: Letter
    organisation: Organisation
    membership: Membership | None
    refused: bool

    @property
    def is_alarm(self) -> bool:
        """Whether it is one of those that organisers get at once."""
        return self.letter.kind in ALARMS


def find_refusable(session: Session, token: str) -> Refusable | None:
    """The letter with this token, or None if there is none or its recipient has to get such letters."""
    letter = session.scalars(select(Letter).where(Letter.message_token == token)).one_or_none()
    if letter is None or not letter.refusable:
        return None
    if "membership" in letter.facts:
        return _to_member(session, letter)
    organisation = session.scalars(
        select(Organisation).join(Event).where(Event.id == letter.event_id)
    ).one_or_none()
    if organisation is None:
        return None
    stands = exists().where(
        OptOut.organisation_id == organisation.id, OptOut.recipient_key == letter.recipient_key
    )
    return Refusable(letter, organisation, None, refused=bool(session.scalar(select(stands))))


def _to_member(session: Session, letter: Letter) -> Refusable | None:
    membership = session.get(Membership, letter.facts["membership"])
    if membership is None:
        return None
    wanted = membership.wants_alarms if letter.kind in ALARMS else membership.wants_digest
    return Refusable(letter, membership.organisation, membership, refused=not wanted)
