"""The page about places, as an organiser uses it."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.organisers import OwnEvent
from tests.web.visits import page, send


def shown(client: FlaskClient, event: OwnEvent) -> TestResponse:
    return client.get(f"{event.address}/places")


def change(client: FlaskClient, event: OwnEvent, action: str, **fields: Any) -> TestResponse:
    return send(client, shown(client, event), action, **fields)


def of_ticket(answer: TestResponse, action: str, ticket: str) -> dict[str, str]:
    """What the form of this action and ticket type holds."""
    forms = [one for one in page(answer).all("form") if (one.get("action") or "").endswith(action)]
    return next(one.values() for one in forms if one.values().get("ticket") == ticket)
