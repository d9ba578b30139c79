"""An organisation's own people see where others name it as a co-host, and take it off."""

import pytest
from flask.testing import FlaskClient

from regapp.database import db
from regapp.models import EventHost
from regapp.queries.co_hosts import co_hosts
from regapp.services.events import creating
from regapp.vocabulary import Role
from tests import builders as b
from tests.organisers import OwnEvent, browser, own_event, token

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PAGE = "/organise/organisations/fes/co-hosted"


@pytest.fixture
def event(client: FlaskClient) -> OwnEvent:
    """An event of dku that names fes, which was granted nothing."""
    return own_event(client.application, hosts=("fes", "shanyrak"))


def leave(client: FlaskClient, slug: str, proof: str = ""):
    """Press the button of an event."""
    data = {"csrf_token": proof or token(client.get(PAGE).text), "event": slug}
    return client.post(f"{PAGE}/leave", data=data)


def hosts(event: OwnEvent) -> list[str]:
    """The co-hosts as stored."""
    with event.app.app_context():
        return [one.slug for one in co_hosts(db.session(), event.id)]


@pytest.mark.parametrize("role", [Role.OWNER, Role.MANAGER])
def test_owners_and_managers_take_it_off_without_any_right_to_the_event(
    client: FlaskClient, event: OwnEvent, role: Role
) -> None:
    inside = browser(client.application, role, "fes")
    assert inside.get(event.address).status_code == 404
    assert f'value="{event.slug}"' in inside.get(PAGE).text
    answer = leave(inside, event.slug)
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert hosts(event) == ["shanyrak"]
    assert f'value="{event.slug}"' not in inside.get(PAGE).text
    assert "Friedrich" not in client.get(f"/events/{event.slug}").text


@pytest.mark.parametrize(
    ("role", "organisation", "status"),
    [
        (Role.DOOR, "fes", 403),
        (Role.VIEWER, "fes", 403),
        (Role.OWNER, "shanyrak", 404),
        (Role.OWNER, "dku", 404),
    ],
)
def test_nobody_else_does(
    client: FlaskClient, event: OwnEvent, role: Role, organisation: str, status: int
) -> None:
    outside = browser(client.application, role, organisation)
    proof = token(outside.get("/organise/organisations").text)
    answer = outside.post(f"{PAGE}/leave", data={"csrf_token": proof, "event": event.slug})
    assert (outside.get(PAGE).status_code, answer.status_code) == (status, status)
    assert hosts(event) == ["fes", "shanyrak"]


def test_a_page_that_was_open_for_too_long_changes_nothing(client: FlaskClient, event: OwnEvent) -> None:
    inside = browser(client.application, Role.OWNER, "fes")
    answer = leave(inside, event.slug, "old")
    assert answer.status_code == 422
    assert "Please send it once more" in answer.text
    assert hosts(event) == ["fes", "shanyrak"]


@pytest.mark.parametrize("slug", ["no-such", "", "webinar"])
@pytest.mark.usefixtures("event")
def test_an_event_that_does_not_name_it_is_not_found(client: FlaskClient, slug: str) -> None:
    inside = browser(client.application, Role.OWNER, "fes")
    assert leave(inside, slug).status_code == 404


def test_a_draft_of_others_is_shown_only_where_they_let_its_members_in(client: FlaskClient) -> None:
    with client.application.app_context():
        draft = creating.create(b.draft("secret-plan", hosts=("fes",)))
    inside = browser(client.application, Role.OWNER, "fes")
    assert "secret-plan" not in inside.get(PAGE).text
    assert leave(inside, "secret-plan").status_code == 404
    with client.application.app_context():
        db.session.query(EventHost).filter_by(event_id=draft).update({"role": Role.VIEWER})
        db.session.commit()
    assert "secret-plan" in inside.get(PAGE).text


def test_both_logs_say_who_did_it(client: FlaskClient, event: OwnEvent) -> None:
    leave(browser(client.application, Role.OWNER, "fes"), event.slug)
    theirs = browser(client.application, Role.OWNER, "dku").get("/organise/organisations/dku/audit").text
    ours = browser(client.application, Role.OWNER, "fes").get("/organise/organisations/fes/audit").text
    assert "Co-host took itself off" in theirs
    assert "No longer a co-host of an event" in ours
    assert event.slug in ours


def test_without_such_an_event_the_page_says_so(client: FlaskClient) -> None:
    inside = browser(client.application, Role.OWNER, "assembly")
    assert "Nobody names you as a co-host" in inside.get(PAGE.replace("fes", "assembly")).text
