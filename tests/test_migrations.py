"""The migrations lead to what the models describe, on both databases, and back to nothing."""

from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect

from regapp.database import db


def test_the_migrations_lead_to_the_models(app: Flask):
    with app.app_context():
        check()  # ends the process where they differ


def test_the_migrations_lead_back_to_nothing_and_up_again(app: Flask):
    downgrade(revision="base")
    assert inspect(db.engine).get_table_names() in ([], ["alembic_version"])
    upgrade()
    check()
