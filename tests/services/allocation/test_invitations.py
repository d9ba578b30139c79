"""Codes that open a ticket type."""

import pytest

from regapp.database import db
from regapp.errors import WrongCode
from regapp.models import Invitation
from regapp.services.allocation import invitations
from regapp.services.events.drafts import QuotaDraft, TicketTypeDraft
from regapp.services.registrations import by_hand, own_page, own_place, people, receipts
from regapp.vocabulary import Attendance, Language, Status
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")

VIP = TicketTypeDraft("vip", Attendance.IN_PERSON, {"en": "VIP"}, needs_code=True)


def event_with(uses: int = 1, **rules: object) -> int:
    event = b.small_event(
        ticket_types=(b.IN_PERSON, VIP),
        quotas=(QuotaDraft({"en": "The room"}, 9, ("in-person", "vip")),),
        **rules,
    )
    invitations.invite(event_id=event, ticket="vip", user_id=None, code="SESAME", uses=uses)
    return event


def come(event: int, person: int, code: str = "SESAME") -> None:
    b.register(event, person, ticket="vip", code=code)


def invitation(event: int) -> Invitation:
    db.session.rollback()
    return db.session.query(Invitation).filter_by(event_id=event).one()


def test_a_code_is_read_as_people_write_it() -> None:
    event = event_with()
    come(event, 1, " ses-ame ")
    assert b.seated(event, "vip") == ["p1@example.org"]


def test_of_two_who_want_the_last_use_one_gets_it() -> None:
    event = event_with()
    come(event, 1)
    with pytest.raises(WrongCode):
        come(event, 2)
    assert b.find_registration(event, 2) is None


def test_a_code_comes_back_when_who_used_it_leaves() -> None:
    event = event_with()
    come(event, 1)
    own_page.cancel(token=b.own_token(event, 1))
    come(event, 2)
    assert b.findings() == []


def test_a_personal_code_is_for_its_address_alone() -> None:
    event = b.small_event(ticket_types=(b.IN_PERSON, VIP))
    invitations.invite_addresses(
        event_id=event, ticket="vip", addresses=["p1@example.org"], language=Language.ENGLISH, user_id=None
    )
    code = invitation(event).code
    with pytest.raises(WrongCode):
        come(event, 2, code)
    come(event, 1, code)


def test_nobody_comes_by_a_code_that_was_withdrawn() -> None:
    event = event_with(uses=3, most_people=2)
    come(event, 1)
    invitations.withdraw(event_id=event, invitation_id=invitation(event).id, user_id=None)
    with pytest.raises(WrongCode):
        come(event, 2)
    with pytest.raises(WrongCode):
        people.add(token=b.own_token(event, 1), name="B")


def test_who_comes_back_without_a_code_uses_none() -> None:
    event = event_with()
    come(event, 1)
    own_page.cancel(token=b.own_token(event, 1))
    b.register(event, 1)
    assert invitation(event).used == 0
    own_page.cancel(token=b.own_token(event, 1))
    assert b.findings() == []


def test_a_host_brings_somebody_back_whose_code_another_used_meanwhile() -> None:
    event = event_with()
    come(event, 1)
    gone = b.registration(event, 1).first.id
    own_page.cancel(token=b.own_token(event, 1))
    come(event, 2)
    by_hand.restore(event_id=event, attendee_ids=[gone], user_id=None)
    db.session.rollback()
    assert b.registration(event, 1).first.status is Status.CONFIRMED
    assert b.findings() == []


def test_a_code_is_not_needed_for_what_needs_none_after_it_is_used_up() -> None:
    event = event_with(most_people=2)
    come(event, 1)
    token = b.own_token(event, 1)
    own_place.change_ticket(token=token, code=b.registration(event, 1).first.code, ticket="in-person")
    people.add(token=token, name="B")
    come(event, 2)
    assert [one.status for one in b.registration(event, 1).attendees] == [Status.CONFIRMED] * 2
    assert b.findings() == []


def test_whoever_changes_back_to_what_needs_a_code_needs_a_use_of_it() -> None:
    event = event_with()
    come(event, 1)
    token, code = b.own_token(event, 1), b.registration(event, 1).first.code
    own_place.change_ticket(token=token, code=code, ticket="in-person")
    come(event, 2)
    with pytest.raises(WrongCode):
        own_place.change_ticket(token=token, code=code, ticket="vip")


def test_a_personal_invitation_is_not_corrected_to_another_address() -> None:
    event = b.small_event(ticket_types=(VIP,), quotas=())
    invited = ["p1@example.org"]
    invitations.invite_addresses(
        event_id=event, ticket="vip", addresses=invited, language=Language.ENGLISH, user_id=None
    )
    token = b.register(event, 1, ticket="vip", code=invitation(event).code)
    receipts.correct_address(token=token, email="p2@example.org", browser_secret=b.BROWSER)
    assert b.seated(event, "vip") == invited


def test_whoever_comes_back_by_another_code_uses_that_one() -> None:
    event = event_with()
    come(event, 1)
    own_page.cancel(token=b.own_token(event, 1))
    invitations.invite(event_id=event, ticket="vip", user_id=None, code="OTHER")
    come(event, 1, "OTHER")
    db.session.rollback()
    used = {one.code: one.used for one in db.session.query(Invitation).filter_by(event_id=event)}
    assert used == {"SESAME": 0, "OTHER": 1}
    assert b.findings() == []
