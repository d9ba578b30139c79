"""People are sent once more what they have, when an organiser says so."""

from collections.abc import Collection, Container, Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from regapp.models import Attendee, Letter, Registration
from regapp.queries.outbox import undelivered
from regapp.services import audit
from regapp.services.allocation.transitions import is_companion
from regapp.services.outgoing import letters, resending
from regapp.services.outgoing.calendar_changes import in_calendar
from regapp.vocabulary import UNDELIVERED, UNSENT, Actor, LetterKind, LetterState, PersonFate

_Owner = tuple[int, int | None]  # a registration, with None for its contact or the id of a companion


def send_again(
    session: Session, event_id: int, people: Iterable[Sequence[Attendee]], *, user_id: int | None
) -> dict[int, PersonFate]:
    """Owe each of these people the letter about what they have; if their last one did not arrive, that one.

    The contact's letter tells of all in a registration, so it goes once, also for a companion with an address
    who has no ticket yet. Nothing goes to whom one is on its way already, or who has left, or has no address.
    The people are found under the event's line.
    """
    whole = [list(together) for together in people]
    ids = {together[0].registration_id for together in whole}
    lost, ahead = undelivered(session, event_id, ids), _on_their_way(session, ids)
    failed = _last_failed(session, lost)
    fates: dict[int, PersonFate] = {}
    for together in whole:
        registration = together[0].registration
        owners = {one: _owner(one, registration, failed) for one in together if one.active}
        told = {owner: _send(session, registration, owner, failed, ahead) for owner in set(owners.values())}
        fates |= {one.id: told[owner] for one, owner in owners.items()}
        if PersonFate.DONE in told.values():
            actor = audit.name(Actor.ORGANISER, user_id)
            audit.record(session, actor, "registration.letter_sent_again", registration)
    return fates


def _owner(attendee: Attendee, registration: Registration, failed: Container[_Owner]) -> _Owner:
    own = (registration.id, attendee.id)
    has_own = own in failed or in_calendar(attendee).tickets
    return own if has_own and is_companion(attendee, registration) else (registration.id, None)


def _send(
    session: Session,
    registration: Registration,
    owner: _Owner,
    failed: dict[_Owner, Letter],
    ahead: Collection[tuple[_Owner, LetterKind]],
) -> PersonFate:
    if letter := failed.get(owner):
        resending.try_again([letter])
        return PersonFate.DONE
    companion = next((one for one in registration.attendees if one.id == owner[1]), None)
    kind = LetterKind.TICKET if companion else letters.kind_for(registration)
    if not companion and not registration.email:
        return PersonFate.NO_ADDRESS
    if (owner, kind) in ahead:
        return PersonFate.ALREADY
    if companion:
        letters.owe_companion(session, kind, companion, by_form=False)
    else:
        letters.owe(session, kind, registration)
    return PersonFate.DONE


def _on_their_way(session: Session, registration_ids: Collection[int]) -> set[tuple[_Owner, LetterKind]]:
    rows = session.execute(
        select(Letter.registration_id, Letter.attendee_id, Letter.kind).where(
            Letter.registration_id.in_(registration_ids),
            Letter.state.in_({*UNSENT, LetterState.SENDING}),
        )
    )
    return {((one, attendee_id), kind) for one, attendee_id, kind in rows if one is not None}


def _last_failed(session: Session, lost: Collection[_Owner]) -> dict[_Owner, Letter]:
    """The letters that did not reach them, locked."""
    last = (
        select(func.max(Letter.id))
        .where(
            Letter.registration_id.in_({registration_id for registration_id, _ in lost}),
            Letter.state.in_(UNDELIVERED),
        )
        .group_by(Letter.registration_id, Letter.attendee_id)
    )
    found = session.scalars(select(Letter).where(Letter.id.in_(last)).with_for_update())
    by_owner = {(one.registration_id, one.attendee_id): one for one in found if one.registration_id}
    return {owner: letter for owner, letter in by_owner.items() if owner in lost}
