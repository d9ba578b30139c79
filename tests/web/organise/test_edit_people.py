"""People on the programme and their groups are edited in the browser, with photographs."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from regapp.database import db
from regapp.models import File, Session, Speaker
from tests import hostile
from tests.organisers import OwnEvent, browser, on_sqlite, own_event
from tests.web.organise.programme_pages import add, address, edit, first, person, rows, session
from tests.web.visits import form, page, send, words


@pytest.fixture
def event(website: Flask) -> OwnEvent:
    return own_event(website)


@pytest.fixture
def host(website: Flask) -> FlaskClient:
    return browser(website)


def test_somebody_is_added_with_a_photograph(host: FlaskClient, event: OwnEvent):
    at = person(
        host,
        event,
        **{"name-kk": "Әсел Ким", "title-en": "Professor", "affiliation-en": "DKU", "country": "KZ"},
        photograph=(BytesIO(hostile.photograph((900, 600))), "me.jpg"),
    )
    shown = host.get(at)
    picture = page(shown).one("img", class_="face-preview")
    got = host.get(picture.get("src") or "")
    assert (got.status_code, got.mimetype, picture.get("alt")) == (200, "image/jpeg", "Asel Kim")
    assert hostile.SECRET not in got.data
    listed = words(host.get(address(event)))
    assert "Professor, DKU" in listed


@on_sqlite
@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (hostile.SVG, "logo.svg", "This kind of file is not taken here. A picture"),
        (hostile.SVG, "logo.png", "This kind of file is not taken here. A picture"),
        (hostile.HTML, "me.jpg", "This kind of file is not taken here."),
        (hostile.PDF, "me.pdf", "This kind of file is not taken here."),
        (hostile.bomb(), "me.png", "megapixels"),
        (b"", "me.png", "This file is empty."),
        (hostile.picture(size=(99, 99))[:80], "me.png", "cannot be read"),
        (hostile.picture() + b"\0" * 6_000_000, "me.png", "This file is too large. A picture"),
        (b"\0" * 50_000_000, "me.png", "This file is too large. A picture"),
    ],
)
def test_a_file_that_cannot_be_kept_is_said_at_its_field_and_what_was_typed_is_kept(
    host: FlaskClient, event: OwnEvent, content: bytes, name: str, told: str
):
    answer = add(
        host,
        event,
        "people",
        **{"name-en": "Kept", "biography-ru": "Осталось"},
        photograph=(BytesIO(content), name),
    )
    assert answer.status_code == 422
    assert told in page(answer).one(id="photograph-error").text
    kept = form(answer, "/people/new").values()
    assert (kept["name-en"], kept["biography-ru"]) == ("Kept", "Осталось")
    assert rows(event, Speaker) == []
    with event.app.app_context():
        assert db.session.query(File).filter(File.event_id == event.id).count() == 0


@on_sqlite
def test_a_good_file_beside_a_wrong_field_has_to_be_chosen_again(host: FlaskClient, event: OwnEvent):
    answer = add(host, event, "people", photograph=(BytesIO(hostile.picture()), "me.png"))
    assert answer.status_code == 422
    assert "Choose the file once more" in answer.text


@on_sqlite
def test_long_texts_in_every_field_come_back(host: FlaskClient, event: OwnEvent):
    shown = host.get(address(event, "/people/new"))
    names = [
        name for name in form(shown, "/people/new").values() if name[-3:] in {"-en", "-kk", "-ru", "-de"}
    ]
    long = "ұ" * 100_000
    answer = send(host, shown, "/people/new", **dict.fromkeys(names, long))
    assert answer.status_code == 422
    assert answer.text.count("Shorten the text") >= 4
    assert form(answer, "/people/new").values()["biography-kk"] == long


def test_a_photograph_is_replaced_and_taken_away(host: FlaskClient, event: OwnEvent):
    at = person(host, event, photograph=(BytesIO(hostile.picture()), "me.png"))
    old = page(host.get(at)).one("img", class_="face-preview").get("src") or ""
    edit(host, at, photograph=(BytesIO(hostile.picture("JPEG")), "me.jpg"))
    assert host.get(old).status_code == 404
    edit(host, at, without_photograph="y")
    assert first(event, Speaker).photograph_id is None


@on_sqlite
def test_a_photograph_of_somebody_elses_choice_is_not_replaced_unseen(host: FlaskClient, event: OwnEvent):
    at = person(host, event)
    old = host.get(at)
    edit(host, at, photograph=(BytesIO(hostile.picture()), "theirs.png"))
    theirs = first(event, Speaker).photograph_id
    answer = send(host, old, at, photograph=(BytesIO(hostile.picture()), "mine.png"))
    assert answer.status_code == 422
    assert "Somebody else has changed the photograph" in answer.text
    assert first(event, Speaker).photograph_id == theirs
    assert send(host, answer, at, photograph=(BytesIO(hostile.picture()), "mine.png")).status_code == 303
    assert first(event, Speaker).photograph_id != theirs


def test_people_speak_in_sessions_and_for_groups(host: FlaskClient, event: OwnEvent):
    session(host, event)
    assert add(host, event, "groups", **{"title-en": "NGOs", "topic-en": "Support"}).status_code == 303
    listed = host.get(address(event))
    assert "Nobody speaks for them yet." in words(listed)
    options = page(host.get(address(event, "/people/new"))).one("select", name="group").all("option")
    number = first(event, Session).id
    person(host, event, group=options[-1].get("value"), sessions=str(number))
    public = words(host.get(f"/events/{event.slug}"))
    for part in ("NGOs", "Support", "Asel Kim", "Opening"):
        assert part in public


def test_people_and_groups_are_taken_away(host: FlaskClient, event: OwnEvent):
    at = person(host, event)
    add(host, event, "groups", **{"title-en": "NGOs"})
    group = page(host.get(address(event))).one(class_="thing-group").one("a").get("href") or ""
    assert edit(host, group, **{"title-en": "Akimats"}).status_code == 303
    assert send(host, host.get(group), f"{group}/remove").status_code == 303
    assert send(host, host.get(at), f"{at}/remove").status_code == 303
    assert "Nobody is on the programme yet." in words(host.get(address(event)))


@on_sqlite
def test_people_are_put_in_order_by_buttons(host: FlaskClient, event: OwnEvent):
    for name in ("One", "Two"):
        person(host, event, **{"name-en": name})
    second = rows(event, Speaker)[1].id
    send(host, host.get(address(event)), f"/people/{second}/put", direction="up")
    assert [one.name["en"] for one in rows(event, Speaker)] == ["Two", "One"]
