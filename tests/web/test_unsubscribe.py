"""The page on which somebody ends letters of a kind, and the button for it that mail programs show."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from regapp.database import db
from regapp.models import Letter, Membership, OptOut
from regapp.services.accounts.hosts import add_organiser
from regapp.vocabulary import LetterKind, Role
from tests import builders as b
from tests.organisers import on_sqlite
from tests.services.owed import mailing, owe
from tests.web.pages import parse

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def owed(client: FlaskClient, kind: LetterKind, **columns: object) -> str:
    """The address that a letter to a@example.org carries."""
    with client.application.app_context():
        (letter_id,) = owe("a@example.org", kind=kind, event_id=b.event_id(), **columns)
        return f"/unsubscribe/{db.session.get_one(Letter, letter_id).message_token}"


@pytest.fixture
def address(client: FlaskClient) -> str:
    return owed(client, LetterKind.INVITATION, facts={"invitation": 1})


def refusals(client: FlaskClient) -> int:
    with client.application.app_context():
        return len(b.rows(OptOut))


@pytest.fixture
def member(client: FlaskClient) -> int:
    """The id of an organiser's membership."""
    with client.application.app_context():
        add_organiser(email="o@dku.example", organisation="dku", role=Role.OWNER, password="a long password")
        return db.session.scalars(select(Membership.id)).one()


def test_looking_at_the_page_changes_nothing(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert "No more of these letters?" in answer.text
    assert "a@example.org" in answer.text
    assert client.head(address).status_code == 200
    assert refusals(client) == 0


def test_its_button_ends_the_letters(client: FlaskClient, address: str) -> None:
    form = parse(client.get(address).text).one("form", action=address)
    answer = client.post(form.get("action") or "", data=form.values())
    assert answer.status_code == 200
    assert "You get no more of them" in answer.text
    assert refusals(client) == 1


def test_a_mail_program_ends_them_without_a_page_a_cookie_or_a_redirect(
    client: FlaskClient, address: str
) -> None:
    """RFC 8058 3.1 and 3.2: one POST that carries nothing but List-Unsubscribe=One-Click."""
    program = client.application.test_client(use_cookies=False)
    assert program.post(address, data=ONE_CLICK).status_code == 200
    assert refusals(client) == 1


@pytest.mark.parametrize("body", [{"multipart": "yes", **ONE_CLICK}, {}])
def test_it_asks_nothing_of_the_form_it_is_sent(
    client: FlaskClient, address: str, body: dict[str, str]
) -> None:
    """RFC 8058 8.3: the body may be multipart/form-data as well."""
    kind = "multipart/form-data" if body else None
    assert client.post(address, data=body, content_type=kind).status_code == 200
    assert refusals(client) == 1


def test_pressing_twice_is_pressing_once(client: FlaskClient, address: str) -> None:
    client.post(address, data=ONE_CLICK)
    assert client.post(address, data=ONE_CLICK).status_code == 200
    assert refusals(client) == 1


def test_who_pressed_by_mistake_has_them_sent_again(client: FlaskClient, address: str) -> None:
    page = parse(client.post(address, data=ONE_CLICK).text)
    form = page.one("form", action=f"{address}/undo")
    answer = client.post(f"{address}/undo", data=form.values())
    assert (answer.status_code, answer.location) == (303, address)
    assert refusals(client) == 0
    assert "No more of these letters?" in client.get(address).text


def test_the_page_says_later_too_that_they_have_ended(client: FlaskClient, address: str) -> None:
    client.post(address, data=ONE_CLICK)
    assert "You get no more of them" in client.get(address).text


@pytest.mark.parametrize(
    ("kind", "column", "words"),
    [
        (LetterKind.DIGEST, "wants_digest", "The letter of the day"),
        (LetterKind.EVENT_FULL, "wants_alarms", "at once when an event is full"),
    ],
)
def test_an_organiser_ends_the_letters_of_one_kind(
    client: FlaskClient, member: int, kind: LetterKind, column: str, words: str
) -> None:
    address = owed(client, kind, facts={"membership": member})
    assert words in client.get(address).text
    client.post(address, data=ONE_CLICK)
    with client.application.app_context():
        (stored,) = b.rows(Membership)
    assert stored[column] is False


def neutral(client: FlaskClient) -> list[str]:
    """Addresses at which there is nothing to switch off."""
    about = mailing(about_registration=True)
    return [
        "/unsubscribe/0123456789abcdef0123456789abcdef",
        owed(client, LetterKind.CONFIRMATION),
        owed(client, LetterKind.MESSAGE, mailing_id=about.id),
    ]


def test_what_cannot_be_refused_reads_like_what_is_not_there(client: FlaskClient) -> None:
    with client.application.app_context():
        addresses = neutral(client)
    answers = [client.open(path, method=method) for path in addresses for method in ("GET", "POST")]
    assert {answer.status_code for answer in answers} == {404}
    (words,) = {parse(answer.text).one("main").text for answer in answers}
    assert words.startswith("There is nothing to switch off here")


@on_sqlite
@pytest.mark.parametrize("lang", ["en", "kk", "ru", "de"])
def test_it_reads_in_every_language(client: FlaskClient, address: str, lang: str) -> None:
    assert parse(client.get(f"{address}?lang={lang}").text).one("html").get("lang") == lang
