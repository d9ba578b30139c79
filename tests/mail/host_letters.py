"""What happens at an organisation's events, so that each kind of letter to its members is owed and sent."""

from email.message import EmailMessage

from flask import Flask

from regapp.database import db
from regapp.models import User
from regapp.services.accounts.hosts import add_hosts
from regapp.services.events import co_hosts
from regapp.services.registrations import own_page
from regapp.services.telling import alarms, digests
from regapp.vocabulary import Language, LetterKind, LetterState, Role
from tests import builders
from tests.organisers import member

from .places import clean_air
from .scenes import enrol, own, sent

SOCIETY = {
    "en": "Society of friends",
    "kk": "Достар қоғамы",
    "ru": "Общество друзей",
    "de": "Gesellschaft der Freunde",
}
OWNER = "owner@society.example"
BUSY, CALM = "busy", "calm"


def set_stage(app: Flask, language: Language = Language.ENGLISH) -> None:
    """An organisation of its own with an owner, and two events: one with two seats, one that stays empty."""
    add_hosts([{"slug": "society", "name": SOCIETY}], [])
    member(app, Role.OWNER, "society")
    db.session.query(User).filter_by(email=OWNER).update({"language": language})
    db.session.commit()
    approved = {"in_person": {"needs_approval": True}, "pending_holds": False}
    clean_air(BUSY, organisation="society", capacity=2)
    clean_air(CALM, organisation="society", **approved)


def somebody(number: int) -> str:
    """An address."""
    return f"p{number}@busy.example"


def fill() -> None:
    """Take the two seats; a third waits, a fourth is gone again."""
    for number in (1, 2, 3, 4):
        enrol(somebody(number), name=f"Person {number}", slug=BUSY)
    own_page.cancel(token=own(somebody(4), BUSY).token)


def lose(person: str) -> None:
    """The last letter to somebody does not arrive."""
    builders.letters(person)[-1].state = LetterState.FAILED
    db.session.commit()


def letters_to_hosts(app: Flask, language: Language) -> dict[str, EmailMessage]:
    """A letter of each kind, as sent."""
    set_stage(app, language)
    fill()
    alarms.raise_due()
    letters = {"event-full": sent(app, LetterKind.EVENT_FULL, OWNER)}
    lose(somebody(1))
    alarms.raise_due()
    letters["letters-fail"] = sent(app, LetterKind.LETTERS_FAIL, OWNER)
    enrol("asks@calm.example", slug=CALM)
    digests.make_due()
    letters["digest"] = sent(app, LetterKind.DIGEST, OWNER)
    co_hosts.add_host(event_id=clean_air("joint"), organisation="society", user_id=None)
    letters["named-as-host"] = sent(app, LetterKind.NAMED_AS_HOST, OWNER)
    return letters
