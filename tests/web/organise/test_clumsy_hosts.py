"""What no page of the editor offers, and somebody will send."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from regapp.database import db
from regapp.models import Event, Question, Quota
from regapp.models.form import YES
from regapp.services.events import questions
from regapp.services.events.drafts import QuestionDraft
from regapp.vocabulary import QuestionKind
from tests.organisers import OwnEvent, browser, on_sqlite, own_event
from tests.web.pages import parse
from tests.web.visits import page, send, words

BEYOND = 2**63  # no database counts so far
LONG = "Ж" * 100_000


def ask(event: OwnEvent, **draft: Any) -> str:
    with event.app.app_context():
        return questions.add(
            event_id=event.id,
            revision=db.session.get_one(Event, event.id).revision,
            draft=QuestionDraft("", QuestionKind.YES_NO, {"en": "An interpreter?"}, **draft),
            capacities={YES: 2},
            user_id=None,
        )


@on_sqlite
@pytest.mark.parametrize("seen", ["[" * 50_000, '{"title":' * 20_000])
def test_a_deeply_nested_record_of_what_was_seen_is_none(client: FlaskClient, seen: str):
    host = browser(client.application)
    path = "/organise/events/round-table/edit/texts"
    assert send(host, host.get(path), path, seen=seen).status_code == 303


def test_a_number_that_no_database_holds_leads_nowhere(website: Flask):
    host = browser(website)
    shown = host.get("/organise/events/new")
    for path in (
        f"/organise/events/new/own-{BEYOND}/delete",
        f"/account/sessions/{BEYOND}/end",
        f"/account/passkeys/{BEYOND}/remove",
    ):
        csrf_token = page(shown).one("input", name="csrf_token").get("value")
        assert host.post(path, data={"csrf_token": csrf_token}).status_code == 404


@on_sqlite
@pytest.mark.parametrize(
    "part", ["texts", "questions/group", "programme/sessions/new", "programme/people/new"]
)
def test_100_000_letters_in_all_fields_at_once_are_answered_by_the_fields(client: FlaskClient, part: str):
    host = browser(client.application)
    path = f"/organise/events/round-table/edit/{part}"
    shown = host.get(path)
    fields = [one for one in parse(shown.text).all("input") if one.get("type", "text") == "text"]
    names = [one.get("name") for one in [*fields, *parse(shown.text).all("textarea")]]
    answer = send(host, shown, path, **dict.fromkeys(filter(None, names), LONG))
    assert answer.status_code == 422
    assert "100000" in words(answer)
    assert answer.text.count(LONG) >= len(names)


@on_sqlite
def test_keys_of_choices_are_never_alike_and_never_odd(website: Flask):
    event, host = own_event(website), browser(website)
    path = f"/organise/events/{event.slug}/edit/questions/new/choice"
    rows = {
        "label-en": "What to drink?",
        "choices-rows": "3",
        **{f"choices-{row}-label-en": text for row, text in enumerate(("Tea", "Coffee", "Water"))},
        **{f"choices-{row}-key": key for row, key in enumerate(("one", "one", "=<b>"))},
    }
    assert send(host, host.get(path), path, **rows).status_code == 303
    with website.app_context():
        stored = db.session.scalars(select(Question).where(Question.event_id == event.id)).one()
        assert [choice["key"] for choice in stored.choices] == ["one", "coffee", "water"]


def test_who_removes_a_ticket_ends_what_is_asked_for_it_alone(website: Flask):
    event, host = own_event(website), browser(website)
    places = f"/organise/events/{event.slug}/places"
    first = ask(event, ticket_types=("online",))
    ask(event, condition={"question": first, "answers": [YES]})
    ticket = f"/organise/events/{event.slug}/tickets/online"
    assert send(host, host.get(f"{ticket}/edit"), f"{ticket}/remove").status_code == 303
    with website.app_context():
        asked = db.session.scalars(select(Question).where(Question.event_id == event.id)).all()
        assert all(question.removed_at for question in asked)
        assert not db.session.scalars(
            select(Quota).where(Quota.choices.any(), Quota.event_id == event.id)
        ).all()
    assert host.get(places).status_code == 200


@on_sqlite
def test_a_question_that_the_template_lacks_is_refused_in_the_readers_language(client: FlaskClient):
    host = browser(client.application)
    path = "/organise/events/new/quarantine-round-table"
    answer = send(host, host.get(path), path, title="Water", date="2100-03-01", questions=["none"])
    assert answer.status_code == 422
    assert "Choose among these." in words(answer)


@on_sqlite
def test_a_title_that_cannot_be_seen_is_none(client: FlaskClient):
    host = browser(client.application)
    path = "/organise/events/round-table/edit/texts"
    unseen = dict.fromkeys((f"title-{one}" for one in ("en", "kk", "ru", "de")), "\N{ZERO WIDTH SPACE}")
    answer = send(host, host.get(path), path, **unseen)
    assert answer.status_code == 422
    assert "in one language at least" in words(answer)
