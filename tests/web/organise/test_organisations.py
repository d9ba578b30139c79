"""Organisations in the browser: which there are, a new one, and what one says of itself."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from regapp.database import db
from regapp.models import Organisation
from regapp.services.accounts.hosts import add_organiser
from regapp.vocabulary import Role
from tests.organisers import PASSWORD, browser, member, on_sqlite
from tests.web.signin.accounts import ask_for_second_factors, later, set_up_authenticator
from tests.web.visits import page, send, words

LIST = "/organise/organisations"
DKU = f"{LIST}/dku"


def organisation(app: Flask, slug: str = "dku") -> Organisation:
    with app.app_context():
        return db.session.scalars(select(Organisation).where(Organisation.slug == slug)).one()


@pytest.fixture
def owner(website: Flask) -> FlaskClient:
    """The browser of an owner of dku."""
    return browser(website, Role.OWNER)


@on_sqlite
def test_everybody_sees_their_organisations_with_the_roles(website: Flask):
    inside = browser(website, Role.DOOR)
    with website.app_context():
        add_organiser(email="door@dku.example", organisation="fes", role=Role.OWNER)
    shown = inside.get(LIST)
    assert len(page(shown).one("main").all("h2")) == 2
    assert "Door" in words(shown)
    links = {one.get("href") for one in page(shown).one("main").all("a")}
    assert f"{LIST}/fes" in links
    assert DKU not in links


@on_sqlite
def test_the_way_there_stands_on_each_page(owner: FlaskClient):
    nav = page(owner.get("/organise/")).all("nav", class_="account")[0]
    assert LIST in {one.get("href") for one in nav.all("a")}


def test_an_owner_makes_another_one(owner: FlaskClient):
    shown = owner.get(f"{LIST}/new")
    answer = send(owner, shown, "/new", organisation="Ассоциация «Шаңырақ 2»", slug="", zone="Almaty")
    assert (answer.status_code, answer.location) == (303, f"{LIST}/assotsiatsiya-shanyraq-2")
    assert owner.get(answer.location).status_code == 200
    made = organisation(owner.application, "assotsiatsiya-shanyraq-2")
    assert made.zone == "Asia/Almaty"


@on_sqlite
def test_a_slug_that_is_taken_is_said_at_its_field(owner: FlaskClient):
    answer = send(owner, owner.get(f"{LIST}/new"), "/new", organisation="FES", slug="", zone="Asia/Almaty")
    assert answer.status_code == 422
    assert page(answer).one("input", name="slug").get("aria-invalid") == "true"
    assert page(answer).one("input", name="organisation").get("value") == "FES"


def test_what_is_changed_is_stored(owner: FlaskClient):
    answer = send(
        owner,
        owner.get(DKU),
        "/dku",
        **{"name-kk": "Жаңа атау", "website": "dku.example", "contact_phone": "+7 727 355 05 51"},
    )
    assert (answer.status_code, answer.location) == (303, DKU)
    stored = organisation(owner.application)
    assert stored.name["kk"] == "Жаңа атау"
    assert (stored.website, stored.contact_phone) == ("https://dku.example", "+7 727 355 05 51")
    assert "Saved" in words(owner.get(DKU))


@on_sqlite
def test_a_new_name_stands_on_the_public_page_of_its_events_at_once(owner: FlaskClient):
    visitor = owner.application.test_client()
    assert "Brand-new name" not in visitor.get("/events/round-table").text
    send(owner, owner.get(DKU), "/dku", **{"name-en": "Brand-new name"})
    assert "Brand-new name" in visitor.get("/events/round-table").text


def test_what_two_owners_change_is_not_overwritten_unseen(owner: FlaskClient):
    mine = owner.get(DKU)
    send(owner, owner.get(DKU), "/dku", website="https://theirs.example")
    answer = send(owner, mine, "/dku", website="https://mine.example")
    assert answer.status_code == 409
    assert "https://theirs.example" in words(answer)
    assert page(answer).one("input", name="website").get("value") == "https://mine.example"
    assert organisation(owner.application).website == "https://theirs.example"
    assert send(owner, answer, "/dku").status_code == 303
    assert organisation(owner.application).website == "https://mine.example"


def test_what_another_owner_has_changed_elsewhere_stays(owner: FlaskClient):
    mine = owner.get(DKU)
    send(owner, owner.get(DKU), "/dku", website="https://theirs.example")
    assert send(owner, mine, "/dku", contact_phone="+7 777 397 11 27").status_code == 303
    stored = organisation(owner.application)
    assert (stored.website, stored.contact_phone) == ("https://theirs.example", "+7 777 397 11 27")


@on_sqlite
@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("website", "javascript:alert(1)"),
        ("website", "ftp://dku.example"),
        ("website", "https://[broken"),
        ("contact_email", "nobody"),
        ("contact_phone", "call me"),
        ("zone", "Middle/Earth"),
        ("website", "https://a.example/" + "a" * 400),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_kept(owner: FlaskClient, field: str, typed: str):
    before = organisation(owner.application).revision
    answer = send(owner, owner.get(DKU), "/dku", **{field: typed})
    assert answer.status_code == 422
    assert page(answer).one("input", name=field).get("aria-invalid") == "true"
    assert organisation(owner.application).revision == before


@on_sqlite
@pytest.mark.parametrize("field", ["name-en", "website", "contact_email", "contact_phone", "zone"])
def test_a_hundred_thousand_letters_are_answered_by_their_field(owner: FlaskClient, field: str):
    answer = send(owner, owner.get(DKU), "/dku", **{field: "ә" * 100_000})
    assert answer.status_code == 422
    assert "Please check one thing" in words(answer)


@on_sqlite
def test_a_name_in_no_language_is_asked_for(owner: FlaskClient):
    none = {f"name-{one}": "" for one in ("en", "kk", "ru", "de")}
    assert send(owner, owner.get(DKU), "/dku", **none).status_code == 422


@on_sqlite
def test_an_owner_may_ask_for_a_second_step(owner: FlaskClient):
    assert send(owner, owner.get(DKU), "/dku", requires_second_factor="y").status_code == 303
    assert organisation(owner.application).requires_second_factor


@on_sqlite
def test_the_rule_is_not_switched_off_before_the_owner_shows_who_they_are(owner: FlaskClient):
    app = owner.application
    set_up_authenticator(app, "owner@dku.example")
    ask_for_second_factors(app)
    with later(16):
        off = send(owner, owner.get(DKU), "/dku", website="https://new.example", requires_second_factor=[])
        assert off.status_code == 422
        assert page(off).one("main").all("a", href=f"/account/confirm?next={DKU}")
        assert page(off).one("input", name="website").get("value") == "https://new.example"
        assert organisation(app).requires_second_factor
        assert send(owner, owner.get(DKU), "/dku", contact_phone="+7 777 397 11 27").status_code == 303
        shown = owner.get(f"/account/confirm?next={DKU}")
        assert send(owner, shown, f"/confirm?next={DKU}", password=PASSWORD).location == DKU
        assert send(owner, off, "/dku").status_code == 303
    assert not organisation(app).requires_second_factor


@on_sqlite
def test_a_stale_form_changes_nothing(owner: FlaskClient):
    answer = send(owner, owner.get(DKU), "/dku", csrf_token="stale", website="https://new.example")
    assert answer.status_code == 422
    assert "once more" in words(answer)
    assert organisation(owner.application).website != "https://new.example"


def test_a_member_leaves_and_sees_nothing_more(website: Flask):
    inside = browser(website, Role.MANAGER)
    answer = send(inside, inside.get(LIST), "/dku/leave")
    assert (answer.status_code, answer.location) == (303, LIST)
    assert inside.get("/organise/events/round-table").status_code == 404
    assert "You belong to no organisation" in words(inside.get(LIST))


@on_sqlite
def test_the_last_owner_cannot_leave(owner: FlaskClient):
    member(owner.application, Role.MANAGER)
    answer = send(owner, owner.get(LIST), "/dku/leave")
    assert answer.status_code == 409
    assert "last owner" in words(answer)
    assert owner.get(DKU).status_code == 200
