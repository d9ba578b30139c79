"""The event's line, written: who joins it, and who was passed."""

from sqlalchemy import and_, exists, update
from sqlalchemy.orm import Session

from regapp.models import Attendee, Quota, TicketType, WaitingEntry
from regapp.queries.line import draws_on, draws_on_any


def join(attendee: Attendee, ticket_type: TicketType, *, party: int | None = None) -> None:
    """Put the attendee at the end of the event's line. A ``party`` is the registration's id."""
    attendee.waiting_entry = WaitingEntry(
        event_id=attendee.event_id, ticket_type_id=ticket_type.id, ticket_type=ticket_type, party=party
    )


def note_passed(
    session: Session, event_id: int, quota_ids: set[int], *, before: int | None = None, times: int = 1
) -> None:
    """Count for each party that somebody got places of these quotas: the entry ``before``, or newcomers.

    A party that lacks a place in another, full quota has lost nothing.
    """
    if not quota_ids:
        return
    other = (
        exists()
        .where(draws_on(WaitingEntry, Quota.id), Quota.id.not_in(quota_ids), Quota.taken >= Quota.capacity)
        .correlate_except(Quota)
    )
    passed = and_(
        WaitingEntry.event_id == event_id,
        WaitingEntry.party.is_not(None),
        draws_on_any(WaitingEntry, quota_ids),
        ~other,
    )
    if before is not None:
        passed = and_(passed, WaitingEntry.id < before)
    session.execute(
        update(WaitingEntry)
        .where(passed)
        .values(passed=WaitingEntry.passed + times)
        .execution_options(synchronize_session=False)
    )
