"""Who finds an event: everybody, those who know its address, or those who are invited."""

from dataclasses import dataclass, replace

import pytest
from flask.testing import FlaskClient

from regapp.database import db
from regapp.models import Event
from regapp.services.allocation import invitations
from regapp.services.events.drafts import QuestionDraft, SessionDraft
from regapp.vocabulary import EventVisibility, QuestionKind
from tests import builders
from tests.web.conftest import Inside, only_sqlite
from tests.web.visits import PERSON, form, page, send, words

pytestmark = only_sqlite

QUESTION = "Which point of the budget concerns you?"
TITLE, SUMMARY, TEXT = "Session of the council", "What the council decides.", "Only for those inside."
GUESTS = replace(builders.IN_PERSON, needs_code=True)


@dataclass(frozen=True)
class Shown:
    """An event, and a code that opens it."""

    id: int
    slug: str
    code: str

    @property
    def address(self) -> str:
        return f"/events/{self.slug}"


@pytest.fixture
def council(inside: Inside, request: pytest.FixtureRequest) -> Shown:
    """An event that not everybody finds."""
    with inside():
        event = builders.small_event(
            visibility=request.param,
            title={"en": TITLE},
            summary={"en": SUMMARY},
            description={"en": TEXT},
            ticket_types=(GUESTS,),
            questions=(QuestionDraft("agenda", QuestionKind.TEXT, {"en": QUESTION}),),
            sessions=(SessionDraft({"en": "Secret item"}, bookable=True),),
            public_stream="https://live.example.org/council",
        )
        code = invitations.invite(event_id=event, ticket="in-person", user_id=None, uses=2)
        return Shown(event, db.session.get_one(Event, event).slug, code)


unlisted = pytest.mark.parametrize("council", [EventVisibility.UNLISTED], indirect=True)
by_invitation = pytest.mark.parametrize("council", [EventVisibility.INVITED], indirect=True)
both = pytest.mark.parametrize("council", [EventVisibility.UNLISTED, EventVisibility.INVITED], indirect=True)


@both
def test_no_list_and_no_calendar_has_it(client: FlaskClient, council: Shown) -> None:
    for address in (
        "/",
        "/?q=council",
        "/?organisation=dku",
        "/calendar.ics",
        "/organisations/dku/calendar.ics",
    ):
        text = client.get(address).text
        assert TITLE not in text, address
        assert council.slug not in text, address


@both
def test_search_engines_are_asked_to_leave_it_out(client: FlaskClient, council: Shown) -> None:
    for address in (council.address, f"{council.address}?code={council.code}", f"{council.address}/poster"):
        shown = page(client.get(address))
        assert shown.one("meta", name="robots").get("content") == "noindex"
        assert not shown.all("script", type="application/ld+json")


@unlisted
def test_whoever_knows_the_address_sees_all(client: FlaskClient, council: Shown) -> None:
    text = words(client.get(council.address))
    assert TEXT in text
    assert "Secret item" in text
    assert TITLE in client.get(f"{council.address}/calendar.ics").text


@by_invitation
def test_a_stranger_sees_no_more_than_title_date_and_host(client: FlaskClient, council: Shown) -> None:
    for path in ("", "/poster", "?code=NOTACODE1234"):
        answer = client.get(council.address + path)
        assert TITLE in words(answer)
        for hidden in (SUMMARY, TEXT, "Secret item", "live.example.org", GUESTS.name["en"]):
            assert hidden not in answer.text, path
    assert "By invitation" in words(client.get(council.address))
    assert client.get(f"{council.address}/calendar.ics").status_code == 404


@by_invitation
@pytest.mark.parametrize("code", ["", "NOTACODE1234"])
def test_a_form_sent_by_a_stranger_tells_no_more(client: FlaskClient, council: Shown, code: str) -> None:
    for sent in ({}, {key: PERSON[key] for key in ("name", "email", "ticket", "consent")}):
        answer = client.post(f"{council.address}/register", data={**sent, "code": code})
        assert answer.status_code == 422
        for hidden in (QUESTION, "Secret item", GUESTS.name["en"]):
            assert hidden not in answer.text


@by_invitation
def test_a_guest_whose_code_is_used_up_meanwhile_keeps_what_was_typed(
    client: FlaskClient, inside: Inside, council: Shown
) -> None:
    with inside():
        for number in (1, 2):
            builders.register(council.id, number, code=council.code)
    token = form(client.get("/events/round-table/register"), "/register").values()["csrf_token"]
    person = {key: PERSON[key] for key in ("name", "email", "ticket", "consent")}
    sent = {**person, "code": council.code, "question-agenda": "The budget", "csrf_token": token}
    answer = client.post(f"{council.address}/register", data=sent)
    assert answer.status_code == 422
    assert "The budget" in answer.text


@by_invitation
def test_a_wrong_code_is_answered_and_kept(client: FlaskClient, council: Shown) -> None:
    answer = client.get(f"{council.address}?code=NOTACODE1234")
    assert "opens nothing here" in words(answer)
    assert page(answer).one("input", name="code").get("value") == "NOTACODE1234"


@by_invitation
def test_a_guest_with_the_code_sees_all_and_registers(client: FlaskClient, council: Shown) -> None:
    answer = client.get(f"{council.address}?code={council.code}")
    assert TEXT in words(answer)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    leads = {link.get("href") for link in page(answer).all("a") if "/register" in (link.get("href") or "")}
    assert leads == {f"{council.address}/register?code={council.code}"}
    shown = client.get(leads.pop())
    person = {key: PERSON[key] for key in ("name", "email", "ticket", "consent")}
    assert send(client, shown, "/register", **person).status_code == 303


@by_invitation
def test_whoever_is_registered_sees_all_by_the_own_page(
    client: FlaskClient, inside: Inside, council: Shown
) -> None:
    with inside():
        builders.register(council.id, 1, code=council.code)
        token = builders.own_token(council.id, 1)
    own = client.get(f"/registrations/{token}")
    address = f"/registrations/{token}/event"
    assert address in {link.get("href") for link in page(own).all("a")}
    answer = client.get(address)
    assert TEXT in words(answer)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert client.get("/registrations/nobody/event").status_code == 404


def test_the_own_pages_way_to_a_public_event_is_its_page(client: FlaskClient, inside: Inside) -> None:
    with inside():
        event = builders.event_id()
        builders.register(event, 1)
        token = builders.own_token(event, 1)
    assert client.get(f"/registrations/{token}/event").location == "/events/round-table"


@by_invitation
def test_a_ticket_that_needs_no_code_is_not_to_be_had_either(
    client: FlaskClient, inside: Inside, council: Shown
) -> None:
    with inside():
        db.session.get_one(Event, council.id).ticket_types[0].needs_code = False
        builders.change_event(council.id)
    shown = client.get(f"{council.address}/register")
    assert GUESTS.name["en"] not in words(shown)
    person = {key: PERSON[key] for key in ("name", "email", "ticket", "consent")}
    token = form(client.get("/events/round-table/register"), "/register").values()["csrf_token"]
    answer = client.post(f"{council.address}/register", data={**person, "csrf_token": token})
    assert answer.status_code == 422
    with inside():
        assert builders.find_registration(council.id, PERSON["email"]) is None


@by_invitation
def test_its_receipt_offers_no_public_calendar(client: FlaskClient, inside: Inside, council: Shown) -> None:
    with inside():
        token = builders.register(council.id, 1, code=council.code)
    assert "calendar.ics" not in str(
        [link.get("href") for link in page(client.get(f"/receipts/{token}")).one("main").all("a")]
    )
