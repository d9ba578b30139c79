"""Letters whose reason is gone by the time they are sent, and letters that keep theirs."""

from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
import time_machine
from flask import Flask

from regapp.services.allocation import invitations
from regapp.services.allocation.asked import Companion
from regapp.services.registrations import by_hand, deciding, lapsing, own_page, own_place, people
from regapp.vocabulary import Language, LetterKind, LetterState
from regapp.worker import send_due_letters
from tests import builders

from . import scenes
from .examples import body
from .places import attendee_ids, clean_air, later
from .scenes import enrol, letter, own, sent

pytestmark = pytest.mark.usefixtures("today")

SLUG = "clean-air"
FIRST, A, B = "first@example.org", "a@example.org", "b@example.org"


def state_after_sending(app: Flask, kind: LetterKind, recipient: str) -> LetterState:
    send_due_letters(app.extensions["settings"])
    return letter(kind, recipient).state


def all_sent(app: Flask, kind: LetterKind, recipient: str) -> list[EmailMessage]:
    """Send what is due, and read all letters of that kind, oldest first."""
    send_due_letters(app.extensions["settings"])
    folder = app.extensions["settings"].instance / "mail"
    found = [path for one in builders.letters(recipient) if one.kind is kind
             for path in folder.glob(f"*-{one.message_token}.eml")]  # fmt: skip
    return [message_from_bytes(path.read_bytes(), policy=default) for path in found]


def calendars(message: EmailMessage) -> list[str | None]:
    """The method of each calendar that goes with a letter."""
    parts = (part for part in message.walk() if part.get_content_type() == "text/calendar")
    return [part.get_param("method") for part in parts]  # type: ignore[misc]


def offered(*, meanwhile: str = "") -> int:
    """The only place in the room is offered to A; the event's id."""
    event = clean_air(SLUG, offer_minutes=60)
    enrol(FIRST, slug=SLUG)
    enrol(A, slug=SLUG, meanwhile=meanwhile)
    own_page.cancel(token=own(FIRST, SLUG).token)
    return event


def undecided() -> int:
    """A asks for a place in the room; the event's id."""
    event = clean_air(SLUG, in_person={"needs_approval": True})
    enrol(A, slug=SLUG)
    return event


def with_companion() -> int:
    """A comes to the room with B; the event's id."""
    event = clean_air(SLUG, capacity=5, most_people=5)
    enrol(A, slug=SLUG, companions=(Companion("Bolat Serik", B),))
    return event


def test_an_offer_that_was_accepted_is_not_sent(app: Flask) -> None:
    offered()
    own_place.accept(token=own(A, SLUG).token)
    assert state_after_sending(app, LetterKind.OFFER, A) is LetterState.DROPPED
    assert letter(LetterKind.PLACE, A).state is LetterState.SENT


def test_an_offer_whose_time_is_over_is_not_sent_even_before_it_is_passed_on(app: Flask) -> None:
    offered()
    with later(minutes=60):
        assert state_after_sending(app, LetterKind.OFFER, A) is LetterState.DROPPED


def test_an_offer_that_lapsed_is_told_until_there_is_a_new_one(app: Flask) -> None:
    offered()
    with later(minutes=61):
        lapsing.lapse_due()
        enrol(A, slug=SLUG)
        assert state_after_sending(app, LetterKind.OFFER_LAPSED, A) is LetterState.DROPPED


def test_an_offer_that_lapsed_is_told_to_who_waits_again(app: Flask) -> None:
    offered(meanwhile="online")
    enrol(B, slug=SLUG)
    with later(minutes=61):
        lapsing.lapse_due()
        own_place.change_ticket(token=own(A, SLUG).token, code=own(A, SLUG).first.code, ticket="in-person")
        assert state_after_sending(app, LetterKind.OFFER_LAPSED, A) is LetterState.SENT


def test_an_offer_that_lapsed_is_not_told_to_who_got_the_place_by_hand(app: Flask) -> None:
    event = offered(meanwhile="online")
    with later(minutes=61):
        lapsing.lapse_due()
        (attendee_id,) = attendee_ids(A, SLUG)
        by_hand.move(event_id=event, attendee_id=attendee_id, ticket="in-person", user_id=None)
        assert state_after_sending(app, LetterKind.OFFER_LAPSED, A) is LetterState.DROPPED


