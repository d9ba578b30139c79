"""A partner without an account is named as a co-host, and shown wherever co-hosts are."""

import json
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from regapp.database import db
from regapp.models import EventHost
from regapp.queries.co_hosts import co_hosts
from regapp.services.events import named_hosts
from regapp.vocabulary import Role
from tests.hostile import HTML, picture
from tests.organisers import OwnEvent, browser, own_event
from tests.web.pages import parse
from tests.web.visits import page, send

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

NAMES = {"name-en": "Friedrich Ebert Foundation", "name-de": "Friedrich-Ebert-Stiftung"}


@pytest.fixture
def event(client: FlaskClient) -> OwnEvent:
    """An event of dku with a co-host."""
    return own_event(client.application, hosts=("shanyrak",))


@pytest.fixture
def host(client: FlaskClient) -> FlaskClient:
    """A manager of dku."""
    return browser(client.application)


def add(host: FlaskClient, event: OwnEvent, **fields: Any) -> TestResponse:
    address = f"{event.address}/edit/hosts/named/new"
    return send(host, host.get(address), "/named/new", **{**NAMES, **fields})


def stored(event: OwnEvent) -> EventHost:
    """The last of the co-hosts."""
    with event.app.app_context():
        return co_hosts(db.session(), event.id)[-1]


def edited(event: OwnEvent) -> str:
    return f"{event.address}/edit/hosts/named/{stored(event).id}"


def test_it_is_added_with_its_name_in_several_languages(host: FlaskClient, event: OwnEvent) -> None:
    answer = add(host, event, website="fes.example/kz")
    assert (answer.status_code, answer.location) == (303, f"{event.address}/edit/hosts")
    kept = stored(event)
    assert kept.own_name == {"en": "Friedrich Ebert Foundation", "de": "Friedrich-Ebert-Stiftung"}
    assert kept.own_website == "https://fes.example/kz"
    assert "Friedrich Ebert Foundation" in host.get(answer.location).text


def test_visitors_see_it_as_a_host_with_a_link_to_its_page(host: FlaskClient, event: OwnEvent) -> None:
    add(host, event, website="https://fes.example/")
    shown = parse(host.get(f"/events/{event.slug}").text)
    (link,) = (one for one in shown.all("a") if one.get("href") == "https://fes.example/")
    assert link.text.strip() == "Friedrich Ebert Foundation"
    assert "Friedrich-Ebert-Stiftung" in host.get(f"/events/{event.slug}?lang=de").text


def test_without_a_page_of_its_own_it_is_no_link(host: FlaskClient, event: OwnEvent) -> None:
    add(host, event)
    shown = parse(host.get(f"/events/{event.slug}").text)
    assert "Friedrich Ebert Foundation" in shown.text
    assert not [one for one in shown.all("a") if "Friedrich" in one.text]


def test_search_engines_read_it_as_an_organizer(host: FlaskClient, event: OwnEvent) -> None:
    add(host, event, website="https://fes.example/")
    scripts = parse(host.get(f"/events/{event.slug}").text).all("script", type="application/ld+json")
    organizers = json.loads(scripts[0].text)["organizer"]
    assert organizers[-1] == {
        "@type": "Organization",
        "name": "Friedrich Ebert Foundation",
        "url": "https://fes.example/",
    }


