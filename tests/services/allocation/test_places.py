"""Who has a place, and who gets the next one."""

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from regapp.database import db
from regapp.errors import NoPlace
from regapp.models import Hold, Line, Quota, Receipt, Registration
from regapp.services.events.drafts import QuotaDraft, TicketTypeDraft
from regapp.services.registrations import own_page
from regapp.vocabulary import Attendance, LetterKind
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")


def people(*numbers: int) -> list[str]:
    return [f"p{number}@example.org" for number in numbers]


def test_it_seats_ten_and_the_eleventh_waits() -> None:
    event = b.event_id("round-table")
    for person in range(11):
        b.register(event, person)
    assert b.seated(event) == people(*range(10))
    assert b.waiting(event) == people(10)


def test_those_who_wait_stand_in_the_order_of_joining() -> None:
    event = b.small_event(capacity=1)
    for person in (3, 1, 2, 0):
        b.register(event, person)
    assert b.waiting(event) == people(1, 2, 0)


def test_it_counts_what_it_gives() -> None:
    event = b.small_event(capacity=3)
    b.register(event, 1)
    b.register(event, 2)
    assert b.quota(event).taken == 2
    own_page.cancel(token=b.own_token(event, 1))
    assert b.quota(event).taken == 1


def test_it_refuses_where_there_is_no_waiting_list() -> None:
    event = b.small_event(capacity=1, waiting_list=False)
    b.register(event, 1)
    with pytest.raises(NoPlace):
        b.register(event, 2)


def test_a_refusal_leaves_nothing_behind() -> None:
    event = b.small_event(capacity=1, waiting_list=False)
    b.register(event, 1)
    before = [b.rows(model) for model in (Receipt, Registration)]
    with pytest.raises(NoPlace):
        b.register(event, 2)
    assert [b.rows(model) for model in (Receipt, Registration)] == before
    assert b.letters(2) == []


def test_a_place_given_back_goes_to_the_first_in_the_line() -> None:
    event = b.small_event(capacity=2)
    for person in range(5):
        b.register(event, person)
    own_page.cancel(token=b.own_token(event, 0))
    assert b.seated(event) == people(1, 2)
    assert b.waiting(event) == people(3, 4)


def test_whoever_moves_up_is_told_by_letter() -> None:
    event = b.small_event(capacity=1)
    b.register(event, 1)
    b.register(event, 2)
    own_page.cancel(token=b.own_token(event, 1))
    assert b.kinds(2) == [LetterKind.WAITING_LIST, LetterKind.PLACE]
    assert b.audit(event)[-2:] == ["registration.cancelled", "registration.moved_up"]


def test_the_first_in_the_line_is_seated_in_the_transaction_that_frees_the_place() -> None:
    event = b.small_event(capacity=1)
    b.register(event, 1)
    b.register(event, 2)
    token = b.own_token(event, 1)
    with b.commits() as commits:
        own_page.cancel(token=token)
    assert len(commits) == 1
    assert b.seated(event) == people(2)


def test_leaving_the_line_moves_nobody_up() -> None:
    event = b.small_event(capacity=1)
    for person in range(3):
        b.register(event, person)
    own_page.cancel(token=b.own_token(event, 1))
    assert b.seated(event) == people(0)
    assert b.waiting(event) == people(2)
    assert LetterKind.PLACE not in b.kinds(2)


def test_whoever_comes_back_stands_at_the_end_of_the_line() -> None:
    event = b.small_event(capacity=1)
    for person in range(3):
        b.register(event, person)
    own_page.cancel(token=b.own_token(event, 1))
    own_page.restore(token=b.own_token(event, 1))
    assert b.waiting(event) == people(2, 1)


def test_a_newcomer_waits_while_somebody_in_the_line_could_use_the_place() -> None:
    event = b.small_event(capacity=1)
    b.register(event, 1)
    b.register(event, 2)
    db.session.execute(update(Quota).where(Quota.event_id == event).values(capacity=2))
    db.session.commit()
    b.register(event, 3)
    assert b.waiting(event) == people(2, 3)


