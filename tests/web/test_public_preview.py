"""A draft as visitors will see it, for its hosts alone."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from regapp.models import Letter, Receipt, Registration
from regapp.services.events import creating
from regapp.vocabulary import Role
from tests import builders as b
from tests.organisers import browser, on_sqlite
from tests.web.pages import parse

PREVIEW = "/organise/events/a-draft/preview"
FORM = f"{PREVIEW}/register"


@pytest.fixture
def host(client: FlaskClient) -> FlaskClient:
    """A manager of dku, who has a draft."""
    with client.application.app_context():
        creating.create(b.draft("a-draft"))
    return browser(client.application)


def filled(host: FlaskClient, **changes: str) -> dict[str, str]:
    form = parse(host.get(FORM).text).one("form", method="post", action=FORM)
    return {
        **form.values(),
        "name": "Aigul",
        "email": "a@example.org",
        "ticket": "in-person",
        "consent": "y",
        **changes,
    }


def test_it_is_the_page_that_visitors_get_with_a_bar_that_says_so(host: FlaskClient):
    page = parse(host.get(PREVIEW).text)
    assert "This is a preview." in page.text
    assert "Round table a-draft" in page.one("h1").text
    assert page.all("meta", name="robots", content="noindex")
    assert host.get("/events/a-draft").status_code == 404


@on_sqlite
def test_its_links_lead_on_to_previews(host: FlaskClient):
    page = parse(host.get(PREVIEW).text)
    assert FORM in [link.get("href") for link in page.all("a")]
    cover = next(image.get("src") for image in page.all("img") if "cover" in (image.get("src") or ""))
    assert cover is not None
    assert host.get(cover).mimetype == "image/svg+xml"
    assert PREVIEW in [link.get("href") for link in parse(host.get(FORM).text).all("a")]


def test_the_form_says_that_it_is_complete_and_stores_nothing(host: FlaskClient):
    with host.application.app_context():
        before = [b.rows(model) for model in (Registration, Receipt, Letter)]
    answer = host.post(FORM, data=filled(host))
    assert answer.status_code == 200
    assert "The form is filled in as it should be" in answer.text
    with host.application.app_context():
        assert [b.rows(model) for model in (Registration, Receipt, Letter)] == before


@on_sqlite
def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(host: FlaskClient):
    answer = host.post(FORM, data=filled(host, email="nowhere"))
    assert answer.status_code == 422
    page = parse(answer.text)
    assert "Check the address" in page.text
    assert page.one("form", method="post", action=FORM).values()["name"] == "Aigul"


@on_sqlite
def test_a_published_event_has_a_preview_as_well(host: FlaskClient):
    assert "Nothing that you do here is stored." in host.get("/organise/events/round-table/preview").text


@on_sqlite
def test_the_public_page_has_no_bar(client: FlaskClient):
    assert "This is a preview." not in client.get("/events/round-table").text


@on_sqlite
@pytest.mark.parametrize("path", [PREVIEW, FORM, f"{PREVIEW}/cover.svg"])
def test_nobody_else_sees_it(host: FlaskClient, path: str):
    app = host.application
    assert app.test_client().get(path).status_code == 302
    assert browser(app, Role.OWNER, "assembly").get(path).status_code == 404


@on_sqlite
def test_what_needs_a_code_can_be_filled_in_without_one(host: FlaskClient):
    with host.application.app_context():
        guest = replace(b.IN_PERSON, key="guest", needs_code=True)
        creating.create(b.draft("by-code", ticket_types=(guest,), quotas=()))
    address = "/organise/events/by-code/preview/register"
    form = parse(host.get(address).text).one("form", method="post", action=address).values()
    person = {"name": "Aigul", "email": "a@example.org", "consent": "y"}
    answer = host.post(address, data={**form, **person})
    assert "The form is filled in as it should be" in answer.text
    assert parse(answer.text).one("form", method="post", action=address).values()["ticket"] == "guest"
