"""What every answer tells the browser it may do."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import only_sqlite

pytestmark = only_sqlite

EVERYWHERE = [
    "/",
    "/events/round-table",
    "/events/round-table/register",
    "/events/round-table/calendar.ics",
    "/events/round-table/cover.svg",
    "/calendar.ics",
    "/lost-link",
    "/tickets/ABCDEFGHJKLM",
    "/nothing-here",
]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_scripts_and_styles_come_from_us_alone(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} <= set(
        policy.split("; ")
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


@pytest.mark.parametrize("path", ["/events/round-table/register", "/lost-link", "/tickets/ABCDEFGHJKLM"])
def test_pages_with_a_form_or_a_person_are_kept_by_no_cache(client: FlaskClient, path: str) -> None:
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_on_https_the_browser_stays_there(make_app: Any) -> None:
    client = make_app(public_url="https://events.example.org").test_client()
    headers = client.get("/", base_url="https://events.example.org").headers

    assert "max-age=31536000" in headers["Strict-Transport-Security"]