PODIUM = TicketTypeDraft("podium", Attendance.IN_PERSON, {"en": "On the podium"})
TWO_QUOTAS = {
    "ticket_types": (b.IN_PERSON, PODIUM),
    "quotas": (
        QuotaDraft({"en": "The room"}, 2, ("in-person", "podium")),
        QuotaDraft({"en": "The podium"}, 1, ("podium",)),
    ),
}


def test_a_ticket_type_draws_on_all_of_its_quotas() -> None:
    event = b.small_event(**TWO_QUOTAS)
    b.register(event, 1, ticket="podium")
    quotas = db.session.scalars(select(Quota.taken).where(Quota.event_id == event).order_by(Quota.id))
    assert quotas.all() == [1, 1]


def test_one_is_passed_only_while_another_quota_of_theirs_is_full() -> None:
    event = b.small_event(**TWO_QUOTAS)
    b.register(event, 1, ticket="podium")
    b.register(event, 2)
    b.register(event, 3, ticket="podium")
    b.register(event, 4)
    own_page.cancel(token=b.own_token(event, 2))
    assert b.seated(event) == people(4)
    assert b.waiting(event) == people(3)
    own_page.cancel(token=b.own_token(event, 1))
    assert b.seated(event, "podium") == people(3)


def test_a_newcomer_is_seated_beside_somebody_who_waits_for_another_quota() -> None:
    event = b.small_event(**TWO_QUOTAS)
    b.register(event, 1, ticket="podium")
    b.register(event, 2, ticket="podium")
    b.register(event, 3)
    assert b.seated(event) == people(3)
    assert b.waiting(event) == people(2)
    assert b.findings() == []


def test_an_unlimited_ticket_has_places_for_all() -> None:
    event = b.small_event(capacity=0)
    for person in range(5):
        b.register(event, person, ticket="online")
    assert b.seated(event, "online") == people(*range(5))


def test_nobody_waits_in_line_for_an_unlimited_ticket() -> None:
    event = b.small_event()
    b.register(event, 1, ticket="online")
    assert db.session.get_one(Line, event).tick == 0


def test_a_place_above_the_capacity_is_not_passed_on() -> None:
    event = b.small_event(capacity=2)
    for person in range(3):
        b.register(event, person)
    db.session.execute(update(Quota).where(Quota.event_id == event).values(capacity=1, over=1))
    db.session.commit()
    own_page.cancel(token=b.own_token(event, 0))
    assert b.waiting(event) == people(2)
    assert (b.quota(event).taken, b.quota(event).over) == (1, 0)


@pytest.mark.parametrize("taken", ["capacity + over + 1", "-1"])
def test_the_database_itself_refuses_an_impossible_count(taken: str) -> None:
    event = b.small_event(capacity=2)
    with pytest.raises(IntegrityError, match="ck_quota_taken"):
        db.session.execute(text(f"UPDATE quota SET taken = {taken} WHERE event_id = {event}"))  # noqa: S608


def test_the_database_itself_refuses_a_second_registration_of_an_address() -> None:
    event = b.small_event()
    b.register(event, 1)
    b.register(event, 2)
    same = b.registration(event, 1).email_key
    with pytest.raises(IntegrityError):
        db.session.execute(
            update(Registration).where(Registration.email == "p2@example.org").values(email_key=same)
        )


def test_the_database_itself_refuses_to_hold_a_place_twice() -> None:
    event = b.small_event()
    b.register(event, 1)
    (hold,) = b.registration(event, 1).first.holds
    db.session.add(
        Hold(attendee_id=hold.attendee_id, ticket_type_id=hold.ticket_type_id, quota_id=hold.quota_id)
    )
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_cancelling_in_a_room_with_free_places_moves_nobody() -> None:
    event = b.small_event(capacity=3)
    b.register(event, 1)
    b.register(event, 2)
    own_page.cancel(token=b.own_token(event, 1))
    assert b.seated(event) == people(2)
    assert b.findings() == []
