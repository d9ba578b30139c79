"""The letter that invites somebody to work for an organisation."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from regapp.clock import now
from regapp.database import db
from regapp.models import Organisation, User
from regapp.services.accounts import members
from regapp.vocabulary import LetterKind, LetterState, Role
from regapp.worker import send_due_letters
from tests.standing import *  # noqa: F403 - fixtures are found by name

from .examples import body
from .member_letters import INVITED, invite
from .scenes import letter, sent


def state(app: Flask) -> LetterState:
    """What becomes of the letter when it is due."""
    send_due_letters(app.extensions["settings"])
    return letter(LetterKind.MEMBER_INVITATION, INVITED).state


@pytest.mark.parametrize("role", list(Role))
def test_it_says_who_invites_to_what_as_what_and_leads_there(app: Flask, role: Role) -> None:
    invitation = invite(role=role)
    message = sent(app, LetterKind.MEMBER_INVITATION, INVITED)
    for part in ("plain", "html"):
        text = " ".join(body(message, part).split())
        assert "Олжас invites you to work for Kazakh-German University" in text
        assert f"http://localhost:8000/join/{invitation.token}" in text
    assert "Reply-To" not in message


def test_each_role_is_told_in_its_own_words(app: Flask) -> None:
    texts = set()
    for role in (Role.OWNER, Role.MANAGER, Role.VIEWER):  # more letters an hour go to nobody
        invite(role=role)
        texts.add(body(sent(app, LetterKind.MEMBER_INVITATION, INVITED), "plain"))
    assert len(texts) == 3


def test_a_withdrawn_invitation_sends_no_letter(app: Flask) -> None:
    invitation = invite()
    members.withdraw(
        organisation_id=invitation.organisation_id,
        invitation_id=invitation.id,
        user_id=invitation.invited_by_id or 0,
    )
    assert state(app) is LetterState.DROPPED


def test_a_letter_that_comes_too_late_is_not_sent(app: Flask) -> None:
    invite()
    with time_machine.travel(now() + timedelta(days=15), tick=False):
        assert state(app) is LetterState.DROPPED


def test_a_name_makes_no_link(app: Flask) -> None:
    invitation = invite()
    db.session.get_one(User, invitation.invited_by_id).name = "evil.example"
    db.session.get_one(Organisation, invitation.organisation_id).name = {"en": "www.evil.example"}
    db.session.commit()
    message = sent(app, LetterKind.MEMBER_INVITATION, INVITED)
    assert "evil.example" not in message["Subject"]
    for part in ("plain", "html"):
        assert "evil.example" not in body(message, part)
