"""The entries that letters carry: whose they are, where they lead, and their numbers (RFC 5546 2.1.4).

The number of an entry is the event's plus the registration's. The registration's begins at 0 and rises by
one with each change of a confirmed place: when one is gained after the first letter, exchanged or given up.
Waiting, asking, being offered something and proving an address change no number.
"""

from collections.abc import Callable, Iterator
from email.message import EmailMessage

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar, Event

from regapp.services.allocation.asked import Companion
from regapp.services.registrations import by_hand, deciding, own_page, own_place, people
from regapp.vocabulary import LetterKind, Together
from tests.mail import scenes
from tests.mail.places import JOIN, attendee_ids, clean_air, later
from tests.mail.scenes import enrol, own, sent

from .readers import Libical, Reader

SLUG = "clean-air"
FIRST, A, B = "first@example.org", "a@example.org", "b@example.org"
ROOM = "Kazakh-German University, 111/113 Pushkin Street, Almaty"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(scenes.TODAY, tick=False):
        yield


def files(message: EmailMessage) -> list[bytes]:
    parts = (part for part in message.walk() if part.get_content_type() == "text/calendar")
    return [part.get_payload(decode=True) for part in parts]  # type: ignore[misc]


def told(message: EmailMessage) -> tuple[str, Event]:
    """The method and the entry of the one calendar in a letter."""
    (file,) = files(message)
    calendar = Calendar.from_ical(file)
    (event,) = calendar.events
    return str(calendar["METHOD"]), event


def number(message: EmailMessage) -> int:
    return int(told(message)[1]["SEQUENCE"])


def hybrid() -> int:
    """A holds a place online and waits for the only one in the room; the event's id."""
    event = clean_air(SLUG)
    enrol(FIRST, slug=SLUG)
    enrol(A, slug=SLUG, meanwhile="online")
    return event


def change_ticket(email: str, ticket: str) -> None:
    registration = own(email, SLUG)
    own_place.change_ticket(token=registration.token, code=registration.first.code, ticket=ticket)


def test_who_moves_up_from_online_is_led_to_the_room(app: Flask, reader: Reader) -> None:
    hybrid()
    before = sent(app, LetterKind.CONFIRMATION, A)
    own_page.cancel(token=own(FIRST, SLUG).token)
    after = sent(app, LetterKind.PLACE, A)
    (online,), (room,) = reader(files(before)[0]), reader(files(after)[0])
    assert (online.location, room.location) == (JOIN, ROOM)
    assert online.uid == room.uid
    assert [told(one)[0] for one in (before, after)] == ["REQUEST", "REQUEST"]
    assert number(after) > number(before)
    assert JOIN.encode() not in files(after)[0].replace(b"\r\n ", b"")


def test_who_changes_to_online_is_led_to_the_meeting(app: Flask, reader: Reader) -> None:
    clean_air(SLUG)
    enrol(A, slug=SLUG)
    before = sent(app, LetterKind.CONFIRMATION, A)
    change_ticket(A, "online")
    after = sent(app, LetterKind.CHANGED, A)
    assert [entry.location for entry in reader(files(after)[0])] == [JOIN]
    assert told(after)[0] == "REQUEST"
    assert number(after) > number(before)


def test_a_host_who_cancels_takes_the_entry_back(app: Flask, reader: Reader, libical: Libical) -> None:
    event = clean_air(SLUG)
    enrol(A, slug=SLUG, ticket="online")
    before = sent(app, LetterKind.CONFIRMATION, A)
    by_hand.cancel(event_id=event, attendee_ids=attendee_ids(A, SLUG), user_id=None)
    after = sent(app, LetterKind.CANCELLATION, A)
    assert told(after)[0] == "CANCEL"
    assert number(after) > number(before)
    assert [one.uid for one in reader(files(after)[0])] == [one.uid for one in reader(files(before)[0])]
    assert JOIN.encode() not in files(after)[0].replace(b"\r\n ", b"")
    assert libical.complaints(files(after)[0]) == []


def test_a_companion_has_an_entry_of_their_own(app: Flask) -> None:
    event = clean_air(SLUG, capacity=5, most_people=5)
    enrol(A, slug=SLUG, companions=(Companion("Bolat Serik", B),))
    _, contacts = told(sent(app, LetterKind.CONFIRMATION, A))
    method, entry = told(sent(app, LetterKind.TICKET, B))
    assert method == "REQUEST"
    assert entry["UID"] == contacts["UID"]
    assert (str(entry["ATTENDEE"]), entry["ATTENDEE"].params["CN"]) == (f"mailto:{B}", "Bolat Serik")
    assert str(contacts["ATTENDEE"]) == f"mailto:{A}"
    by_hand.cancel(event_id=event, attendee_ids=attendee_ids(A, SLUG)[1:], user_id=None)
    method, ended = told(sent(app, LetterKind.TICKET_ENDED, B))
    assert method == "CANCEL"
    assert str(ended["ATTENDEE"]) == f"mailto:{B}"
    assert ended["SEQUENCE"] > entry["SEQUENCE"]


