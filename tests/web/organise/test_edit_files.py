"""Files and links beside an event: edited in the browser, and handed out so that nothing in them can run."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from regapp.database import db
from regapp.documents.examining import examine
from regapp.errors import StorageFull
from regapp.models import Attachment, Event, File
from regapp.models.file import MOST_STORED
from regapp.services.events.files import keep
from regapp.vocabulary import EventStatus
from tests import builders as b
from tests import hostile
from tests.organisers import OwnEvent, browser, on_sqlite, own_event
from tests.web.visits import form, page, send, words

LINK = "https://example.org/recording"


@pytest.fixture
def event(website: Flask) -> OwnEvent:
    return own_event(website)


@pytest.fixture
def host(website: Flask) -> FlaskClient:
    return browser(website)


def address(event: OwnEvent, rest: str = "") -> str:
    return f"{event.address}/edit/files{rest}"


def pdf(content: bytes = hostile.PDF, name: str = "Programme.pdf") -> tuple[BytesIO, str]:
    return BytesIO(content), name


def add(host: FlaskClient, event: OwnEvent, **fields: Any) -> TestResponse:
    return send(host, host.get(address(event, "/new")), "/files/new", **{"title-en": "Programme", **fields})


def attached(event: OwnEvent) -> list[Attachment]:
    with event.app.app_context():
        found = select(Attachment).where(Attachment.event_id == event.id).order_by(Attachment.position)
        return list(db.session.scalars(found))


def own_page(event: OwnEvent, person: int = 1) -> str:
    with event.app.app_context():
        return f"/registrations/{b.own_token(event.id, person)}"


def link(answer: TestResponse, text: str = "Programme") -> str:
    """Where a link of the page leads."""
    found = [one for one in page(answer).one("main").all("a") if one.text == text]
    assert len(found) == 1, f"{len(found)} links {text}"
    return found[0].get("href") or ""


def test_a_file_stands_on_the_page_of_the_event_and_is_a_download(host: FlaskClient, event: OwnEvent):
    answer = add(host, event, file=pdf())
    assert (answer.status_code, answer.location) == (303, address(event))
    visitor = event.app.test_client()
    got = visitor.get(link(visitor.get(f"/events/{event.slug}")))
    assert (got.status_code, got.mimetype, got.data) == (200, "application/pdf", hostile.PDF)
    assert got.headers["Content-Disposition"].startswith("attachment; filename=Programme.pdf")


def test_nothing_in_a_file_can_run_in_our_origin(host: FlaskClient, event: OwnEvent):
    add(host, event, file=pdf(hostile.PDF_AND_HTML, "evil.html"))
    visitor = event.app.test_client()
    got = visitor.get(link(visitor.get(f"/events/{event.slug}")))
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    policy = got.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.mimetype == "application/pdf"
    assert "Set-Cookie" not in got.headers


def test_a_name_in_kazakh_is_kept_for_whoever_saves_it(host: FlaskClient, event: OwnEvent):
    add(host, event, file=pdf(name='Бағдарлама "1"\r\n.pdf'))
    visitor = event.app.test_client()
    got = visitor.get(link(visitor.get(f"/events/{event.slug}")))
    assert "filename*=UTF-8''%D0%91%D0%B0%D2%93" in got.headers["Content-Disposition"]


def test_who_has_a_file_already_is_not_sent_it_again(host: FlaskClient, event: OwnEvent):
    add(host, event, file=pdf())
    visitor = event.app.test_client()
    at = link(visitor.get(f"/events/{event.slug}"))
    etag = visitor.get(at).headers["ETag"]
    again = visitor.get(at, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == etag


def test_a_file_that_is_taken_away_is_gone_at_once(host: FlaskClient, event: OwnEvent):
    add(host, event, file=pdf())
    visitor = event.app.test_client()
    at = link(visitor.get(f"/events/{event.slug}"))
    assert "no-cache" in visitor.get(at).headers["Cache-Control"]
    own = address(event, f"/{attached(event)[0].id}")
    assert send(host, host.get(own), f"{own}/remove").status_code == 303
    assert visitor.get(at, headers={"If-None-Match": "*"}).status_code == 404
    assert "Files and links" not in words(visitor.get(f"/events/{event.slug}"))


def test_a_picture_is_kept_by_browsers_for_ever(host: FlaskClient, event: OwnEvent):
    people = f"{event.address}/edit/programme/people/new"
    photograph = (BytesIO(hostile.picture()), "me.png")
    send(host, host.get(people), "/people/new", **{"name-en": "Asel"}, photograph=photograph)
    visitor = event.app.test_client()
    picture = page(visitor.get(f"/events/{event.slug}")).one("img", alt="Asel").get("src") or ""
    got = visitor.get(picture)
    assert (got.status_code, got.mimetype) == (200, "image/png")
    assert "immutable" in got.headers["Cache-Control"]
    assert "attachment" not in got.headers["Content-Disposition"]
    assert "sandbox" in got.headers["Content-Security-Policy"]


def test_what_is_for_the_registered_stands_on_their_own_page_alone(host: FlaskClient, event: OwnEvent):
    event.register(1)
    add(host, event, file=pdf(), visibility="registered")
    visitor = event.app.test_client()
    assert "Programme" not in words(visitor.get(f"/events/{event.slug}"))
    own = own_page(event)
    at = link(visitor.get(own))
    assert at.startswith(f"{own}/files/")
    got = visitor.get(at)
    assert (got.status_code, got.data) == (200, hostile.PDF)
    assert "private" in got.headers["Cache-Control"]
    assert "attachment" in got.headers["Content-Disposition"]
    token = at.split("/files/")[1]
    assert visitor.get(f"/files/{token}").status_code == 404
    assert visitor.get(f"/registrations/another/files/{token}").status_code == 404


def test_who_has_cancelled_has_no_files(host: FlaskClient, event: OwnEvent):
    event.register(1)
    add(host, event, file=pdf(), visibility="registered")
    visitor = event.app.test_client()
    own = own_page(event)
    at = link(visitor.get(own))
    send(visitor, visitor.get(own), "/cancel")
    assert visitor.get(at).status_code == 404
    assert "Files and links" not in words(visitor.get(own))


@on_sqlite
def test_a_registration_of_another_event_opens_no_file(host: FlaskClient, event: OwnEvent, website: Flask):
    other = own_event(website)
    other.register(1)
    event.register(1)
    add(host, event, file=pdf(), visibility="registered")
    at = link(event.app.test_client().get(own_page(event)))
    strange = at.replace(own_page(event), own_page(other))
    assert event.app.test_client().get(strange).status_code == 404


@on_sqlite
def test_a_draft_shows_nothing_to_strangers_and_all_to_its_hosts(host: FlaskClient, event: OwnEvent):
    add(host, event, file=pdf())
    visitor = event.app.test_client()
    at = link(visitor.get(f"/events/{event.slug}"))
    with event.app.app_context():
        b.change_event(event.id, status=EventStatus.DRAFT)
    assert visitor.get(at).status_code == 404
    assert host.get(link(host.get(address(event)), "Programme.pdf")).data == hostile.PDF


@on_sqlite
def test_a_link_leads_elsewhere_without_telling_from_where(host: FlaskClient, event: OwnEvent):
    assert add(host, event, address=LINK, **{"title-en": "Recording"}).status_code == 303
    shown = event.app.test_client().get(f"/events/{event.slug}")
    assert link(shown, "Recording") == LINK
    one = page(shown).one("a", href=LINK)
    assert "noreferrer" in (one.get("rel") or "")


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "field", "told"),
    [
        ({}, "file", "Choose a file, or write an address below."),
        ({"address": "javascript:alert(1)"}, "address", "Paste the whole address"),
        ({"address": "example.org"}, "address", "Paste the whole address"),
        ({"address": "data:text/html,x"}, "address", "Paste the whole address"),
        ({"address": "https://[x"}, "address", "Paste the whole address"),
        ({"address": "https://asel:secret@example.org/"}, "address", "Take out the user name and password"),
        ({"address": "https://dku.kz@example.org/"}, "address", "Take out the user name and password"),
        ({"address": "https://example.org\\@dku.kz/"}, "address", "Paste the whole address"),
        ({"address": f"https://example.org/{'x' * 3000}"}, "address", "Shorten this"),
        ({"address": LINK, "file": (hostile.PDF, "a.pdf")}, "address", "not both"),
        ({"file": (hostile.HTML, "a.pdf")}, "file", "This kind of file is not taken here. A PDF"),
        ({"file": (hostile.SVG, "a.svg")}, "file", "This kind of file is not taken here. A PDF"),
        ({"file": (hostile.PROGRAM, "a.docx")}, "file", "This kind of file is not taken here. A PDF"),
        ({"file": (hostile.package({"a.exe": b"MZ"}), "a.docx")}, "file", "not taken here"),
        ({"file": (hostile.office(members=("word/vbaProject.bin",)), "a.docx")}, "file", "macros"),
        ({"file": (hostile.PDF + b"\0" * 21_000_000, "a.pdf")}, "file", "This file is too large. A PDF"),
        ({"visibility": "nobody"}, "visibility", "Choose one of the answers."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_title_is_kept(
    host: FlaskClient, event: OwnEvent, fields: dict[str, Any], field: str, told: str
):
    sent = {name: (BytesIO(said[0]), said[1]) if name == "file" else said for name, said in fields.items()}
    answer = add(host, event, **{"title-kk": "Бағдарлама", **sent})
    assert answer.status_code == 422
    assert told in page(answer).one(id=f"{field}-error").text
    assert form(answer, "/files/new").values()["title-kk"] == "Бағдарлама"
    assert attached(event) == []
    with event.app.app_context():
        assert db.session.query(File).filter(File.event_id == event.id).count() == 0


@on_sqlite
def test_a_request_beyond_all_measure_is_answered_with_words_about_files(host: FlaskClient, event: OwnEvent):
    answer = host.post(
        address(event, "/new"),
        data={"file": pdf()},
        environ_overrides={"CONTENT_LENGTH": str(10**10)},
    )
    assert answer.status_code == 413
    assert "That file is too large" in words(answer)


@on_sqlite
def test_what_strangers_send_stays_small(event: OwnEvent):
    stranger = event.app.test_client()
    assert stranger.post("/login", data={"a": pdf(b"\0" * 2_000_000)}).status_code == 413
    assert stranger.post(address(event, "/new"), data={"a": pdf(b"\0" * 2_000_000)}).status_code == 302


def test_a_file_is_replaced_by_another_and_by_a_link(host: FlaskClient, event: OwnEvent):
    add(host, event, file=pdf())
    visitor = event.app.test_client()
    old = link(visitor.get(f"/events/{event.slug}"))
    own = address(event, f"/{attached(event)[0].id}")
    new = hostile.office()
    assert send(host, host.get(own), own, file=(BytesIO(new), "a.docx")).status_code == 303
    assert visitor.get(old).status_code == 404
    assert visitor.get(link(visitor.get(f"/events/{event.slug}"))).data == new
    assert send(host, host.get(own), own, address=LINK).status_code == 303
    assert link(visitor.get(f"/events/{event.slug}")) == LINK
    assert send(host, host.get(own), own, file=pdf()).status_code == 303
    assert visitor.get(link(visitor.get(f"/events/{event.slug}"))).data == hostile.PDF


@on_sqlite
def test_a_file_of_somebody_elses_choice_is_not_replaced_unseen(host: FlaskClient, event: OwnEvent):
    add(host, event, file=pdf())
    own = address(event, f"/{attached(event)[0].id}")
    old = host.get(own)
    send(host, host.get(own), own, file=pdf(hostile.PDF + b"%%EOF"))
    theirs = attached(event)[0].file_id
    answer = send(host, old, own, file=pdf())
    assert answer.status_code == 422
    assert "Somebody else has put another file" in answer.text
    assert attached(event)[0].file_id == theirs


@on_sqlite
def test_they_are_put_in_order_by_buttons(host: FlaskClient, event: OwnEvent):
    for title in ("One", "Two"):
        add(host, event, address=LINK, **{"title-en": title})
    second = attached(event)[1].id
    send(host, host.get(address(event)), f"/files/{second}/put", direction="up")
    assert [one.title["en"] for one in attached(event)] == ["Two", "One"]


@on_sqlite
@pytest.mark.parametrize("path", ["/files/x/y", "/files/%00/y", "/files/ы/ы"])
def test_an_address_of_no_file_is_404(host: FlaskClient, path: str):
    assert host.get(path).status_code == 404


def fill(event: OwnEvent, leaving: int) -> None:
    """Leave the organisation of the event room for so many octets."""
    with event.app.app_context():
        organisation = db.session.get_one(Event, event.id).organisation_id
        stored = sum(db.session.scalars(select(File.size).where(File.organisation_id == organisation)))
        about = {"name": "a.pdf", "media_type": "application/pdf", "digest": "", "content": b""}
        size = MOST_STORED - stored - leaving
        db.session.add(File(organisation_id=organisation, size=size, **about))
        db.session.commit()


def test_an_organisation_keeps_no_more_files_than_it_may(host: FlaskClient, event: OwnEvent):
    fill(event, leaving=len(hostile.PDF))
    assert add(host, event, file=pdf()).status_code == 303
    answer = add(host, event, file=pdf(), **{"title-kk": "Бағдарлама"})
    assert answer.status_code == 422
    assert "may have 2 GB in all" in page(answer).one(id="file-error").text
    assert form(answer, "/files/new").values()["title-kk"] == "Бағдарлама"


@on_sqlite
def test_another_organisation_has_room_of_its_own(website: Flask, event: OwnEvent):
    fill(event, leaving=0)
    with website.app_context():
        theirs = b.publish(b.draft("theirs", organisation="fes"))
        slug = db.session.get_one(Event, theirs).slug
    other = browser(website, organisation="fes")
    path = f"/organise/events/{slug}/edit/files/new"
    assert send(other, other.get(path), "/files/new", file=pdf(), **{"title-en": "P"}).status_code == 303


@on_sqlite
def test_the_store_refuses_as_well_for_whoever_did_not_ask(event: OwnEvent):
    fill(event, leaving=1)
    with event.app.app_context():
        organisation = db.session.get_one(Event, event.id).organisation_id
        with pytest.raises(StorageFull):
            keep(organisation_id=organisation, event_id=event.id, file=examine("a.pdf", hostile.PDF))
