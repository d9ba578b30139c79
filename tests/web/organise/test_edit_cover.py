"""A picture on top of an event's page: uploaded, shown, replaced, taken away."""

from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from regapp.database import db
from regapp.models import File
from tests.organisers import OwnEvent, browser, own_event, token

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def event(client: FlaskClient) -> OwnEvent:
    """A small event."""
    return own_event(client.application)


def picture(colour: str = "teal") -> bytes:
    """A PNG."""
    octets = BytesIO()
    Image.new("RGB", (50, 10), colour).save(octets, "PNG")
    return octets.getvalue()


def send(client: FlaskClient, event: OwnEvent, content: bytes | None = None, **more: Any):
    """Send the form."""
    host, address = browser(client.application), f"{event.address}/edit/cover"
    data = {"csrf_token": token(host.get(address).text), **more}
    if content is not None:
        data["picture"] = (BytesIO(content), "cover.png")
    return host.post(address, data=data, content_type="multipart/form-data")


def files(event: OwnEvent) -> list[File]:
    """The files of the event."""
    with event.app.app_context():
        return list(db.session.scalars(select(File).where(File.event_id == event.id)))


def test_a_picture_takes_the_place_of_the_ornament(client: FlaskClient, event: OwnEvent) -> None:
    assert send(client, event, picture()).status_code == 303
    page, (file,) = client.get(f"/events/{event.slug}").text, files(event)
    address = f"/files/{file.token}/{file.name}"
    assert f'src="{address}"' in page
    assert f'<meta property="og:image" content="http://localhost:8000{address}">' in page
    assert f"/events/{event.slug}/cover.svg" not in page
    assert client.get(address).status_code == 200


def test_another_one_replaces_it_and_none_is_kept_of_the_first(client: FlaskClient, event: OwnEvent) -> None:
    send(client, event, picture())
    send(client, event, picture("red"))
    (kept,) = files(event)
    assert event.column("cover_id") == kept.id


def test_it_is_taken_away(client: FlaskClient, event: OwnEvent) -> None:
    send(client, event, picture())
    assert send(client, event, none="y").status_code == 303
    assert files(event) == []
    assert f"/events/{event.slug}/cover.svg" in client.get(f"/events/{event.slug}").text


@pytest.mark.parametrize(
    "content", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"%PDF-1.7"]
)
def test_what_is_no_picture_is_refused_at_its_field(
    client: FlaskClient, event: OwnEvent, content: bytes
) -> None:
    answer = send(client, event, content)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert files(event) == []


def test_a_picture_of_fifty_megabytes_is_refused_at_its_field(client: FlaskClient, event: OwnEvent) -> None:
    answer = send(client, event, picture() + bytes(50 * 1024 * 1024))
    assert answer.status_code == 422
    assert "too large" in answer.text