@pytest.mark.parametrize("decide", [deciding.approve, deciding.reject])
def test_nobody_is_told_that_the_host_decides_once_he_has(app: Flask, decide: type) -> None:
    event = undecided()
    decide(event_id=event, attendee_ids=attendee_ids(A, SLUG), user_id=None)
    assert state_after_sending(app, LetterKind.PENDING, A) is LetterState.DROPPED


def test_a_rejection_is_not_sent_to_who_was_brought_back(app: Flask) -> None:
    event = undecided()
    ids = attendee_ids(A, SLUG)
    deciding.reject(event_id=event, attendee_ids=ids, user_id=None)
    by_hand.restore(event_id=event, attendee_ids=ids, user_id=None)
    assert state_after_sending(app, LetterKind.REJECTION, A) is LetterState.DROPPED
    assert letter(LetterKind.CONFIRMATION, A).state is LetterState.SENT


def test_a_rejection_tells_who_keeps_a_place_online_what_they_keep(app: Flask) -> None:
    event = clean_air(SLUG, in_person={"needs_approval": True})
    enrol(A, slug=SLUG, ticket="online")
    own_place.change_ticket(token=own(A, SLUG).token, code=own(A, SLUG).first.code, ticket="in-person")
    deciding.reject(event_id=event, attendee_ids=attendee_ids(A, SLUG), user_id=None)
    assert sent(app, LetterKind.REJECTION, A)["Subject"] == "The place you asked for: Clean air for Almaty"


def test_a_rejection_of_one_of_several_says_whose_it_is(app: Flask) -> None:
    event = clean_air(SLUG, capacity=5, most_people=5, in_person={"needs_approval": True})
    enrol(A, slug=SLUG, companions=(Companion("Bolat Serik"),))
    deciding.reject(event_id=event, attendee_ids=attendee_ids(A, SLUG)[1:], user_id=None)
    message = sent(app, LetterKind.REJECTION, A)
    assert "NOT ADMITTED\nBolat Serik\n" in body(message, "plain")
    assert "TICKET\nIn the room, Aigerim Bekova\nAwaiting approval\n" in body(message, "plain")


def test_nobody_is_asked_for_a_proof_that_was_given(app: Flask) -> None:
    clean_air(SLUG, proof_minutes=120)
    enrol(A, slug=SLUG)
    own_page.prove(token=own(A, SLUG).token)
    assert state_after_sending(app, LetterKind.PROVE_REGISTRATION, A) is LetterState.DROPPED
    assert letter(LetterKind.CONFIRMATION, A).state is LetterState.SENT


def test_nobody_is_asked_for_a_proof_that_comes_too_late(app: Flask) -> None:
    clean_air(SLUG, proof_minutes=120)
    enrol(A, slug=SLUG)
    with later(minutes=120):
        assert state_after_sending(app, LetterKind.PROVE_REGISTRATION, A) is LetterState.DROPPED


def test_a_known_address_is_told_so_before_it_is_proved(app: Flask) -> None:
    clean_air(SLUG, proof_minutes=120)
    enrol(A, slug=SLUG)
    enrol(A, slug=SLUG)
    message = sent(app, LetterKind.ALREADY_REGISTERED, A)
    assert message["Subject"] == "We have your registration already: Clean air for Almaty"


def test_a_change_is_told_while_anybody_has_anything(app: Flask) -> None:
    event = with_companion()
    by_hand.cancel(event_id=event, attendee_ids=attendee_ids(A, SLUG)[:1], user_id=None)
    with later(minutes=1):  # by then the host has had time for a second thought
        assert state_after_sending(app, LetterKind.CHANGED, A) is LetterState.SENT
    by_hand.cancel(event_id=event, attendee_ids=attendee_ids(A, SLUG)[1:], user_id=None)
    assert state_after_sending(app, LetterKind.CANCELLATION, A) is LetterState.SENT


def test_who_waits_again_still_loses_the_entry_of_the_place_given_back(app: Flask) -> None:
    clean_air(SLUG)
    enrol(A, slug=SLUG)
    sent(app, LetterKind.CONFIRMATION, A)
    enrol(B, slug=SLUG)
    own_page.cancel(token=own(A, SLUG).token)  # and no worker runs
    own_page.restore(token=own(A, SLUG).token)
    assert calendars(sent(app, LetterKind.CANCELLATION, A)) == ["CANCEL"]


