"""The audit log in the browser of an owner."""

import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from regapp.database import db
from regapp.models import AuditEntry, Organisation
from regapp.queries import audit_log
from regapp.services.accounts.hosts import add_organiser
from regapp.vocabulary import Role
from tests.organisers import browser, on_sqlite, own_event
from tests.web.visits import page, send, words

AUDIT = "/organise/organisations/dku/audit"
DKU = "/organise/organisations/dku"


@pytest.fixture
def owner(website: Flask) -> FlaskClient:
    """The browser of an owner of dku."""
    return browser(website, Role.OWNER)


def rows(client: FlaskClient, query: str = "") -> list[str]:
    """The lines of the log, as text."""
    found = page(client.get(f"{AUDIT}{query}")).all("tbody")
    return [one.text for one in found[0].all("tr")] if found else []


def table(client: FlaskClient, query: str = "") -> list[list[str]]:
    answer = client.get(f"{AUDIT}.csv{query}")
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    return list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))


def rename(owner: FlaskClient, name: str) -> None:
    send(owner, owner.get(DKU), "/dku", **{"name-en": name})


def test_it_says_who_did_what_from_what_to_what(owner: FlaskClient):
    rename(owner, "University of friends")
    latest = rows(owner)[0]
    assert "Organisation edited" in latest
    assert "from Kazakh-German University (DKU) → to University of friends" in latest
    assert "owner@dku.example" in latest


def test_what_happens_at_events_stands_there_with_event_and_person(owner: FlaskClient):
    event = own_event(owner.application)
    event.register(1)
    latest = rows(owner)[0]
    assert "Registered" in latest
    assert f"Round table {event.slug}" in latest
    assert "Person 1" in latest
    assert "p1@example.org" not in latest


@on_sqlite
def test_other_organisations_log_is_not_there(owner: FlaskClient):
    rename(owner, "University of friends")
    other = browser(owner.application, Role.OWNER, "fes")
    assert other.get(AUDIT).status_code == 404
    assert "University of friends" not in other.get(AUDIT.replace("dku", "fes")).text


@on_sqlite
@pytest.mark.parametrize("language", ["en", "kk", "ru", "de"])
def test_it_can_be_read_in_every_language(owner: FlaskClient, language: str):
    event = own_event(owner.application)
    event.register(1)
    rename(owner, "University of friends")
    assert len(rows(owner, f"?lang={language}")) >= 3


@on_sqlite
@pytest.mark.parametrize(
    ("query", "seen", "unseen"),
    [
        ("?group=registrations", "Registered", "Event made"),
        ("?group=events", "Event made", "Registered"),
        ("?group=organisation", "Organisation edited", "Registered"),
        ("?person=p1@example.org", "Registered", "Organisation edited"),
        ("?person=Owner@dku.example", "Organisation edited", "Registered"),
        ("?event=small", "Registered", "Organisation edited"),
        ("?since=2020-01-01&until=2199-12-31", "Registered", "nothing of that kind"),
    ],
)
def test_it_is_filtered(owner: FlaskClient, query: str, seen: str, unseen: str):
    own_event(owner.application).register(1)
    rename(owner, "University of friends")
    text = " ".join(rows(owner, query))
    assert seen in text
    assert unseen not in text


@on_sqlite
@pytest.mark.parametrize(
    "query",
    [
        "?person=nobody@example.org",
        "?person=nobody",
        "?event=xyzzy",
        "?until=2020-01-01",
        "?since=2199-12-31",
    ],
)
def test_where_nothing_matches_it_says_so(owner: FlaskClient, query: str):
    rename(owner, "University of friends")
    assert rows(owner, query) == []
    assert "Nothing matches" in words(owner.get(f"{AUDIT}{query}"))


@on_sqlite
@pytest.mark.parametrize(
    "query", ["?since=never", "?until=0001-01-01", "?group=magic", "?before=-5", "?after=x", "?person=%00"]
)
def test_a_query_that_makes_no_sense_breaks_nothing(owner: FlaskClient, query: str):
    assert owner.get(f"{AUDIT}{query}").status_code == 200


def test_pages_begin_at_entries(owner: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(audit_log, "PAGE_SIZE", 2)
    for number in range(4):
        rename(owner, f"Name {number}")
    first = owner.get(AUDIT)
    assert len(rows(owner)) == 2
    older = page(first).one("a", rel="next").get("href")
    second = owner.get(older)
    assert "Name 1" in words(second)
    assert "to Name 3" not in words(second)
    newer = page(second).one("a", rel="prev").get("href")
    assert "to Name 3" in words(owner.get(newer))


def test_it_is_exported_as_it_is_filtered(owner: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(audit_log, "AT_ONCE", 2)
    own_event(owner.application).register(1)
    for number in range(4):
        rename(owner, f"Name {number}")
    head, *lines = table(owner, "?group=organisation")
    assert head[1:3] == ["UTC", "Who"]
    assert [line[4] for line in lines] == ["Organisation edited"] * 4 + ["Member added"]
    assert lines[0][7] == "Name (English): Name 2 → Name 3"
    assert lines[0][3] == "owner@dku.example"


@on_sqlite
def test_an_export_brings_no_formulas(owner: FlaskClient):
    rename(owner, "=HYPERLINK(1)")
    rename(owner, "@friends")
    with owner.application.app_context():
        add_organiser(email="=cmd@dku.example", organisation="dku", role=Role.VIEWER)
    for line in table(owner):
        assert not [cell for cell in line if cell[:1] in set("=+-@\t\r")]


@on_sqlite
def test_nothing_changes_the_log(website: Flask):
    about = [rule for rule in website.url_map.iter_rules() if "audit" in str(rule)]
    assert about
    assert all((rule.methods or set()) <= {"GET", "HEAD", "OPTIONS"} for rule in about)


def test_every_entry_about_an_event_is_of_its_organisation(owner: FlaskClient):
    event = own_event(owner.application)
    event.register(1, 2, 3)
    with owner.application.app_context():
        dku = db.session.scalars(select(Organisation.id).where(Organisation.slug == "dku")).one()
        found = db.session.scalars(select(AuditEntry).where(AuditEntry.event_id == event.id)).all()
        assert len(found) >= 4
        assert {one.organisation_id for one in found} == {dku}
    assert event.sound()
