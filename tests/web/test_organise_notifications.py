"""Which letters an organiser gets is theirs to say."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from regapp.database import db
from regapp.models import Membership, Organisation, User
from regapp.services.accounts.hosts import add_organiser
from regapp.vocabulary import Language, Role
from tests.organisers import browser, member, on_sqlite
from tests.web.visits import form, page, send, words

ADDRESS = "/organise/notifications"


def wishes(app: Flask) -> dict[str, tuple[bool, bool]]:
    """Digest and alarms, by organisation."""
    with app.app_context():
        rows = db.session.execute(
            select(Organisation.slug, Membership.wants_digest, Membership.wants_alarms).join(Membership)
        )
        return {slug: (digest, alarms) for slug, digest, alarms in rows}


def language(app: Flask, email: str = "manager@dku.example") -> Language:
    with app.app_context():
        return db.session.scalars(select(User.language).where(User.email == email)).one()


def also_in(app: Flask, organisation: str, role: Role) -> None:
    with app.app_context():
        add_organiser(email="manager@dku.example", organisation=organisation, role=role, password=None)


@pytest.fixture
def organiser(website: Flask) -> FlaskClient:
    """A manager of dku, who owns fes as well."""
    client = browser(website)
    also_in(website, "fes", Role.OWNER)
    return client


def test_at_first_all_letters_come(website: Flask, organiser: FlaskClient) -> None:
    shown = form(organiser.get(ADDRESS), ADDRESS).values()
    assert shown["language"] == "en"
    assert {"digest-dku", "alarms-dku", "digest-fes", "alarms-fes"} <= shown.keys()


def test_what_is_ticked_is_kept(website: Flask, organiser: FlaskClient) -> None:
    fields = form(organiser.get(ADDRESS), ADDRESS).values()
    del fields["digest-dku"], fields["alarms-fes"]
    answer = organiser.post(ADDRESS, data={**fields, "language": "kk"})
    assert (answer.status_code, answer.location) == (303, ADDRESS)
    assert wishes(website) == {"dku": (False, True), "fes": (True, False)}
    assert language(website) is Language.KAZAKH
    after = organiser.get(ADDRESS)
    assert "Saved." in words(after)
    shown = form(after, ADDRESS).values()
    assert {**shown, "csrf_token": ""} == {
        **fields,
        "language": "kk",
        "csrf_token": "",
    }  # it has its hour in it


def test_others_of_the_organisation_keep_their_own(website: Flask, organiser: FlaskClient) -> None:
    member(website, Role.OWNER)
    fields = form(organiser.get(ADDRESS), ADDRESS).values()
    organiser.post(ADDRESS, data={"csrf_token": fields["csrf_token"], "language": "de"})
    assert language(website, "owner@dku.example") is Language.ENGLISH
    with website.app_context():
        rows = db.session.execute(select(User.email, Membership.wants_digest).join(User))
        assert sorted(rows.all()) == [
            ("manager@dku.example", False),
            ("manager@dku.example", False),
            ("owner@dku.example", True),
        ]


@on_sqlite
@pytest.mark.parametrize("role", [Role.VIEWER, Role.DOOR])
def test_whom_no_letters_go_to_is_told_so(website: Flask, role: Role) -> None:
    client = browser(website, role)
    shown = client.get(ADDRESS)
    assert "go to the owners and managers" in words(shown)
    assert page(shown).all("input", type="checkbox") == []
    answer = send(client, shown, ADDRESS, language="ru", **{"digest-dku": "y"})
    assert answer.status_code == 303
    assert language(website, f"{role}@dku.example") is Language.RUSSIAN


@on_sqlite
@pytest.mark.parametrize("typed", ["", "fr"])
def test_a_language_that_is_none_changes_nothing(website: Flask, organiser: FlaskClient, typed: str) -> None:
    fields = form(organiser.get(ADDRESS), ADDRESS).values()
    del fields["digest-dku"]
    answer = organiser.post(ADDRESS, data={**fields, "language": typed})
    assert answer.status_code == 422
    assert "digest-dku" not in form(answer, ADDRESS).values()
    assert wishes(website)["dku"] == (True, True)


@on_sqlite
def test_a_page_that_was_open_too_long_changes_nothing(website: Flask, organiser: FlaskClient) -> None:
    answer = organiser.post(ADDRESS, data={"language": "kk"})
    assert answer.status_code == 422
    assert "Please send it once more" in words(answer)
    assert wishes(website)["dku"] == (True, True)


@on_sqlite
def test_every_page_of_organisers_leads_there_by_the_account(organiser: FlaskClient) -> None:
    for path in ("/organise/", "/organise/events/round-table"):
        assert page(organiser.get(path)).all("a", href="/account/")
    assert page(organiser.get("/account/")).all("a", href=ADDRESS)


@on_sqlite
def test_it_is_for_those_who_are_signed_in(client: FlaskClient) -> None:
    assert client.get(ADDRESS).location == f"/login?next={ADDRESS}"
    assert client.post(ADDRESS, data={"language": "kk"}).status_code == 302
