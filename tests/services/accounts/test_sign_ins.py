"""Signing in, being seen, and signing out, as the database knows it."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from regapp.clock import now
from regapp.database import db
from regapp.errors import NotFound
from regapp.models import SignIn
from regapp.queries.accounts import SESSION_LIVES, find_session, open_sessions, sign_in_history
from regapp.services.accounts import sign_ins
from regapp.services.accounts.sign_ins import KEPT, SEEN_EVERY, Place, digest
from regapp.vocabulary import SignInMethod
from tests.builders import rows
from tests.services.accounts.people import account_of

HERE = Place("Firefox, Linux", "203.0.113.9")


def begin(user_id: int) -> str:
    return sign_ins.begin(user_id=user_id, method=SignInMethod.PASSWORD, place=HERE)


def signed_in(token: str) -> bool:
    db.session.rollback()
    return find_session(db.session(), digest(token), now()) is not None


def sign_in_id(token: str) -> int:
    db.session.rollback()
    return db.session.query(SignIn).filter_by(token_digest=digest(token)).one().id


def test_a_token_is_known_until_its_sign_in_ends(app: Flask) -> None:
    token = begin(account_of(app))
    assert signed_in(token)
    sign_ins.end(token=token)
    assert not signed_in(token)


def test_the_token_itself_is_not_kept(app: Flask) -> None:
    token = begin(account_of(app))
    assert all(token not in str(row) for row in rows(SignIn))


def test_to_end_it_twice_keeps_when_it_ended(app: Flask, clock: time_machine.Traveller) -> None:
    token = begin(account_of(app))
    sign_ins.end(token=token)
    ended = rows(SignIn)[0]["ended_at"]
    clock.shift(timedelta(hours=1))
    sign_ins.end(token=token)
    assert rows(SignIn)[0]["ended_at"] == ended


def test_all_others_end_and_this_one_stays(app: Flask) -> None:
    user_id = account_of(app)
    stranger = begin(account_of(app, "fes"))
    mine, others = begin(user_id), [begin(user_id), begin(user_id)]
    sign_ins.end_others(user_id=user_id, token=mine)
    assert signed_in(mine)
    assert signed_in(stranger)
    assert not any(map(signed_in, others))


def test_nobody_ends_the_sign_in_of_another_account(app: Flask) -> None:
    token = begin(account_of(app))
    with pytest.raises(NotFound):
        sign_ins.end_one(user_id=account_of(app, "fes"), sign_in_id=sign_in_id(token))
    assert signed_in(token)


def test_an_unused_sign_in_ends_by_itself(app: Flask, clock: time_machine.Traveller) -> None:
    user_id = account_of(app)
    token = begin(user_id)
    clock.shift(SESSION_LIVES - timedelta(minutes=1))
    assert signed_in(token)
    clock.shift(timedelta(minutes=1))
    assert not signed_in(token)
    assert not open_sessions(db.session(), user_id, now())


def test_a_used_one_goes_on(app: Flask, clock: time_machine.Traveller) -> None:
    token = begin(account_of(app))
    seen_at = now()
    clock.shift(SESSION_LIVES - timedelta(minutes=1))
    sign_ins.note_seen(sign_in_id(token), seen_at, now())
    clock.shift(timedelta(days=1))
    assert signed_in(token)


def test_it_is_noted_every_five_minutes_at_most(app: Flask, clock: time_machine.Traveller) -> None:
    token, began = begin(account_of(app)), now()
    number = sign_in_id(token)
    clock.shift(SEEN_EVERY - timedelta(seconds=1))
    sign_ins.note_seen(number, began, now())
    assert rows(SignIn)[0]["seen_at"] == began
    clock.shift(timedelta(seconds=1))
    sign_ins.note_seen(number, began, now())
    assert rows(SignIn)[0]["seen_at"] == now()


def test_a_try_in_vain_is_kept_and_signs_nobody_in(app: Flask) -> None:
    user_id = account_of(app)
    sign_ins.note_failure(email="manager@dku.example", method=SignInMethod.PASSWORD, place=HERE)
    (tried,) = sign_in_history(db.session(), user_id)
    assert (tried.succeeded, tried.browser, tried.network_address) == (False, *vars_of(HERE))
    assert not open_sessions(db.session(), user_id, now())


def test_of_an_unknown_address_nothing_is_kept(app: Flask) -> None:
    begin(account_of(app))
    before = rows(SignIn)
    sign_ins.note_failure(email="nobody@example.org", method=SignInMethod.PASSWORD, place=HERE)
    sign_ins.note_failure(email="", method=SignInMethod.PASSWORD, place=HERE)
    assert rows(SignIn) == before


def test_what_a_browser_says_is_kept_to_a_length(app: Flask) -> None:
    sign_ins.begin(user_id=account_of(app), method=SignInMethod.PASSWORD, place=Place("x" * 999, "y" * 999))
    assert [len(rows(SignIn)[0][name]) for name in ("browser", "network_address")] == [100, 45]


def test_they_are_forgotten_after_half_a_year(app: Flask, clock: time_machine.Traveller) -> None:
    user_id = account_of(app)
    begin(user_id)
    clock.shift(KEPT - timedelta(minutes=1))
    fresh = begin(user_id)
    sign_ins.forget_old()
    assert len(rows(SignIn)) == 2
    clock.shift(timedelta(minutes=2))
    sign_ins.forget_old()
    assert len(rows(SignIn)) == 1
    assert signed_in(fresh)


def vars_of(place: Place) -> tuple[str, str]:
    return place.browser, place.network_address
