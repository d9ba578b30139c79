"""Organisers' accounts, from the shell."""

import re

import pytest
from click.testing import Result
from flask import Flask
from flask_security import verify_password
from sqlalchemy import select

from regapp.database import db
from regapp.models import Letter, User
from regapp.services.accounts import second_factors
from regapp.vocabulary import AccountChange, Language, Role
from tests import builders as b
from tests.standing import *  # noqa: F403 - fixtures are found by name

EMAIL = "host@dku.example"


def add(app: Flask, *options: str, email: str = EMAIL, stdin: str = "") -> Result:
    db.session.rollback()
    organisation = () if "--organisation" in options else ("--organisation", "dku")
    result = app.test_cli_runner().invoke(
        args=["organiser", "add", email, *organisation, *options], input=stdin
    )
    db.session.rollback()
    return result


def user() -> User:
    return db.session.scalars(select(User).where(User.email == EMAIL)).one()


def test_a_new_account_gets_a_link_to_choose_a_password(app: Flask) -> None:
    link = re.search(r"http://localhost:8000(/set-up/account/\S+)", add(app).output)
    assert link is not None
    assert user().password is None
    assert app.test_client().get(link[1]).status_code == 200


def test_an_account_that_never_chose_one_gets_another_link(app: Flask) -> None:
    add(app)
    assert "/set-up/account/" in add(app).output


def test_an_account_with_a_password_gets_no_link(app: Flask) -> None:
    add(app, "--password-stdin", stdin="correct horse battery\n")
    assert "/set-up/" not in add(app).output


def test_a_role_stays_as_it_is_unless_one_is_given(app: Flask) -> None:
    add(app, "--role", "door")
    assert f"{EMAIL} is door of dku" in add(app).output
    assert [membership.role for membership in user().memberships] == [Role.DOOR]


def test_the_last_owner_is_not_demoted(app: Flask) -> None:
    add(app, "--role", "owner")
    result = add(app, "--role", "viewer")
    assert result.exit_code == 1
    assert "last owner" in result.output


def test_where_nobody_has_an_account_it_says_how_the_first_one_is_made(app: Flask) -> None:
    assert "/set-up/" in add(app, "--organisation", "none").output
    add(app)
    assert "/set-up/" not in add(app, "--organisation", "none").output


def test_a_password_is_read_without_its_last_newline(app: Flask) -> None:
    add(app, "--password-stdin", stdin="correct horse battery\n")
    assert verify_password("correct horse battery", user().password)


def test_only_one_newline_is_taken_from_it(app: Flask) -> None:
    add(app, "--password-stdin", stdin="correct horse battery\n\n")
    assert verify_password("correct horse battery\n", user().password)


def test_a_password_that_was_given_is_not_shown(app: Flask) -> None:
    assert "horse" not in add(app, "--password-stdin", stdin="correct horse battery\n").output


def test_a_known_account_keeps_its_password_unless_one_is_given(app: Flask) -> None:
    add(app, "--password-stdin", stdin="correct horse battery")
    result = add(app, "--organisation", "fes", "--role", "viewer")
    assert result.exit_code == 0, result.output
    assert verify_password("correct horse battery", user().password)
    assert {m.organisation.slug for m in user().memberships} == {"dku", "fes"}


@pytest.mark.parametrize("role", Role)
def test_every_role_can_be_given(app: Flask, role: Role) -> None:
    result = add(app, "--role", str(role))
    assert result.exit_code == 0, result.output
    assert [membership.role for membership in user().memberships] == [role]


def test_letters_come_in_english_unless_a_language_is_given(app: Flask) -> None:
    add(app)
    assert user().language is Language.ENGLISH
    add(app, "--language", "kk")
    assert user().language is Language.KAZAKH


def test_a_known_account_keeps_its_language_unless_one_is_given(app: Flask) -> None:
    add(app, "--language", "de")
    assert add(app, "--organisation", "fes").exit_code == 0
    assert user().language is Language.GERMAN


def test_an_unknown_language_is_refused(app: Flask) -> None:
    assert add(app, "--language", "tlh").exit_code == 2
    assert b.rows(User) == []


def test_an_unknown_role_is_refused(app: Flask) -> None:
    assert add(app, "--role", "king").exit_code == 2
    assert b.rows(User) == []


def test_an_unknown_organisation_is_named(app: Flask) -> None:
    result = add(app, "--organisation", "none")
    assert result.exit_code == 1
    assert "there is no organisation none" in result.output


def test_what_is_no_address_is_named(app: Flask) -> None:
    result = add(app, email="nobody")
    assert result.exit_code == 1
    assert "nobody is no address" in result.output


def test_an_empty_password_is_refused(app: Flask) -> None:
    result = app.test_cli_runner().invoke(
        args=["organiser", "add", "new@example.org", "--organisation", "dku", "--password-stdin"], input="\n"
    )

    assert result.exit_code == 1
    assert "no password" in result.output


def test_a_lost_second_step_is_forgotten_and_the_account_told(app: Flask) -> None:
    add(app, "--password-stdin", stdin="correct horse battery staple")
    second_factors.set_authenticator(user_id=user().id, secret="JBSWY3DPEHPK3PXP", counter=1)
    second_factors.make_recovery_codes(user_id=user().id)
    done = app.test_cli_runner().invoke(args=["organiser", "forget-second-step", EMAIL.upper()])
    db.session.rollback()
    assert done.exit_code == 0, done.output
    assert (user().tf_totp_secret, user().mf_recovery_codes) == (None, None)
    told = [letter.facts["change"] for letter in db.session.scalars(select(Letter).order_by(Letter.id))]
    assert told[-1] == AccountChange.AUTHENTICATOR_REMOVED


def test_the_second_step_of_nobody_is_not_forgotten(app: Flask) -> None:
    refused = app.test_cli_runner().invoke(args=["organiser", "forget-second-step", "nobody@dku.example"])
    assert refused.exit_code == 1
    assert "nobody@dku.example has no account" in refused.output
