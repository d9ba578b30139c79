"""Promised of all addresses, those to come included: no POST without our own form, no GET that writes."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from regapp import create_app
from regapp.database import Base, db
from regapp.models import AddressChange, Receipt
from regapp.queries.organisers import find_user
from regapp.services.registrations import own_page
from regapp.vocabulary import Role
from regapp.web.signin.links import address_token, reset_token
from tests import builders
from tests.conftest import settings_for
from tests.organisers import browser, member
from tests.web.conftest import Inside, only_sqlite
from tests.web.lists import of_list
from tests.web.parts import of_organisation, parts
from tests.web.visits import PERSON, form, words

pytestmark = only_sqlite
EMAIL = PERSON["email"]


# Mail programs send these, with the letter's own token for a proof (RFC 8058 3.1); see test_unsubscribe.
BY_A_LETTER = {"public.refuse_letters", "public.allow_letters"}
# Whoever takes people's data out is written down, however they ask for it; see exporting.py.
WRITTEN_DOWN = {f"organise.attendees_{kind}" for kind in ("csv", "xlsx", "json", "vcf")}
# There only as long as nobody has an account; see tests/web/test_joining_first.py.
BEFORE_ALL = {"joining.make_first_account"}
OWNERS_COOKIE = "the cookie of a signed-in owner"


def _rules(method: str) -> list[str]:
    """The endpoints that take ``method``, read from an application that needs no database."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings_for(f"sqlite:///{folder}/none.db", Path(folder)))
    return sorted({rule.endpoint for rule in app.url_map.iter_rules() if method in (rule.methods or ())})


@pytest.fixture(scope="session")
def made_before() -> dict[str, Any]:
    """Empty, or what was returned of the first ``somebody``."""
    return {}


@pytest.fixture
def somebody(
    client: FlaskClient, inside: Inside, folder: Path, made_before: dict[str, Any]
) -> dict[str, Any]:
    """Somebody who registered and asked for another address: what each path's variables stand for.

    An owner is signed in as well. All of it is made once, and its database put back for each test.
    """
    database, kept = folder / "regapp.db", folder / "somebody.db"
    if made_before:
        shutil.copy(kept, database)
        return made_before
    made = _make_somebody(client, inside)
    name = client.application.config["SESSION_COOKIE_NAME"]
    cookie = browser(client.application, Role.OWNER).get_cookie(name)
    assert cookie is not None
    made_before |= made | {OWNERS_COOKIE: cookie.value}
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(kept)) as copy:
        source.backup(copy)
    return made_before


def _make_somebody(client: FlaskClient, inside: Inside) -> dict[str, Any]:
    with inside():
        event = builders.event_id()
        token = builders.register(event, EMAIL)
        registration = builders.registration(event, EMAIL)
        own_page.ask_for_address_change(token=registration.token, email="new@example.org")
        account = find_user(db.session(), member(client.application, organisation="fes"))
        assert account is not None
        return {
            "public.receipt": {"token": token},
            "public.correct_receipt": {"token": token},
            "public.send_receipt_again": {"token": token},
            "public.address_change": {"token": db.session.scalars(select(AddressChange.token)).one()},
            "token": registration.token,
            "slug": "round-table",
            "code": registration.first.code,
            "attendee_id": registration.first.id,
            "quota_id": builders.quota(event).id,
            "invitation_id": 1,
            "letter_id": 1,
            "passkey_id": 1,
            "sign_in_id": 1,
            "signin.reset_password": {"token": reset_token(account)},
            "signin.reset": {"token": reset_token(account)},
            "signin.prove_new_address": {"token": address_token(account, "new@example.org")},
            "signin.new_address": {"token": address_token(account, "new@example.org")},
            "filename": "css/regapp.css",
            **parts(event, registration.token),
            **of_organisation(event, client.application),
            **of_list(event, registration.first.id),
        }


