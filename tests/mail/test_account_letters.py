"""Letters about organisers' accounts: what they say, and when they are no longer true."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from regapp.database import db
from regapp.models import User
from regapp.services.accounts import passwords, profile
from regapp.vocabulary import AccountChange, Language, LetterKind, LetterState
from regapp.worker import send_due_letters
from tests.standing import *  # noqa: F403 - fixtures are found by name

from . import scenes
from .account_letters import NEW, TOKEN, expires, letters_about_accounts, name_of, set_stage, tell
from .examples import body
from .scenes import letter, sent

OWNER = "manager@fes.example"


@pytest.fixture
def stage(app: Flask) -> Iterator[int]:
    """The id of an account."""
    with time_machine.travel(scenes.TODAY, tick=False):
        yield set_stage(app)


def test_the_link_of_a_letter_leads_to_its_page(app: Flask, stage: int) -> None:
    letters = letters_about_accounts(app, Language.ENGLISH)
    for name, page in (("password-reset", "reset"), ("prove-account", "address")):
        address = f"http://localhost:8000/login/{page}/{TOKEN}"
        assert f"{address}\n" in body(letters[name], "plain")
        assert f'href="{address}"' in body(letters[name], "html")


def test_every_change_is_told_in_words_of_its_own(app: Flask, stage: int) -> None:
    letters = letters_about_accounts(app, Language.ENGLISH)
    told = {body(letters[name_of(change)], "plain").split("\n\n")[0] for change in AccountChange}
    assert len(told) == len(AccountChange)
    assert all(len(text) > 20 for text in told)


def test_they_come_from_the_service_in_the_language_of_the_account(app: Flask, stage: int) -> None:
    for message in letters_about_accounts(app, Language.RUSSIAN).values():
        assert message["From"].addresses[0].display_name == "regapp"
        assert message["Content-Language"] == "ru"
        assert message["List-Unsubscribe"] is None


def test_a_letter_to_an_address_not_yet_proved_names_nobody(app: Flask, stage: int) -> None:
    profile.ask_for_address(user_id=stage, email=NEW, token=TOKEN, expires=expires())
    message = sent(app, LetterKind.PROVE_ACCOUNT, NEW)
    for part in ("plain", "html"):
        assert "Aigerim" not in body(message, part)
        assert OWNER not in body(message, part)
    assert "Aigerim" not in str(message["To"])


@pytest.mark.parametrize("hours", [0, 1])
def test_a_letter_whose_link_has_ended_is_not_sent(app: Flask, stage: int, hours: int) -> None:
    passwords.ask_for_reset(email=OWNER, token=TOKEN, expires=expires())
    with time_machine.travel(scenes.TODAY + timedelta(hours=hours), tick=False):
        send_due_letters(app.extensions["settings"])
    state = letter(LetterKind.PASSWORD_RESET, OWNER).state
    assert state is (LetterState.DROPPED if hours else LetterState.SENT)


def test_a_deactivated_account_is_told_nothing(app: Flask, stage: int) -> None:
    tell(stage, AccountChange.PASSWORD)
    db.session.query(User).update({"active": False})
    db.session.commit()
    send_due_letters(app.extensions["settings"])
    assert letter(LetterKind.ACCOUNT_CHANGED, OWNER).state is LetterState.DROPPED
