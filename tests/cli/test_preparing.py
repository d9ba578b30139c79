"""What a start does to a database: fills an empty one, and leaves any other alone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask_security import verify_password
from sqlalchemy import func, select

import config
from regapp import create_app
from regapp.cli.preparing import ORGANISER, prepare
from regapp.database import db
from regapp.models import Event, Membership, Organisation, User
from regapp.services.accounts import hosts
from regapp.vocabulary import Role


@pytest.fixture
def new(tmp_path: Path) -> Flask:
    """An application whose database has no tables yet."""
    return create_app(config.read({"INSTANCE_PATH": str(tmp_path), "SECRET_KEY": "a key for tests only"}))


def count(app: Flask, model: type) -> int:
    with app.app_context():
        number = db.session.scalar(select(func.count()).select_from(model))
        db.session.remove()
        db.engine.dispose()
    return number or 0


def test_a_new_database_gets_the_sample_events_and_their_organiser(new: Flask):
    sign_in = prepare(new, sample=True)
    way = rf"{ORGANISER}, password \S{{16}} \(shown only now\)"
    assert re.fullmatch(f"Organisers sign in at http://localhost:8000/login: {way}", sign_in)
    assert (count(new, Event), count(new, User), count(new, Membership)) == (7, 1, 4)


def test_a_new_database_stays_empty_without_samples(new: Flask):
    prepare(new, sample=False)
    assert (count(new, Organisation), count(new, User)) == (0, 0)


def test_a_start_without_any_account_says_where_the_first_one_is_made(new: Flask):
    link = re.fullmatch(
        r"Make the first account and its organisation at http://localhost:8000(/set-up/\S+) \(works once\)",
        prepare(new, sample=False),
    )
    assert link
    assert new.test_client().get(link[1]).status_code == 200


def test_it_is_the_same_at_each_start(new: Flask):
    assert prepare(new, sample=False) == prepare(new, sample=False)


def test_the_second_time_nothing_changes_and_no_password_is_shown(new: Flask):
    prepare(new, sample=True)
    with new.app_context():
        password = db.session.scalars(select(User.password)).one()
        db.session.remove()
    assert "--password-stdin" in prepare(new, sample=True)
    with new.app_context():
        assert db.session.scalars(select(User.password)).one() == password
        db.session.remove()
        db.engine.dispose()


def test_it_leaves_no_connection_open(new: Flask):
    prepare(new, sample=True)
    with new.app_context():
        assert "Connections in pool: 0 Current Overflow: -5 Current Checked out connections: 0" in (
            db.engine.pool.status()
        )


def test_a_first_start_that_was_broken_off_is_finished(make_app: Callable[..., Flask]):
    app = make_app()  # the samples stand, and nobody can sign in
    found = re.search(r"password (\S+)", prepare(app, sample=True))
    assert found
    with app.app_context():
        assert verify_password(found[1], db.session.scalars(select(User.password)).one())


def test_an_installation_with_an_organisation_of_its_own_is_left_alone(make_app: Callable[..., Flask]):
    app = make_app()
    own = {"slug": "own", "name": {"en": "Ours"}, "contact_email": "we@example.org"}
    with app.app_context():
        hosts.add_hosts([own], [])
    assert "/set-up/" in prepare(app, sample=True)
    assert count(app, User) == 0


def test_an_installation_with_accounts_is_left_alone(make_app: Callable[..., Flask]):
    app = make_app()
    with app.app_context():
        hosts.add_organiser(
            email="we@example.org", organisation="dku", role=Role.OWNER, password="long enough"
        )
    assert prepare(app, sample=True) == "Organisers sign in at http://localhost:8000/login"
    assert count(app, User) == 1


def test_a_database_that_does_not_answer_is_named_in_one_line(tmp_path: Path):
    url = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    app = create_app(config.read({"INSTANCE_PATH": str(tmp_path), "DATABASE_URL": url}))
    with pytest.raises(config.SettingError) as caught:
        prepare(app, sample=True)
    assert str(caught.value).startswith("regapp: DATABASE_URL leads to no database: ")
    assert "\n" not in str(caught.value)