def test_a_companions_entry_is_about_their_own_ticket(app: Flask) -> None:
    event = clean_air(SLUG, capacity=5, most_people=5)
    enrol(A, slug=SLUG, companions=(Companion("Bolat Serik", B),))
    attendee_id = attendee_ids(A, SLUG)[1]
    by_hand.move(event_id=event, attendee_id=attendee_id, ticket="online", user_id=None)
    with later(minutes=2):  # a host's edit waits for the next one
        assert str(told(sent(app, LetterKind.TICKET, B))[1]["LOCATION"]) == JOIN
        assert str(told(sent(app, LetterKind.CHANGED, A))[1]["LOCATION"]) == ROOM


def test_the_entry_stays_while_one_of_them_has_a_place(app: Flask) -> None:
    clean_air(SLUG, capacity=5, most_people=5)
    enrol(A, slug=SLUG, companions=(Companion("Bolat Serik"),))
    registration = own(A, SLUG)
    people.take_out(token=registration.token, code=registration.first.code)
    assert told(sent(app, LetterKind.CHANGED, A))[0] == "REQUEST"


def test_the_entry_goes_with_the_last_place_though_somebody_still_waits(app: Flask) -> None:
    clean_air(SLUG, most_people=5, offer_minutes=60)
    enrol(A, slug=SLUG, companions=(Companion("Bolat Serik"),), together=Together.FIT)
    registration = own(A, SLUG)
    people.take_out(token=registration.token, code=registration.first.code)
    assert told(sent(app, LetterKind.CHANGED, A))[0] == "CANCEL"


def test_an_entry_is_not_taken_back_from_who_has_a_place_again(app: Flask) -> None:
    event = clean_air(SLUG)
    enrol(A, slug=SLUG)
    ids = attendee_ids(A, SLUG)
    by_hand.cancel(event_id=event, attendee_ids=ids, user_id=None)
    by_hand.restore(event_id=event, attendee_ids=ids, user_id=None)
    message = sent(app, LetterKind.CONFIRMATION, A)
    assert told(message)[0] == "REQUEST"
    assert scenes.letter(LetterKind.CANCELLATION, A).state == "dropped"


def test_whoever_joins_online_before_the_address_is_known_is_led_nowhere(app: Flask) -> None:
    clean_air(SLUG)
    scenes.stored_event(SLUG).join_address = ""
    scenes.db.session.commit()
    enrol(A, slug=SLUG, ticket="online")
    _, entry = told(sent(app, LetterKind.CONFIRMATION, A))
    assert "LOCATION" not in entry
    assert "GEO" not in entry


def _waiting() -> tuple[LetterKind, str]:
    clean_air(SLUG)
    enrol(FIRST, slug=SLUG)
    enrol(A, slug=SLUG)
    return LetterKind.WAITING_LIST, A


def _offered() -> tuple[LetterKind, str]:
    clean_air(SLUG, offer_minutes=60)
    enrol(FIRST, slug=SLUG)
    enrol(A, slug=SLUG, meanwhile="online")
    own_page.cancel(token=own(FIRST, SLUG).token)
    return LetterKind.OFFER, A


def _undecided() -> tuple[LetterKind, str]:
    clean_air(SLUG, in_person={"needs_approval": True})
    enrol(A, slug=SLUG)
    return LetterKind.PENDING, A


def _rejected() -> tuple[LetterKind, str]:
    event = clean_air(SLUG, in_person={"needs_approval": True})
    enrol(A, slug=SLUG)
    deciding.reject(event_id=event, attendee_ids=attendee_ids(A, SLUG), user_id=None)
    return LetterKind.REJECTION, A


def _unproved() -> tuple[LetterKind, str]:
    clean_air(SLUG, proof_minutes=60)
    enrol(A, slug=SLUG)
    return LetterKind.PROVE_REGISTRATION, A


@pytest.mark.parametrize("stand", [_waiting, _offered, _undecided, _rejected, _unproved])
def test_what_is_no_place_enters_no_calendar(app: Flask, stand: Callable[[], tuple[LetterKind, str]]) -> None:
    kind, recipient = stand()
    assert files(sent(app, kind, recipient)) == []


def test_the_number_rises_with_each_change_of_a_place(app: Flask) -> None:
    clean_air(SLUG)
    enrol(A, slug=SLUG)
    numbers = [number(sent(app, LetterKind.CONFIRMATION, A))]
    change_ticket(A, "online")
    numbers.append(number(sent(app, LetterKind.CHANGED, A)))
    token = own(A, SLUG).token
    own_page.cancel(token=token)
    numbers.append(number(sent(app, LetterKind.CANCELLATION, A)))
    own_page.restore(token=token)
    numbers.append(number(sent(app, LetterKind.CONFIRMATION, A)))
    assert numbers == [0, 1, 2, 3]


def test_the_number_is_the_same_for_what_leaves_the_place_as_it_is(app: Flask) -> None:
    hybrid()
    first = number(sent(app, LetterKind.CONFIRMATION, A))
    registration = own(A, SLUG)
    own_place.leave_line(token=registration.token, code=registration.first.code)
    own_page.change_details(
        token=registration.token, name="A. Bekova", answers={}, language=registration.language
    )
    assert own(A, SLUG).calendar_revision == first == 0
    assert files(sent(app, LetterKind.CHANGED, A)) == []


def test_the_number_counts_the_events_own_changes_too(app: Flask) -> None:
    clean_air(SLUG)
    scenes.stored_event(SLUG).sequence = 4
    scenes.db.session.commit()
    enrol(A, slug=SLUG)
    assert number(sent(app, LetterKind.CONFIRMATION, A)) == 4
