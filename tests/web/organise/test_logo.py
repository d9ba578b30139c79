"""The logo of an organisation: uploaded, shown with its events, replaced, taken away."""

from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from regapp.database import db
from regapp.models import File, Organisation
from regapp.vocabulary import Role
from tests.organisers import browser, token
from tests.web.visits import page, words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

DKU = "/organise/organisations/dku"


@pytest.fixture
def owner(client: FlaskClient) -> FlaskClient:
    """The browser of an owner of dku."""
    return browser(client.application, Role.OWNER)


def picture(colour: str = "teal") -> bytes:
    """A PNG."""
    octets = BytesIO()
    Image.new("RGB", (50, 10), colour).save(octets, "PNG")
    return octets.getvalue()


def send(owner: FlaskClient, content: bytes | None = None, name: str = "logo.png", **more: Any):
    data = {"csrf_token": token(owner.get(DKU).text), **more}
    if content is not None:
        data["picture"] = (BytesIO(content), name)
    return owner.post(f"{DKU}/logo", data=data, content_type="multipart/form-data")


def logo(owner: FlaskClient) -> File | None:
    with owner.application.app_context():
        return db.session.scalars(select(Organisation).where(Organisation.slug == "dku")).one().logo


def files(owner: FlaskClient) -> int:
    with owner.application.app_context():
        return len(db.session.scalars(select(File)).all())


def test_it_stands_on_the_public_page_of_its_events_at_once(owner: FlaskClient):
    visitor = owner.application.test_client()
    assert "/files/" not in visitor.get("/events/round-table").text
    answer = send(owner, picture())
    assert (answer.status_code, answer.location) == (303, DKU)
    stored = logo(owner)
    assert stored is not None
    address = f"/files/{stored.token}/{stored.name}"
    assert f'src="{address}"' in visitor.get("/events/round-table").text
    assert visitor.get(address).mimetype == "image/png"


def test_another_one_replaces_it(owner: FlaskClient):
    send(owner, picture())
    first = logo(owner)
    send(owner, picture("red"))
    second = logo(owner)
    assert first is not None
    assert second is not None
    assert first.token != second.token
    assert files(owner) == 1


def test_it_is_taken_away(owner: FlaskClient):
    send(owner, picture())
    assert send(owner, none="y").status_code == 303
    assert logo(owner) is None
    assert files(owner) == 0


def test_each_of_it_stands_in_the_log(owner: FlaskClient):
    send(owner, picture())
    send(owner, picture("red"))
    send(owner, none="y")
    told = [row.text for row in page(owner.get(f"{DKU}/audit")).one("tbody").all("tr")][:3]
    assert "Logo from yes → to no" in told[0]
    assert "Logo another one" in told[1]
    assert "Logo from no → to yes" in told[2]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "logo.png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "logo.svg"),
        (b"<html><script>alert(1)</script>", "logo.png"),
        (picture() + b"x" * 50_000_000, "logo.png"),
    ],
    ids=["empty", "svg", "html", "50 MB"],
)
def test_what_is_no_fit_picture_is_refused_at_its_field(owner: FlaskClient, content: bytes, name: str):
    answer = send(owner, content, name)
    assert answer.status_code == 422
    assert page(answer).one("input", name="picture").get("aria-invalid") == "true"
    assert page(answer).one("input", name="name-en").get("value") == "Kazakh-German University (DKU)"
    assert logo(owner) is None
    assert files(owner) == 0


def test_nothing_chosen_is_asked_for(owner: FlaskClient):
    answer = send(owner)
    assert answer.status_code == 422
    assert "Choose a picture" in words(answer)
