"""Authenticators, passkeys and recovery codes, as the database knows them."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import time_machine
from flask import Flask

from regapp.database import db
from regapp.errors import NotFound, NotPossible
from regapp.queries.accounts import has_second_factor, lacks_second_factor, passkeys_of
from regapp.services.accounts import second_factors, sign_ins
from regapp.services.accounts.second_factors import IN, MOST_WRONG_CODES, NewPasskey
from regapp.services.accounts.sign_ins import Place
from regapp.vocabulary import SignInMethod
from tests.services.accounts.people import account, account_of, noted, told

OWNER = "manager@dku.example"
PASSKEY = NewPasskey(b"one", b"key", 0, ["usb"], backed_up=False, device_type="single_device", alone=False)


def set_up(app: Flask) -> int:
    user_id = account_of(app)
    second_factors.set_authenticator(user_id=user_id, secret="secret", counter=7)
    return user_id


def try_code(user_id: int) -> int | None:
    return second_factors.begin_try(
        user_id=user_id, method=SignInMethod.AUTHENTICATOR, place=Place("Firefox", "203.0.113.7")
    )


def test_an_authenticator_is_asked_for_and_the_owner_is_told(app: Flask) -> None:
    user_id = set_up(app)
    assert has_second_factor(db.session(), account(user_id))
    assert told(OWNER) == ["authenticator-added"]
    assert noted(user_id) == ["authenticator_added"]


def test_there_is_one_authenticator_at_a_time(app: Flask) -> None:
    user_id = set_up(app)
    with pytest.raises(NotPossible):
        second_factors.set_authenticator(user_id=user_id, secret="other", counter=8)
    assert account(user_id).tf_totp_secret == "secret"


def test_no_code_is_taken_twice_nor_an_older_one(app: Flask) -> None:
    user_id = set_up(app)
    taken = [second_factors.use_counter(user_id=user_id, counter=counter) for counter in (7, 8, 8, 6, 9)]
    assert taken == [False, True, False, False, True]


def test_of_many_who_send_a_code_at_once_one_gets_in(app: Flask) -> None:
    user_id = set_up(app)

    def use(_number: int) -> bool:
        with app.app_context():
            return second_factors.use_counter(user_id=user_id, counter=8)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(8))) == 1


def test_with_the_last_factor_the_recovery_codes_go(app: Flask) -> None:
    user_id = set_up(app)
    second_factors.make_recovery_codes(user_id=user_id)
    second_factors.remove_authenticator(user_id=user_id)
    left = account(user_id)
    assert (left.tf_totp_secret, left.totp_counter, left.mf_recovery_codes) == (None, None, None)
    assert not has_second_factor(db.session(), left)
    assert told(OWNER)[-1] == "authenticator-removed"


def test_with_one_of_two_factors_they_stay(app: Flask) -> None:
    user_id = set_up(app)
    second_factors.add_passkey(user_id=user_id, name="Key", passkey=PASSKEY)
    second_factors.make_recovery_codes(user_id=user_id)
    second_factors.remove_authenticator(user_id=user_id)
    assert account(user_id).mf_recovery_codes


def test_each_recovery_code_works_once_however_it_is_typed(app: Flask) -> None:
    user_id = set_up(app)
    codes = second_factors.make_recovery_codes(user_id=user_id)
    assert len(set(codes)) == 10
    typed = f" {codes[0][:4]}-{codes[0][4:].lower()} "
    used = [
        second_factors.use_recovery_code(user_id=user_id, code=code) for code in (typed, codes[0], codes[1])
    ]
    assert used == [True, False, True]
    assert noted(user_id)[-1] == "recovery_code_used"


def test_recovery_codes_are_kept_as_digests(app: Flask) -> None:
    user_id = set_up(app)
    codes = second_factors.make_recovery_codes(user_id=user_id)
    stored = account(user_id).mf_recovery_codes or []
    assert len(stored) == 10
    assert not set(codes) & set(stored)


def test_new_recovery_codes_make_the_old_ones_worthless(app: Flask) -> None:
    user_id = set_up(app)
    old = second_factors.make_recovery_codes(user_id=user_id)
    second_factors.make_recovery_codes(user_id=user_id)
    assert not second_factors.use_recovery_code(user_id=user_id, code=old[0])


def test_recovery_codes_are_of_one_account(app: Flask) -> None:
    user_id, other = set_up(app), account_of(app, "fes")
    second_factors.set_authenticator(user_id=other, secret="secret", counter=7)
    codes = second_factors.make_recovery_codes(user_id=user_id)
    assert not second_factors.use_recovery_code(user_id=other, code=codes[0])


def test_without_a_second_factor_there_are_no_recovery_codes(app: Flask) -> None:
    user_id = account_of(app)
    with pytest.raises(NotPossible):
        second_factors.make_recovery_codes(user_id=user_id)


def test_a_passkey_belongs_to_one_account(app: Flask) -> None:
    user_id, other = account_of(app), account_of(app, "fes")
    second_factors.add_passkey(user_id=user_id, name="Key", passkey=PASSKEY)
    with pytest.raises(NotPossible):
        second_factors.add_passkey(user_id=other, name="Key", passkey=PASSKEY)
    (kept,) = passkeys_of(db.session(), user_id)
    with pytest.raises(NotFound):
        second_factors.remove_passkey(user_id=other, passkey_id=kept.id)
    second_factors.remove_passkey(user_id=user_id, passkey_id=kept.id)
    assert not passkeys_of(db.session(), user_id)
    assert told(OWNER) == ["passkey-added", "passkey-removed"]


def test_two_answers_of_a_passkey_with_one_count_are_one_too_many(app: Flask) -> None:
    user_id = account_of(app)
    second_factors.add_passkey(user_id=user_id, name="Key", passkey=replace(PASSKEY, sign_count=3))
    (kept,) = passkeys_of(db.session(), user_id)
    used = [second_factors.use_passkey(passkey_id=kept.id, seen_count=3, sign_count=4) for _ in range(2)]
    assert used == [True, False]


def test_after_a_few_wrong_codes_one_has_to_wait(app: Flask, clock: time_machine.Traveller) -> None:
    user_id = set_up(app)
    for _ in range(MOST_WRONG_CODES):
        assert try_code(user_id) is not None
    assert try_code(user_id) is None
    clock.shift(IN)
    assert try_code(user_id) is not None


def test_many_codes_at_once_are_no_more_tries_than_one_by_one(app: Flask) -> None:
    user_id = set_up(app)

    def one(_number: int) -> int | None:
        with app.app_context():
            return try_code(user_id)

    with ThreadPoolExecutor(8) as crowd:
        tries = list(crowd.map(one, range(3 * MOST_WRONG_CODES)))
    assert sum(one is not None for one in tries) == MOST_WRONG_CODES


def test_a_right_code_is_no_wrong_one(app: Flask) -> None:
    user_id = set_up(app)
    for _ in range(2 * MOST_WRONG_CODES):
        tried = try_code(user_id)
        assert tried is not None
        second_factors.forgive_try(try_id=tried)


def test_wrong_passwords_shut_nobody_out(app: Flask) -> None:
    user_id = set_up(app)
    for _ in range(MOST_WRONG_CODES):
        sign_ins.note_failure(email=OWNER, method=SignInMethod.PASSWORD, place=Place("", ""))
    assert try_code(user_id) is not None


@pytest.mark.parametrize("how", ["authenticator", "passkey"])
def test_what_an_organisation_asks_for_is_lacking_until_it_is_set_up(app: Flask, how: str) -> None:
    user_id = account_of(app)
    assert not lacks_second_factor(db.session(), account(user_id))
    account(user_id).memberships[0].organisation.requires_second_factor = True
    db.session.commit()
    assert lacks_second_factor(db.session(), account(user_id))
    if how == "passkey":
        second_factors.add_passkey(user_id=user_id, name="Key", passkey=PASSKEY)
    else:
        second_factors.set_authenticator(user_id=user_id, secret="secret", counter=7)
    assert not lacks_second_factor(db.session(), account(user_id))


def test_the_handle_stays_the_same(app: Flask) -> None:
    user_id = account_of(app)
    handles = {second_factors.ensure_handle(user_id=user_id) for _ in range(2)}
    assert len(handles) == 1
    assert handles == {account(user_id).fs_webauthn_user_handle}