def test_its_logo_stands_on_the_page(host: FlaskClient, event: OwnEvent) -> None:
    add(host, event, logo=(BytesIO(picture()), "logo.png"))
    (logo,) = page(host.get(f"/events/{event.slug}")).all("img", alt="Friedrich Ebert Foundation")
    answer = event.app.test_client().get(logo.get("src") or "")
    assert (answer.status_code, answer.mimetype) == (200, "image/png")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name-en": "x" * 100_000}, "Shorten the text in English"),
        ({"website": "javascript:alert(1)"}, "Paste the whole address"),
        ({"website": "https://a:b@fes.example/"}, "Take out the user name and password"),
        ({"logo": (BytesIO(HTML), "logo.png")}, "logo"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_kept(
    host: FlaskClient, event: OwnEvent, fields: dict[str, Any], said: str
) -> None:
    answer = add(host, event, **{"name-ru": "Фонд", **fields})
    assert answer.status_code == 422
    assert said in answer.text
    assert "Фонд" in answer.text
    assert stored(event).slug == "shanyrak"


def test_it_has_to_have_a_name(host: FlaskClient, event: OwnEvent) -> None:
    answer = add(host, event, **{"name-en": "", "name-de": " "})
    assert answer.status_code == 422
    assert "Write this in one language at least." in answer.text
    assert stored(event).slug == "shanyrak"


def test_a_script_in_its_name_is_only_a_text(host: FlaskClient, event: OwnEvent) -> None:
    add(host, event, **{"name-en": "<script>alert(1)</script>"})
    for address in (f"/events/{event.slug}", f"{event.address}/edit/hosts"):
        assert "<script>alert(1)" not in host.get(address).text


def test_the_same_form_sent_twice_adds_one(host: FlaskClient, event: OwnEvent) -> None:
    address = f"{event.address}/edit/hosts/named/new"
    shown = host.get(address)
    assert {send(host, shown, "/named/new", **NAMES).status_code for _ in range(2)} == {303}
    with event.app.app_context():
        assert len(co_hosts(db.session(), event.id)) == 2


def test_it_is_edited(host: FlaskClient, event: OwnEvent) -> None:
    add(host, event)
    at = edited(event)
    answer = send(host, host.get(at), at, **{"name-en": "FES", "website": "fes.example"})
    assert answer.status_code == 303
    assert (stored(event).name["en"], stored(event).website) == ("FES", "https://fes.example")


def test_what_another_has_changed_meanwhile_is_shown_first(host: FlaskClient, event: OwnEvent) -> None:
    add(host, event)
    at = edited(event)
    shown = host.get(at)
    send(host, host.get(at), at, **{"name-en": "Theirs"})
    answer = send(host, shown, at, **{"name-en": "Mine"})
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert stored(event).name["en"] == "Theirs"


def test_of_an_organisation_there_is_no_such_page(host: FlaskClient, event: OwnEvent) -> None:
    assert host.get(edited(event)).status_code == 404


def test_nothing_can_be_granted_to_it(host: FlaskClient, event: OwnEvent) -> None:
    add(host, event)
    shown = parse(host.get(f"{event.address}/edit/hosts").text)
    assert len(shown.all("select", name="role")) == 1


def test_a_co_hosts_manager_names_nobody(host: FlaskClient, event: OwnEvent) -> None:
    add(host, event)
    at = edited(event)
    with event.app.app_context():
        kept = db.session.get_one(EventHost, co_hosts(db.session(), event.id)[0].id)
        kept.role = Role.MANAGER
        db.session.commit()
    guest = browser(event.app, Role.MANAGER, "shanyrak")
    assert guest.get(f"{event.address}/edit/hosts").status_code == 200
    for address in (at, f"{event.address}/edit/hosts/named/new"):
        assert (guest.get(address).status_code, guest.post(address).status_code) == (403, 403)


def test_one_too_many_is_said_at_the_name_and_what_was_typed_stays(
    host: FlaskClient, event: OwnEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(named_hosts, "MOST_NAMED", 1)
    add(host, event)
    answer = add(host, event, website="fes.example/kz")
    assert answer.status_code == 422
    assert "co-hosts by name already. Take one away first." in answer.text
    assert 'value="https://fes.example/kz"' in answer.text


def test_what_is_no_address_of_a_page_is_refused(host: FlaskClient, event: OwnEvent) -> None:
    answer = add(host, event, website='https://evil"onclick=x')
    assert answer.status_code == 422
    assert "Paste the whole address" in answer.text
