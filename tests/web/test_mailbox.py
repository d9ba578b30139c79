"""The letters of a service that has no mail server, read in the browser."""

import re
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from regapp.mail.files import FileDelivery
from tests.organisers import on_sqlite

pytestmark = on_sqlite

SENDER = "Казахстанско-Немецкий университет в Алматы – отдел мероприятий"
LINK = "http://localhost:8000/registrations/abc"
PNG = b"\x89PNG\r\n\x1a\n and so on"


def letter(number: int = 1) -> EmailMessage:
    """A letter as the service writes it."""
    message = EmailMessage()
    message["Message-ID"] = f"<letter-{number}@localhost>"
    message["From"] = f"{SENDER} <events@localhost>"
    message["To"] = "Әлия <aliya@example.org>"
    message["Subject"] = f"Сіз тіркелдіңіз: көші-қон {number}"
    message.set_content(f"Your page: {LINK}\n<b>not bold</b>")
    message.add_alternative(
        "<!doctype html><html><head><title>A</title></head><body>"
        "<script>alert(1)</script>"
        f'<a href="{LINK}">Your page</a><img alt="" src="cid:qr@localhost"></body></html>',
        subtype="html",
    )
    html = message.get_payload()[1]
    html.add_related(PNG, "image", "png", cid="<qr@localhost>")
    message.add_attachment(b"BEGIN:VCALENDAR", "application", "ics", filename="invite.ics")
    message.add_attachment(b"<script>alert(1)</script>", "text", "html", filename="note.html")
    return message


@pytest.fixture
def app(make_app: Callable[..., Flask], tmp_path: Path) -> Flask:
    """A site with two letters."""
    made = make_app()
    with FileDelivery(tmp_path / "mail") as delivery:
        for number in (1, 2):
            delivery.send(letter(number), "events@localhost", "aliya@example.org")
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that looks at no rules: a letter's own markup is not ours."""
    return FlaskClient(app, app.response_class)


@pytest.fixture
def address(client: FlaskClient) -> str:
    """Where the first letter is opened."""
    return re.findall(r'href="(/mailbox/[^"?]+)"', client.get("/mailbox").text)[1]


def test_it_lists_the_letters_newest_first(app: Flask):
    page = app.test_client().get("/mailbox").text
    assert page.index("көші-қон 2") < page.index("көші-қон 1")
    assert "Әлия &lt;aliya@example.org&gt;" in page


def test_without_letters_it_says_what_to_do(make_app: Callable[..., Flask]):
    answer = make_app().test_client().get("/mailbox")
    assert answer.status_code == 200
    assert 'class="empty"' in answer.text


def test_a_letter_shows_who_wrote_what_to_whom(app: Flask, address: str):
    page = app.test_client().get(address).text
    assert "Сіз тіркелдіңіз: көші-қон 1" in page
    assert SENDER in page  # also where the header had to cut the name into two words
    assert "Әлия &lt;aliya@example.org&gt;" in page


def test_its_plain_text_has_links_and_no_markup(client: FlaskClient, address: str):
    page = client.get(address).text
    assert f'href="{LINK}"' in page
    assert "&lt;b&gt;not bold&lt;/b&gt;" in page


def test_its_html_stands_in_a_frame_that_can_do_nothing(client: FlaskClient, address: str):
    page = client.get(address)
    assert f'src="{address}/html"' in page.text
    assert 'sandbox="allow-top-navigation-by-user-activation"' in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]
    policy = client.get(f"{address}/html").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox allow-top-navigation-by-user-activation" in policy
    assert "allow-scripts" not in policy
    assert "frame-ancestors 'self'" in policy


def test_links_in_the_frame_lead_the_whole_window(client: FlaskClient, address: str):
    text = client.get(f"{address}/html").text
    assert text.startswith("<!doctype html>")
    assert '<head><base target="_top">' in text
    assert f'<a href="{LINK}">' in text


def test_its_pictures_come_out_of_the_letter(client: FlaskClient, address: str):
    source = re.search(r'src="(/mailbox/[^"]+)"', client.get(f"{address}/html").text)
    assert source
    picture = client.get(source[1])
    assert (picture.mimetype, picture.data) == ("image/png", PNG)
    assert picture.headers["Content-Disposition"].startswith("inline")


def test_attachments_are_downloads(client: FlaskClient, address: str):
    page = client.get(address).text
    files = re.findall(rf'href="({address}/files/\d+)"', page)
    answers = [client.get(file) for file in files]
    assert [answer.data for answer in answers] == [b"BEGIN:VCALENDAR", b"<script>alert(1)</script>"]
    assert all(answer.headers["Content-Disposition"].startswith("attachment") for answer in answers)
    assert "invite.ics" in answers[0].headers["Content-Disposition"]
    assert answers[1].headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/mailbox/nothing.eml", "/mailbox/..%2Fsecret_key", "/mailbox/.names"])
def test_nothing_else_in_the_folder_can_be_read(client: FlaskClient, path: str):
    for page in (path, f"{path}/html", f"{path}/files/0"):
        assert client.get(page).status_code == 404


def test_a_part_that_is_not_there_is_404(client: FlaskClient, address: str):
    assert client.get(f"{address}/files/0").status_code == 404
    assert client.get(f"{address}/files/99").status_code == 404


@pytest.mark.parametrize(
    "header",
    ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "X-Real-IP", "Via", "CF-Ray"],
)
def test_a_forwarded_visitor_sees_nothing(client: FlaskClient, address: str, header: str):
    for path in ("/mailbox", address, f"{address}/html"):
        assert client.get(path, headers={header: "127.0.0.1"}).status_code == 404


@pytest.mark.parametrize("host", ["192.0.2.7", "::ffff:192.0.2.7", ""])
def test_a_visitor_from_elsewhere_sees_nothing(client: FlaskClient, host: str):
    assert client.get("/mailbox", environ_base={"REMOTE_ADDR": host}).status_code == 404


def test_another_sites_name_for_this_machine_opens_nothing(client: FlaskClient):
    assert client.get("/mailbox", headers={"Host": "evil.example"}).status_code == 404
    assert client.get("/mailbox", headers={"Host": "127.0.0.1:8000"}).status_code == 200
    assert client.get("/mailbox", headers={"Host": "[::1]:8000"}).status_code == 200


def test_it_is_not_there_with_a_mail_server_or_a_public_host(make_app: Callable[..., Flask]):
    exposed = make_app(host="0.0.0.0")  # noqa: S104 - to be refused
    assert exposed.test_client().get("/mailbox").status_code == 404
    with_server = make_app()
    settings = with_server.extensions["settings"]
    assert "mailbox" in with_server.blueprints
    mail = replace(settings.mail, server="mail.example")
    assert make_app(mail=mail).test_client().get("/mailbox").status_code == 404


def test_it_sets_no_cookie(client: FlaskClient, address: str):
    for path in ("/mailbox", address, f"{address}/html"):
        assert "Set-Cookie" not in client.get(path).headers
