"""A form that makes something makes it once, also when it comes twice at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from regapp.clock import now
from regapp.database import db
from regapp.errors import NotFound
from regapp.models import Event, SentForm
from regapp.services import sent_forms
from regapp.services.events import starting
from tests import builders as b

CROWD = 4


def events() -> int:
    db.session.rollback()
    return db.session.scalars(select(func.count()).select_from(Event)).one()


def start(digest: str = "a") -> str:
    return sent_forms.once(digest, starting.start, b.draft("any"), called="Sent twice", user_id=None)


def test_the_second_time_it_does_nothing_and_answers_the_same(app: Flask):
    before = events()
    assert start() == start() == "sent-twice"
    assert events() == before + 1


def test_another_form_makes_another(app: Flask):
    assert [start("a"), start("b")] == ["sent-twice", "sent-twice-2"]


def test_of_many_at_once_one_makes_it_and_all_get_its_answer(app: Flask):
    before, gate = events(), Barrier(CROWD)

    def send(_number: int) -> str:
        with app.app_context():
            gate.wait(timeout=10)
            return start()

    with ThreadPoolExecutor(CROWD) as crowd:
        assert set(crowd.map(send, range(CROWD))) == {"sent-twice"}
    assert events() == before + 1


def test_what_failed_counts_as_not_sent(app: Flask):
    wrong = b.draft("any", organisation="nobody")
    with pytest.raises(NotFound):
        sent_forms.once("a", starting.start, wrong, called="Sent twice", user_id=None)
    assert start() == "sent-twice"


def test_old_ones_are_forgotten_and_others_are_kept(app: Flask):
    start("old")
    with time_machine.travel(now() + sent_forms.KEPT + timedelta(minutes=1)):
        start("new")
        sent_forms.forget_old()
    db.session.rollback()
    assert db.session.scalars(select(SentForm.digest)).all() == ["new"]
