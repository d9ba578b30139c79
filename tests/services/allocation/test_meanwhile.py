"""What another transaction does between two statements of a use case.

On PostgreSQL alone: on SQLite a use case has the whole database to itself from its first statement on.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from flask import current_app
from sqlalchemy import event as hooks
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from regapp.database import db
from regapp.errors import NotFound, Over
from regapp.models import AddressChange, Event
from regapp.services.registrations import own_page, receipts
from regapp.vocabulary import EventStatus, LetterKind
from tests import builders as b

pytestmark = [
    pytest.mark.usefixtures("app"),
    pytest.mark.parametrize("reset_database", ["postgresql"], indirect=True),
]

FIRST, SECOND = "p1@example.org", "p2@example.org"
TAKES_THE_LINE, LOCKS_A_REGISTRATION = "UPDATE line", "FOR NO KEY UPDATE"


@contextmanager
def just_before(statement: str, work: Callable[[], object]) -> Iterator[None]:
    """Have ``work`` done by somebody else, once, just before the first statement that contains this."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    done: list[str] = []

    def elsewhere() -> None:
        with app.app_context():
            work()
            db.session.remove()

    def hook(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
        if statement in sql and not done:
            done.append(sql)
            other = Thread(target=elsewhere)
            other.start()
            other.join()

    hooks.listen(db.engine, "before_cursor_execute", hook)
    try:
        yield
    finally:
        hooks.remove(db.engine, "before_cursor_execute", hook)
    assert done, f"no statement contained {statement!r}"


def asked_to_move(event: int) -> tuple[str, str]:
    """The own page's token of the first person, and the proof of their change to the second address."""
    token = b.own_token(event, 1)
    own_page.ask_for_address_change(token=token, email=SECOND)
    return token, db.session.scalars(select(AddressChange.token)).one()


def test_an_event_cancelled_while_somebody_waits_for_the_line_takes_them_no_more() -> None:
    event = b.small_event()

    def cancel_the_event() -> None:
        with Session(db.engine) as session, session.begin():
            session.execute(update(Event).where(Event.id == event).values(status=EventStatus.CANCELLED))

    with just_before(TAKES_THE_LINE, cancel_the_event), pytest.raises(Over):
        b.register(event, 1)


def test_an_owner_who_leaves_while_the_new_address_is_proved_gets_no_ticket() -> None:
    event = b.small_event()
    b.register(event, 1)
    token, proof = asked_to_move(event)
    with just_before(TAKES_THE_LINE, lambda: own_page.cancel(token=token)):
        own_page.prove_address(token=proof)
    assert b.cancelled(event) == [SECOND]
    assert LetterKind.CONFIRMATION not in b.kinds(SECOND)


def test_a_page_that_has_gone_while_its_owner_waits_for_the_line_does_nothing() -> None:
    event = b.small_event()
    b.register(event, 1)
    token, proof = asked_to_move(event)
    with (
        just_before(TAKES_THE_LINE, lambda: own_page.prove_address(token=proof)),
        pytest.raises(NotFound),
    ):
        own_page.cancel(token=token)
    assert b.seated(event) == [SECOND]


def test_an_address_left_by_its_owner_in_this_moment_is_a_newcomers() -> None:
    event = b.small_event()
    b.register(event, 1)
    _, proof = asked_to_move(event)
    with just_before(LOCKS_A_REGISTRATION, lambda: own_page.prove_address(token=proof)):
        b.register(event, 1, ticket="online")
    assert b.seated(event) == [SECOND]
    assert b.seated(event, "online") == [FIRST]


def test_an_address_registered_in_this_moment_is_not_moved_to() -> None:
    event = b.small_event()
    receipt = b.register(event, 1)
    with just_before("UPDATE registration", lambda: b.register(event, 2, ticket="online")):
        receipts.correct_address(token=receipt, email=SECOND, browser_secret=b.BROWSER)
    assert b.cancelled(event) == [FIRST]
    assert b.seated(event, "online") == [SECOND]
    assert b.findings() == []


def test_a_letter_sent_again_does_not_follow_its_owner_to_the_old_address() -> None:
    event = b.small_event()
    receipt = b.register(event, 1)
    _, proof = asked_to_move(event)

    def move() -> None:
        own_page.prove_address(token=proof)

    before = len(b.kinds(FIRST))
    with just_before("registration.email_key = ", move):
        receipts.send_again(token=receipt)
    assert len(b.kinds(FIRST)) == before
