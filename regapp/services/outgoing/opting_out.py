"""Letters that nobody has to get: whoever does not want them says so with one press, and gets none.

What is about somebody's own registration always comes.
"""

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from regapp.database import insert_if_new, use_case
from regapp.errors import NotFound
from regapp.models import Event, Letter, OptOut
from regapp.queries.opting_out import Refusable, find_refusable
from regapp.vocabulary import ALARMS, UNSENT, LetterState

MOST_AT_ONCE = 500  # addresses in one statement


def wants_none(session: Session, keys: Iterable[str], organisation_id: int) -> set[str]:
    """Which of these keys of addresses want no letters from an organisation but about what is theirs."""
    asked, found = sorted(set(keys)), set[str]()
    for start in range(0, len(asked), MOST_AT_ONCE):
        some = OptOut.recipient_key.in_(asked[start : start + MOST_AT_ONCE])
        found.update(
            session.scalars(
                select(OptOut.recipient_key).where(OptOut.organisation_id == organisation_id, some)
            )
        )
    return found


@use_case
def refuse(session: Session, *, token: str) -> None:
    """Have the recipient of the letter with this token get no more like it; drop what is on its way.

    An organiser's own letters are switched off in their membership, all others by address and organisation.
    Doing it twice is doing it once. Raises NotFound where there is no letter that may be refused.
    """
    found = _find(session, token)
    if found.membership is None:
        keys = {"recipient_key": found.letter.recipient_key, "organisation_id": found.organisation.id}
        insert_if_new(session, OptOut, keys)
    _set_membership(found, wanted=False)
    for letter in _unsent(session, found):
        letter.state = LetterState.DROPPED


@use_case
def allow(session: Session, *, token: str) -> None:
    """Take a refusal back. What was dropped stays so. Raises NotFound like :func:`refuse`."""
    found = _find(session, token)
    if found.membership is None:
        session.execute(
            delete(OptOut).where(
                OptOut.recipient_key == found.letter.recipient_key,
                OptOut.organisation_id == found.organisation.id,
            )
        )
    _set_membership(found, wanted=True)


def _find(session: Session, token: str) -> Refusable:
    found = find_refusable(session, token)
    if found is None:
        raise NotFound
    return found


def _set_membership(found: Refusable, *, wanted: bool) -> None:
    if found.membership is None:
        return
    if found.is_alarm:
        found.membership.wants_alarms = wanted
    else:
        found.membership.wants_digest = wanted


def _unsent(session: Session, found: Refusable) -> list[Letter]:
    """Letters like that one which are still to be sent to its recipient."""
    waiting = session.scalars(
        select(Letter)
        .where(
            Letter.recipient_key == found.letter.recipient_key,
            Letter.state.in_(UNSENT),
        )
        .order_by(Letter.id)
        .with_for_update()
    )
    return [letter for letter in waiting if letter.refusable and _is_like(session, letter, found)]


def _is_like(session: Session, letter: Letter, found: Refusable) -> bool:
    if found.membership is not None:
        is_alarm = letter.kind in ALARMS
        return letter.facts.get("membership") == found.membership.id and is_alarm is found.is_alarm
    event = session.get(Event, letter.event_id) if letter.event_id else None
    is_theirs = event is not None and event.organisation_id == found.organisation.id
    return is_theirs and "membership" not in letter.facts
