"""Mail that is neither an answer nor a returned letter goes on to the host."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from regapp.clock import now
from regapp.database import db
from regapp.mail.received import passing_on
from regapp.mail.received.reading import read
from regapp.models import Attendee, Event, Letter, ReceivedMail
from regapp.services.incoming import forwarding, receiving
from regapp.services.outgoing import outbox
from regapp.vocabulary import Language, LetterKind, LetterState
from tests import builders as b
from tests.mail.incoming import SENDER, note, reply

pytestmark = pytest.mark.usefixtures("app")

HOST = "host@dku.example"


def one_registered(**columns: object) -> int:
    event = b.small_event()
    b.change_event(event, **{"contact_email": HOST, **columns})
    b.register(event, 1)
    return event


def address(event: int) -> str:
    return f"reply+{b.registration(event, 1).first.reply_token}@localhost"


def comes(octets: bytes) -> str:
    return receiving.take(read(octets, recipient="", sender=SENDER))


def to_hosts() -> list[Letter]:
    db.session.rollback()
    return list(db.session.scalars(select(Letter).where(Letter.kind == LetterKind.FORWARDED)))


def kept() -> list[bytes | None]:
    db.session.rollback()
    return list(db.session.scalars(select(ReceivedMail.octets).order_by(ReceivedMail.id)))


def test_a_question_goes_on_to_the_host_whole() -> None:
    event = one_registered()
    octets = note(address(event))
    assert comes(octets) == forwarding.PASSED_ON
    (letter,) = to_hosts()
    mail = db.session.scalars(select(ReceivedMail)).one()
    assert (letter.recipient, letter.event_id, letter.facts) == (HOST, event, {"received": mail.id})
    assert (mail.octets, mail.event_id) == (octets, event)


def test_it_goes_to_the_organisation_where_the_event_names_nobody() -> None:
    event = one_registered(contact_email="")
    db.session.get_one(Event, event).organisation.contact_email = "office@dku.example"
    db.session.commit()
    comes(note(address(event)))
    assert [letter.recipient for letter in to_hosts()] == ["office@dku.example"]


def test_nothing_is_kept_where_the_host_has_no_address() -> None:
    event = one_registered(contact_email="")
    db.session.get_one(Event, event).organisation.contact_email = ""
    db.session.commit()
    assert comes(note(address(event))) == forwarding.NO_HOST
    assert (to_hosts(), kept()) == ([], [None])


def test_the_host_reads_the_language_of_the_event() -> None:
    event = one_registered(title={"kk": "Дөңгелек үстел", "ru": "Круглый стол"})
    comes(note(address(event)))
    assert [letter.language for letter in to_hosts()] == [Language.KAZAKH]


def test_an_out_of_office_note_to_the_envelopes_sender_goes_on_too() -> None:
    one_registered()
    (letter,) = db.session.scalars(select(Letter))
    away = note(f"reply+b.{letter.message_token}@localhost", Auto_Submitted="auto-replied", Return_Path="<>")
    assert comes(away) == forwarding.PASSED_ON


def test_an_answer_that_does_not_fit_goes_on_to_the_host() -> None:
    event = one_registered()
    assert comes(reply(address(event), "somebody-elses-entry")) == forwarding.PASSED_ON


def test_the_same_message_goes_on_once() -> None:
    event = one_registered()
    octets = note(address(event))
    comes(octets)
    assert comes(octets) == receiving.TAKEN_BEFORE
    assert len(to_hosts()) == 1


def test_mail_for_nobody_is_not_kept() -> None:
    assert comes(note("reply@localhost")) == receiving.NOBODYS
    assert kept() == [None]


def test_what_we_wrote_ourselves_is_not_sent_on() -> None:
    event = one_registered()
    assert comes(note(address(event), author=SENDER)) == receiving.LOOP
    assert (to_hosts(), kept()) == ([], [None])


def test_what_the_hosts_mailbox_answers_does_not_go_round() -> None:
    event = one_registered()
    comes(note(address(event)))
    (letter,) = to_hosts()
    away = note(f"reply+b.{letter.message_token}@localhost", author=HOST, Auto_Submitted="auto-replied")
    assert comes(away) == receiving.NOBODYS
    assert len(to_hosts()) == 1


def test_a_host_gets_so_many_in_an_hour_and_no_more() -> None:
    event = one_registered()
    for number in range(forwarding.MOST_AN_HOUR):
        assert comes(note(address(event), body=str(number))) == forwarding.PASSED_ON
    assert comes(note(address(event), body="one more")) == forwarding.TOO_MANY
    assert len(to_hosts()) == forwarding.MOST_AN_HOUR
    with time_machine.travel(now() + timedelta(hours=1, minutes=1), tick=False):
        assert comes(note(address(event), body="an hour later")) == forwarding.PASSED_ON


def test_the_limit_is_each_events_own() -> None:
    event, other = one_registered(), one_registered()
    for number in range(forwarding.MOST_AN_HOUR):
        comes(note(address(event), body=str(number)))
    assert comes(note(address(other))) == forwarding.PASSED_ON


def test_of_what_is_too_large_the_text_goes_on_and_the_letter_says_so() -> None:
    event = one_registered()
    octets = note(address(event), body="Please see the film.\r\n" + "x" * passing_on.LARGEST)
    comes(octets)
    (letter,) = to_hosts()
    assert letter.facts["shortened"] is True
    (shortened,) = kept()
    assert shortened is not None
    assert len(shortened) < 200_000


# Forgetting


def test_a_message_is_forgotten_when_it_has_gone_on() -> None:
    event = one_registered()
    comes(note(address(event)))
    assert forwarding.forget() == 0
    for claim in outbox.claim_due(most=10):
        outbox.mark_sent(claim)
    assert forwarding.forget() == 1
    assert kept() == [None]


def test_a_message_whose_letter_failed_is_kept_for_another_try() -> None:
    event = one_registered()
    comes(note(address(event)))
    for claim in outbox.claim_due(most=10):
        outbox.mark_refused(claim, reason="the mailbox is full", permanent=True)
    assert {letter.state for letter in to_hosts()} == {LetterState.FAILED}
    assert forwarding.forget() == 0


def test_after_thirty_days_it_is_forgotten_anyway() -> None:
    event = one_registered()
    comes(note(address(event)))
    with time_machine.travel(now() + forwarding.KEPT_FOR, tick=False):
        assert forwarding.forget() == 1
    assert kept() == [None]


def test_others_are_forgotten_apart() -> None:
    event = one_registered()
    comes(note(address(event), body="first"))
    (letter,) = to_hosts()
    comes(note(address(event), body="second"))
    letter.state = LetterState.SENT
    db.session.commit()
    forwarding.forget()
    assert [octets is None for octets in kept()] == [True, False]


def test_an_unreadable_message_is_noted_once_and_never_tried_again() -> None:
    octets = note("reply@localhost")
    receiving.give_up(octets)
    assert comes(octets) == receiving.TAKEN_BEFORE
    assert db.session.scalars(select(ReceivedMail.outcome)).one() == receiving.UNREADABLE


def test_an_attendee_of_another_event_is_not_named() -> None:
    event, other = one_registered(), one_registered(contact_email="other@dku.example")
    assert db.session.scalars(select(Attendee.event_id).order_by(Attendee.id)).all() == [event, other]
    comes(note(address(other)))
    assert [letter.recipient for letter in to_hosts()] == ["other@dku.example"]
