"""What a host does on the pages of the programme."""

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from regapp.database import db
from regapp.models import Session, Speaker
from tests.organisers import OwnEvent
from tests.web.visits import send


def address(event: OwnEvent, rest: str = "") -> str:
    return f"{event.address}/edit/programme{rest}"


def add(host: FlaskClient, event: OwnEvent, kind: str, **fields: Any) -> TestResponse:
    """Fill in the empty form for a session, a person or a group."""
    shown = host.get(address(event, f"/{kind}/new"))
    assert shown.status_code == 200
    return send(host, shown, f"/{kind}/new", **fields)


def edit(host: FlaskClient, at: str, **fields: Any) -> TestResponse:
    return send(host, host.get(at), at, **fields)


def rows(event: OwnEvent, model: type[Any]) -> list[Any]:
    with event.app.app_context():
        return list(
            db.session.scalars(select(model).where(model.event_id == event.id).order_by(model.position))
        )


def first(event: OwnEvent, model: type[Any]) -> Any:
    return rows(event, model)[0]


def session(host: FlaskClient, event: OwnEvent, **fields: Any) -> str:
    """Add a session; its page."""
    said = {"title-en": "Opening", "starts": "17:00", "ends": "18:00", **fields}
    assert add(host, event, "sessions", **said).status_code == 303
    return address(event, f"/sessions/{rows(event, Session)[-1].id}")


def person(host: FlaskClient, event: OwnEvent, **fields: Any) -> str:
    """Add somebody; their page."""
    assert add(host, event, "people", **{"name-en": "Asel Kim", **fields}).status_code == 303
    return address(event, f"/people/{rows(event, Speaker)[-1].id}")