def _address(app: Flask, endpoint: str, somebody: dict[str, Any]) -> str:
    rule: Rule = next(rule for rule in app.url_map.iter_rules(endpoint))
    values = {**somebody, **somebody.get(endpoint, {})}
    special = {
        "feeds.organisation_calendar": {"slug": "dku"},
        "feeds.venue_calendar": {"slug": "dku-almaty"},
        "mailbox.letter": {"name": "none.eml"},
        "mailbox.letter_html": {"name": "none.eml"},
        "mailbox.letter_file": {"name": "none.eml", "number": 1},
    }
    if rule.rule.startswith("/organise/organisations/"):
        values["slug"] = "dku"
    values |= special.get(endpoint, {})
    missing = rule.arguments - values.keys()
    assert not missing, f"tell this test what to put for {missing} of {endpoint}"
    with app.test_request_context():
        return app.url_for(endpoint, **{name: values[name] for name in rule.arguments})


def _visitor(client: FlaskClient, endpoint: str, somebody: dict[str, Any]) -> FlaskClient:
    """A browser that gets as far as the page's own form: an organiser's where one has to be signed in."""
    is_inside = endpoint.startswith(("organise.", "account.", "public.preview"))
    if is_inside:
        client.set_cookie(client.application.config["SESSION_COOKIE_NAME"], somebody[OWNERS_COOKIE])
    return client


def _everything(inside: Inside) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    with inside():
        for table in Base.metadata.sorted_tables:
            rows = db.session.execute(select(table).order_by(*table.primary_key.columns))
            yield table.name, [tuple(row) for row in rows]


@pytest.mark.parametrize("endpoint", [one for one in _rules("POST") if one not in BY_A_LETTER | BEFORE_ALL])
@pytest.mark.parametrize("token", [None, "of.another.page"])
def test_no_post_does_anything_without_our_own_form(
    client: FlaskClient,
    inside: Inside,
    somebody: dict[str, Any],
    endpoint: str,
    token: str | None,
) -> None:
    visitor = _visitor(client, endpoint, somebody)
    before = dict(_everything(inside))
    data = {
        **PERSON,
        "email": "other@example.org",
        "name": "Кто-то",
        "language": "kk",
        "password": "secret words",
    }
    answer = visitor.post(
        _address(client.application, endpoint, somebody),
        data={**data, **({"csrf_token": token} if token else {})},
    )

    assert answer.status_code == 422
    assert dict(_everything(inside)) == before


@pytest.mark.parametrize(
    ("path", "action"),
    [
        ("/events/round-table/register", "/register"),
        ("/lost-link", "/lost-link"),
        ("public.receipt", "/correct"),
        ("public.receipt", "/send-again"),
        ("public.registration", "/cancel"),
        ("public.registration", "/change"),
        ("public.registration", "/address"),
        ("public.address_change", ""),
    ],
)
def test_a_stale_form_says_what_to_do_and_keeps_what_was_typed(
    client: FlaskClient, somebody: dict[str, Any], path: str, action: str
) -> None:
    shown = client.get(path if path.startswith("/") else _address(client.application, path, somebody))
    filled = form(shown, action)
    fields = {name: value for name, value in filled.values().items() if name != "csrf_token"}
    typed = dict.fromkeys(fields.keys() & {"name", "email"}, "typed@example.org")
    answer = client.post(filled.get("action") or "", data={**fields, **typed})

    assert answer.status_code == 422
    assert "please press the button again" in words(answer)
    assert form(answer, action).values().items() >= typed.items()


@pytest.mark.parametrize("endpoint", _rules("GET"))
def test_no_get_changes_anything(
    client: FlaskClient, inside: Inside, somebody: dict[str, Any], endpoint: str
) -> None:
    visitor = _visitor(client, endpoint, somebody)
    before = dict(_everything(inside))
    answer = visitor.get(_address(client.application, endpoint, somebody))

    assert answer.status_code in {200, 302, 303, 404}
    after = dict(_everything(inside))
    if endpoint in WRITTEN_DOWN:
        assert len(after.pop("audit_entry")) == len(before.pop("audit_entry")) + 1
    assert after == before
    assert len(before[Receipt.__tablename__]) == 1
