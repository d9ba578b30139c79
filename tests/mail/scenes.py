"""What happens to some people at two events, so that each kind of letter is owed once and sent as a file."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import time_machine
from flask import Flask
from sqlalchemy import select, update

from regapp.database import db
from regapp.models import Event, Letter, Quota, Registration
from regapp.queries.events import find_event
from regapp.services.allocation.asked import Asked
from regapp.services.registrations import own_page, personal_feeds, receipts
from regapp.services.registrations.lost_links import send_lost_links
from regapp.services.registrations.registering import register
from regapp.vocabulary import Language, LetterKind
from regapp.worker import send_due_letters

TODAY = datetime(2027, 2, 18, 9, tzinfo=UTC)
ROUND_TABLE, WEBINAR = "round-table", "webinar"
BROWSER = "the browser's own secret"

PLACES = {ROUND_TABLE: 1, WEBINAR: 2}
TIMES = {
    ROUND_TABLE: (datetime(2027, 3, 11, 17), datetime(2027, 3, 11, 19), datetime(2027, 3, 10, 17)),
    WEBINAR: (datetime(2027, 3, 16, 10), datetime(2027, 3, 17, 18), datetime(2027, 3, 16, 9)),
}
AFTER_WEBINAR_CLOSED = datetime(2027, 3, 16, 6, tzinfo=UTC)


def set_stage() -> None:
    """Give the two events dates that do not move, and so few places that they fill up quickly."""
    for slug, (start, end, closes) in TIMES.items():
        event = stored_event(slug)
        event.schedule(zone="Asia/Almaty", start=start, end=end, closes=closes)
        db.session.execute(update(Quota).where(Quota.event_id == event.id).values(capacity=PLACES[slug]))
    db.session.commit()


def stored_event(slug: str) -> Event:
    """The sample event; more than one language of it is loaded."""
    event = find_event(db.session(), slug)
    assert event is not None
    return event


def enrol(
    email: str,
    *,
    name: str = "Aigerim Bekova",
    slug: str = ROUND_TABLE,
    ticket: str = "in-person",
    language: Language = Language.ENGLISH,
    **more: Any,
) -> str:
    """Fill in the form; the token of the receipt. ``more`` are further fields of Asked."""
    asked = Asked(
        name=name,
        email=email,
        ticket=ticket,
        answers={},
        language=language,
        consent_version="1",
        consent_text="yes",
        **more,
    )
    return register(event_id=stored_event(slug).id, asked=asked, form="", browser_secret=BROWSER)


def own(email: str, slug: str = ROUND_TABLE) -> Registration:
    """The registration of that address."""
    db.session.rollback()
    return db.session.scalars(
        select(Registration).join(Event).where(Registration.email == email, Event.slug == slug)
    ).one()


def letter(kind: LetterKind, recipient: str) -> Letter:
    """The newest letter of that kind to that address."""
    db.session.rollback()
    found = db.session.scalars(
        select(Letter).where(Letter.kind == kind, Letter.recipient == recipient).order_by(Letter.id.desc())
    ).first()
    assert found is not None, f"no {kind} is owed to {recipient}"
    return found


def sent(app: Flask, kind: LetterKind, recipient: str) -> EmailMessage:
    """Send what is due, and read that letter as its file has it."""
    send_due_letters(app.extensions["settings"])
    token = letter(kind, recipient).message_token
    (path,) = (app.extensions["settings"].instance / "mail").glob(f"*-{token}.eml")
    return message_from_bytes(path.read_bytes(), policy=default)


def every_letter(app: Flask, language: Language) -> dict[str, EmailMessage]:
    """A letter of each kind in ``language``, as sent; some kinds with variants."""
    with time_machine.travel(TODAY, tick=False):
        set_stage()
        return {**_at_the_round_table(app, language), **_at_the_webinar(app, language)}


def _at_the_round_table(app: Flask, language: Language) -> dict[str, EmailMessage]:
    aigerim, bolat, christa = "aigerim@example.org", "bolat@example.org", "christa@example.org"
    enrol(aigerim, language=language)
    letters = {"confirmation": sent(app, LetterKind.CONFIRMATION, aigerim)}
    enrol(bolat, name="Bolat Serik", language=language)
    letters["waiting-list"] = sent(app, LetterKind.WAITING_LIST, bolat)
    enrol(aigerim, name="Somebody else", language=language)
    letters["already-registered"] = sent(app, LetterKind.ALREADY_REGISTERED, aigerim)
    enrol(bolat, name="Somebody else", language=language)
    letters["already-registered-waiting"] = sent(app, LetterKind.ALREADY_REGISTERED, bolat)
    own_page.cancel(token=own(aigerim).token)
    letters["cancellation"] = sent(app, LetterKind.CANCELLATION, aigerim)
    letters["place"] = sent(app, LetterKind.PLACE, bolat)
    enrol(christa, name="Christa Neumann", language=language)
    own_page.cancel(token=own(christa).token)
    letters["cancellation-waiting"] = sent(app, LetterKind.CANCELLATION, christa)
    return letters


def _at_the_webinar(app: Flask, language: Language) -> dict[str, EmailMessage]:
    dana, erlan = "dana@example.org", "erlan@example.org"
    enrol(dana, name="Dana Omarova", slug=WEBINAR, ticket="online", language=language)
    letters = {"confirmation-online": sent(app, LetterKind.CONFIRMATION, dana)}
    enrol(dana, name="Dana Omarova", ticket="online", language=language)
    send_lost_links(email=dana, language=language)
    letters["lost-links"] = sent(app, LetterKind.LOST_LINKS, dana)
    own_page.ask_for_address_change(token=own(dana, WEBINAR).token, email="dana.new@example.org")
    letters["prove-address"] = sent(app, LetterKind.PROVE_ADDRESS, "dana.new@example.org")
    receipt = enrol(erlan, name="Erlan Abenov", slug=WEBINAR, ticket="online", language=language)
    personal_feeds.send(token=own(erlan, WEBINAR).token, language=language)
    letters["personal-feed"] = sent(app, LetterKind.PERSONAL_FEED, erlan)
    # From another browser, so that the registration stays and the new address is a newcomer's.
    receipts.correct_address(token=receipt, email="late@example.org", browser_secret="other")
    letters["no-place"] = sent(app, LetterKind.NO_PLACE, "late@example.org")
    with time_machine.travel(AFTER_WEBINAR_CLOSED, tick=False):
        receipts.correct_address(token=receipt, email="later@example.org", browser_secret="other")
        letters["no-place-closed"] = sent(app, LetterKind.NO_PLACE, "later@example.org")
    return letters
