"""A host writes to people of an event."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from regapp.database import db
from regapp.models import Letter, Mailing, OptOut
from regapp.services.telling.settling import settle_due
from regapp.vocabulary import Language, LetterKind
from tests import builders as b
from tests.organisers import OwnEvent, browser, on_sqlite, own_event, statements
from tests.web.visits import form, page, send, words

TEXT = {
    "to": "all",
    "subject_en": "Bring a coat",
    "text_en": "It is **cold**.\n\nSee https://example.org/map",
}


def write(client: FlaskClient, event: OwnEvent, query: str = "", **fields: Any) -> TestResponse:
    """Fill in the form; what comes back, or the page of the draft."""
    shown = client.get(f"{event.address}/messages/write{query}")
    answer = send(client, shown, "/write", **{**TEXT, **fields})
    return client.get(answer.location) if answer.status_code == 303 else answer


def send_off(client: FlaskClient, draft: TestResponse, **fields: str) -> TestResponse:
    """Press the button; what comes back, or the page that it leads to."""
    answer = send(client, draft, "/send", **fields)
    return client.get(answer.location) if answer.status_code == 303 else answer


def mailings(app: Flask) -> list[dict[str, Any]]:
    with app.app_context():
        found = db.session.scalars(select(Mailing).where(Mailing.kind == LetterKind.MESSAGE))
        return [mailing.facts for mailing in found]


def written_to(app: Flask) -> list[str]:
    with app.app_context():
        settle_due()
        found = select(Letter.recipient).where(Letter.kind == LetterKind.MESSAGE).order_by(Letter.id)
        return list(db.session.scalars(found))


def test_it_says_the_number_and_shows_the_letter_before_anything_is_sent(website: Flask):
    event = own_event(website)
    event.register(1, 2)
    draft = write(browser(website), event)
    assert draft.status_code == 200
    assert "It goes to 2 people" in words(draft)
    assert "English 2 people" in words(draft)
    assert "It is cold." in words(draft)
    assert written_to(website) == []


def test_everybody_meant_gets_it(website: Flask):
    event = own_event(website, capacity=1)
    event.register(1, 2, 3)
    client = browser(website)
    sent = send_off(client, write(client, event, to="waiting"))
    assert "The letter goes to 2 people." in sent.text
    assert written_to(website) == ["p2@example.org", "p3@example.org"]
    [facts] = mailings(website)
    assert facts["subject"] == {"en": TEXT["subject_en"]}
    assert facts["about_registration"] is True


@on_sqlite
def test_buttons_pressed_twice_make_one_draft_and_send_once(website: Flask):
    event = own_event(website)
    event.register(1)
    client = browser(website)
    shown = client.get(f"{event.address}/messages/write")
    [draft] = {send(client, shown, "/write", **TEXT).location for _ in range(2)}
    opened = client.get(draft)
    for _ in range(2):
        assert send(client, opened, "/send").status_code == 303
        assert written_to(website) == ["p1@example.org"]


@on_sqlite
def test_a_draft_can_be_changed_and_thrown_away(website: Flask):
    event = own_event(website)
    event.register(1)
    client = browser(website)
    draft = write(client, event, about="")
    edited = client.get(f"{draft.request.path}/edit")
    assert form(edited, "/edit").values()["text_en"] == TEXT["text_en"]
    again = client.get(send(client, edited, "/edit", subject_en="Bring an umbrella").location)
    assert "Bring an umbrella" in words(again)
    gone = send(client, again, "/discard")
    assert "The draft is gone." in client.get(gone.location).text
    assert mailings(website) == []


@on_sqlite
def test_what_somebody_else_has_changed_is_looked_at_again(website: Flask):
    event = own_event(website)
    event.register(1)
    client = browser(website)
    draft = write(client, event)
    edited = client.get(f"{draft.request.path}/edit")
    send(client, edited, "/edit", text_en="It is warm.")
    refused = send_off(client, draft)
    assert refused.status_code == 409
    assert "The message was changed meanwhile." in words(refused)
    assert "It is warm." in words(refused)
    assert written_to(website) == []


def test_each_reads_it_in_their_language_or_the_nearest(website: Flask):
    event = own_event(website)
    event.register(1, language=Language.KAZAKH)
    event.register(2, language=Language.GERMAN)
    text = words(write(browser(website), event, subject_ru="Пальто", text_ru="Холодно."))
    assert (
        "Қазақша 1 person You wrote no text in this language. They read it in another one: Русский." in text
    )
    assert (
        "Deutsch 1 person You wrote no text in this language. They read it in another one: English." in text
    )


@on_sqlite
def test_it_is_shown_as_somebody_in_particular_gets_it_without_the_key_to_their_page(website: Flask):
    event = own_event(website)
    event.register(1)
    event.register(2, language=Language.KAZAKH, name="Айгүл [x](https://evil.example) www.evil.example")
    client = browser(website)
    fields = {
        "text_en": "Dear {name}, on {date}: [your page]({own_page}), {own_page}, {place}",
        "subject_en": "{event}",
    }
    draft = write(client, event, **fields)
    with website.app_context():
        tokens = [b.own_token(event.id, person) for person in (1, 2)]
        registration = b.registration(event.id, 2).id
    address = (page(draft).one("iframe").get("src") or "").partition("?")[0]
    for reader in (f"{registration}-0", ""):
        shown = client.get(f"{address}?reader={reader}")
        assert shown.status_code == 200
        assert not any(token in shown.text for token in tokens)
    chosen = client.get(f"{address.removesuffix('/html')}?reader={registration}-0")
    assert "Dear Айгүл [x](" in words(chosen)
    assert not any(token in chosen.text for token in tokens)
    html = client.get(f"{address}?reader={registration}-0").text
    assert 'href="https://evil' not in html
    assert '<html lang="kk"' in html
    found = client.get(f"{address.removesuffix('/html')}?q=айгүл")
    assert [option.get("value") for option in page(found).one("select", id="reader").all("option")] == [
        f"{registration}-0"
    ]


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"subject_en": "", "text_en": ""}, "Write a subject and a text in one language at least."),
        ({"text_en": ""}, "Write the text that belongs to this subject."),
        ({"text_ru": "Холодно."}, "Write what the letter is about."),
        ({"to": "strangers"}, "Choose one of the answers."),
        ({"to": "selected"}, "Choose one of the answers."),
        ({"subject_en": "x" * 151}, "Shorten this to 150 characters"),
        (
            {"text_en": "Dear {nam}"},
            "There is no field “{nam}”. You can use {name}, {event}, {date}, {place}, {own_page}.",
        ),
        ({"text_en": "Dear {name"}, "There is no field “{”."),
        (
            {"subject_en": "{own_page}"},
            "There is no field “{own_page}”. You can use {name}, {event}, {date}, {place}.",
        ),
        ({"text_en": "https://example.org/{name}"}, "“{name}” cannot stand within an address."),
        ({"csrf_token": ""}, "Please send it once more"),
    ],
)
def test_what_lacks_something_is_not_kept_and_stays_in_the_form(
    website: Flask, fields: dict[str, str], told: str
):
    event = own_event(website)
    event.register(1)
    refused = write(browser(website), event, **fields)
    assert refused.status_code == 422
    assert told in words(refused)
    kept = form(refused, "/write").values()
    assert kept["text_en"] == fields.get("text_en", TEXT["text_en"])
    assert mailings(website) == []


@on_sqlite
def test_where_nobody_is_nobody_is_written_to(website: Flask):
    event = own_event(website)
    event.register(1)
    client = browser(website)
    draft = write(client, event, to="waiting")
    assert "Nobody would get it now" in words(draft)
    refused = send_off(client, draft)
    assert refused.status_code == 409
    assert "There is nobody to write to." in words(refused)
    assert written_to(website) == []


def test_whoever_refused_news_is_neither_counted_nor_written_to(website: Flask):
    event = own_event(website)
    event.register(1, 2)
    with website.app_context():
        organisation_id = b.registration(event.id, 1).event.organisation_id
        db.session.add(OptOut(recipient_key="p1@example.org", organisation_id=organisation_id))
        db.session.commit()
    client = browser(website)
    shown = client.get(f"{event.address}/messages/write")
    data = {**form(shown, "/write").values(), **TEXT}
    del data["about"]
    draft = client.get(client.post(f"{event.address}/messages/write", data=data).location)
    assert "It goes to 1 person" in words(draft)
    send_off(client, draft)
    assert written_to(website) == ["p2@example.org"]


@on_sqlite
def test_languages_in_which_nobody_is_written_to_are_folded_away_until_they_are_used(website: Flask):
    event = own_event(website)
    event.register(1, language=Language.KAZAKH)
    client = browser(website)
    shown = client.get(f"{event.address}/messages/write").text
    assert [f"Also in {name}" in shown for name in ("English", "Қазақша", "Русский")] == [True, False, True]
    refused = write(client, event, subject_ru="Пальто")
    assert "Also in Русский" not in refused.text


@on_sqlite
def test_the_language_that_most_read_stands_first_and_each_says_how_many(website: Flask):
    event = own_event(website)
    event.register(1, 2, language=Language.RUSSIAN)
    event.register(3, language=Language.KAZAKH)
    client = browser(website)
    shown = client.get(f"{event.address}/messages/write?lang=en")
    subjects = [one.get("id") for one in page(shown).all("input") if "subject_" in (one.get("id") or "")]
    assert subjects[:2] == ["subject_ru", "subject_kk"]
    assert "Русский 2 people" in words(shown)
    assert "Қазақша 1 person" in words(shown)
    refused = write(client, event, subject_en="", text_en="")
    assert 'href="#subject_ru"' in refused.text


@on_sqlite
def test_the_numbers_are_of_those_who_were_chosen(website: Flask):
    event = own_event(website)
    event.register(1, 2, language=Language.RUSSIAN)
    event.register(3, language=Language.KAZAKH)
    shown = words(browser(website).get(f"{event.address}/messages/write?person={event.ids(3)[0]}"))
    assert "Қазақша 1 person" in shown
    assert "Also in Русский nobody reads in it" in shown


@on_sqlite
def test_where_nobody_is_yet_the_writers_own_language_comes_first(website: Flask):
    shown = browser(website).get("/organise/events/round-table/messages/write?lang=ru")
    subjects = [one.get("id") for one in page(shown).all("input") if "subject_" in (one.get("id") or "")]
    assert subjects[0] == "subject_ru"


@on_sqlite
def test_a_heading_has_a_name_where_a_name_stands(website: Flask):
    event = own_event(website)
    event.register(1)
    client = browser(website)
    draft = write(client, event, subject_en="News for {name}, {place}")
    assert "News for Person 1, " in page(draft).one("h2").text
    planned = send_off(client, draft, **later("2040-05-01", "10:00"))
    assert "News for Person 1, " in page(planned).one("h2").text
    assert "{" not in page(planned).one("h2").text
    assert "News for [reader’s name], " in words(client.get(f"{event.address}/messages"))


def test_those_who_were_ticked_in_the_list_get_it(website: Flask):
    event = own_event(website)
    event.register(1, 2, 3)
    first, third = event.ids(1, 3)
    client = browser(website)
    shown = client.get(f"{event.address}/messages/write?person={first}&person={third}&person=x")
    assert "The 2 people you chose in the list" in words(shown)
    draft = write(client, event, f"?person={first}&person={third}", to="selected")
    assert "It goes to 2 people" in words(draft)
    send_off(client, draft)
    assert written_to(website) == ["p1@example.org", "p3@example.org"]


def test_all_whom_the_filter_of_the_list_matches_get_it(website: Flask):
    event = own_event(website, capacity=1)
    event.register(1, 2, 3)
    client = browser(website)
    shown = client.get(f"{event.address}/messages/write?all=1&status=waiting&sort=-name")
    assert "Everybody on the list whom your filter matched" in words(shown)
    draft = client.get(send(client, shown, "/write", **{**TEXT, "to": "selected"}).location)
    edited = client.get(f"{draft.request.path}/edit")
    draft = client.get(send(client, edited, "/edit").location)
    send_off(client, draft)
    assert written_to(website) == ["p2@example.org", "p3@example.org"]


@on_sqlite
@pytest.mark.parametrize(
    "typed",
    [
        "{",
        "[]",
        '{"people": ["x"]}',
        '{"people": [-1]}',
        '{"filter": 1, "up_to": 2}',
        '{"filter": {}}',
        "x" * 70_000,
    ],
)
def test_a_selection_that_is_none_is_refused(website: Flask, typed: str):
    event = own_event(website)
    event.register(1)
    refused = write(browser(website), event, to="selected", selection=typed)
    assert refused.status_code == 422
    assert mailings(website) == []


@on_sqlite
def test_from_the_list_it_leads_to_the_form_with_the_same_people(website: Flask):
    event = own_event(website)
    event.register(1)
    [first] = event.ids(1)
    client = browser(website)
    token = form(client.get(event.attendees), "/decide").values()["csrf_token"]
    address = f"{event.address}/messages/write/to?status=confirmed"
    ticked = client.post(address, data={"csrf_token": token, "person": first})
    assert ticked.location == f"{event.address}/messages/write?person={first}"
    nobody = client.post(address, data={"csrf_token": token})
    assert nobody.status_code == 422
    assert "Tick the people it is about first." in nobody.text
    everybody = client.post(address, data={"csrf_token": token, "all": "1"})
    assert everybody.location == f"{event.address}/messages/write?status=confirmed&all=1"


@on_sqlite
def test_no_route_asks_more_of_the_database_for_more_people(website: Flask):
    event = own_event(website)
    event.register(1, ticket="online")
    client = browser(website)
    addresses = [f"{event.address}/messages", write(client, event).request.path]
    counts = []
    for _ in range(2):
        for address in addresses:
            client.get(address)
            with statements(website) as seen:
                client.get(address)
            counts.append(len(seen))
        event.register(*range(10, 22), ticket="online")
    assert counts[:2] == counts[2:]


def later(day: str, hour: str) -> dict[str, str]:
    return {"when": "later", "at-date": day, "at-time": hour}


@on_sqlite
@pytest.mark.parametrize(
    ("zone", "fields", "told"),
    [
        ("Asia/Almaty", later("", ""), "Write the date and the hour."),
        ("Asia/Almaty", later("2040-05-01", ""), "Write the hour like this: 17:00."),
        ("Asia/Almaty", later("2020-05-01", "10:00"), "Choose a time to come."),
        ("Europe/Berlin", later("2032-03-28", "02:30"), "leaves out this hour"),
        ("Europe/Berlin", later("2032-10-31", "02:30"), "Choose which of the two."),
        ("Asia/Almaty", {"when": "whenever"}, "Choose one of the answers."),
    ],
)
def test_it_is_planned_for_an_hour_that_there_is(
    website: Flask, zone: str, fields: dict[str, str], told: str
):
    event = own_event(website, zone=zone)
    event.register(1, ticket="online")
    client = browser(website)
    refused = send_off(client, write(client, event), **fields)
    assert refused.status_code == 422
    assert told in words(refused)


def test_a_planned_message_says_when_it_goes_and_can_be_taken_back(website: Flask):
    event = own_event(website)
    event.register(1)
    client = browser(website)
    planned = send_off(client, write(client, event), **later("2040-05-01", "10:00"))
    assert "1 May 2040, 10:00" in words(planned)
    assert "Planned" in words(client.get(f"{event.address}/messages"))
    assert written_to(website) == []
    answer = send(client, planned, "/stop")
    assert "It is a draft again." in client.get(answer.location).text


def test_it_is_sent_on_to_those_added_since(website: Flask):
    event = own_event(website)
    event.register(1)
    client = browser(website)
    sent = send_off(client, write(client, event))
    assert written_to(website) == ["p1@example.org"]
    event.register(2, ticket="online")
    shown = client.get(sent.request.path)
    assert "Send it to 1 more person who has not had it" in words(shown)
    for _ in range(2):
        send(client, shown, "/on")
        assert written_to(website) == ["p1@example.org", "p2@example.org"]
    assert send(client, shown, "/on").status_code == 409


@on_sqlite
def test_each_letter_of_a_message_can_be_looked_at(website: Flask):
    event = own_event(website)
    event.register(1, 2)
    client = browser(website)
    sent = send_off(client, write(client, event))
    written_to(website)
    number = sent.request.path.rpartition("/")[2]
    shown = client.get(f"{event.address}/messages?message={number}&state=under-way")
    assert len(page(shown).one("table").all("tr")) == 3
    assert "Only the letters of this message:" in words(shown)
    other = client.get(f"{event.address}/messages?message=x")
    assert "Only the letters of this message:" not in words(other)


@on_sqlite
def test_it_is_written_anew_from_one_that_was_sent(website: Flask):
    event = own_event(website)
    event.register(1)
    client = browser(website)
    sent = send_off(client, write(client, event))
    number = sent.request.path.rpartition("/")[2]
    filled = form(client.get(f"{event.address}/messages/write?from={number}"), "/write").values()
    assert filled["text_en"] == TEXT["text_en"]


@on_sqlite
def test_too_many_tests_are_refused(website: Flask):
    event = own_event(website)
    event.register(1)
    client = browser(website)
    draft = write(client, event)
    action = next(
        one.get("action") or "" for one in page(draft).all("form") if "/test" in (one.get("action") or "")
    )
    token = form(draft, "/send").values()["csrf_token"]
    codes = [client.post(action, data={"csrf_token": token}).status_code for _ in range(6)]
    assert codes == [303] * 5 + [409]