def test_who_leaves_the_line_still_loses_the_entry_of_the_place_given_back(app: Flask) -> None:
    clean_air(SLUG)
    enrol(A, slug=SLUG)
    sent(app, LetterKind.CONFIRMATION, A)
    enrol(B, slug=SLUG)
    for step in (own_page.cancel, own_page.restore, own_page.cancel):  # and no worker runs
        step(token=own(A, SLUG).token)
    first, second = all_sent(app, LetterKind.CANCELLATION, A)
    assert (calendars(first), calendars(second)) == (["CANCEL"], [])


def test_a_companion_loses_the_entry_though_everybody_leaves_after_them(app: Flask) -> None:
    with_companion()
    sent(app, LetterKind.TICKET, B)
    registration = own(A, SLUG)
    people.take_out(token=registration.token, code=registration.attendees[1].code)
    own_page.cancel(token=own(A, SLUG).token)
    assert calendars(sent(app, LetterKind.TICKET_ENDED, B)) == ["CANCEL"]


def test_who_came_back_and_left_again_is_told_once(app: Flask) -> None:
    clean_air(SLUG)
    enrol(A, slug=SLUG)
    sent(app, LetterKind.CONFIRMATION, A)
    for step in (own_page.cancel, own_page.restore, own_page.cancel):
        step(token=own(A, SLUG).token)
    assert len(all_sent(app, LetterKind.CANCELLATION, A)) == 1


def test_a_companion_who_left_before_the_letter_gets_no_ticket(app: Flask) -> None:
    with_companion()
    registration = own(A, SLUG)
    people.take_out(token=registration.token, code=registration.attendees[1].code)
    assert state_after_sending(app, LetterKind.TICKET, B) is LetterState.DROPPED


def test_a_companion_who_came_back_is_not_told_of_the_end(app: Flask) -> None:
    event = with_companion()
    send_due_letters(app.extensions["settings"])
    ids = attendee_ids(A, SLUG)[1:]
    by_hand.cancel(event_id=event, attendee_ids=ids, user_id=None)
    by_hand.restore(event_id=event, attendee_ids=ids, user_id=None)
    assert state_after_sending(app, LetterKind.TICKET_ENDED, B) is LetterState.DROPPED


def test_a_ticket_never_goes_to_an_address_that_was_corrected(app: Flask) -> None:
    with_companion()
    registration = own(A, SLUG)
    code = registration.attendees[1].code
    people.rename(token=registration.token, code=code, name="Bolat Serik", email="b2@example.org")
    assert state_after_sending(app, LetterKind.TICKET, "b2@example.org") is LetterState.SENT
    assert [one.state for one in _letters(LetterKind.TICKET, B)] == [LetterState.DROPPED]


def test_a_companion_in_whose_stead_another_comes_still_hears_of_the_end(app: Flask) -> None:
    with_companion()
    send_due_letters(app.extensions["settings"])
    own_page.cancel(token=own(A, SLUG).token)
    enrol(A, slug=SLUG, companions=(Companion("Christa Neumann", "christa@example.org"),))
    told = sent(app, LetterKind.TICKET_ENDED, B).as_string()
    assert "Good day," in told
    assert "Christa" not in told


def test_an_invitation_that_was_withdrawn_is_not_sent(app: Flask) -> None:
    event = _invited()
    invitations.withdraw(event_id=event, invitation_id=_invitation_id(), user_id=None)
    assert state_after_sending(app, LetterKind.INVITATION, A) is LetterState.DROPPED


def test_an_invitation_after_the_form_has_closed_is_not_sent(app: Flask) -> None:
    _invited()
    with time_machine.travel(scenes.stored_event(SLUG).closes_at + timedelta(seconds=1), tick=False):
        assert state_after_sending(app, LetterKind.INVITATION, A) is LetterState.DROPPED


def _invited() -> int:
    event = clean_air(SLUG, in_person={"needs_code": True})
    invitations.invite_addresses(
        event_id=event, ticket="in-person", addresses=[A], language=Language.ENGLISH, user_id=None
    )
    return event


def _invitation_id() -> int:
    return int(letter(LetterKind.INVITATION, A).facts["invitation"])


def _letters(kind: LetterKind, recipient: str) -> list:
    return [one for one in builders.letters(recipient) if one.kind is kind]
