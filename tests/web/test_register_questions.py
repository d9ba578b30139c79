"""The form's questions: every kind, who is asked, and what is stored of the answers."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from regapp.vocabulary import QuestionKind
from tests.organisers import on_sqlite, own_event
from tests.web.asking import EVERY_KIND, GROUP, KINDS, after, asks, limited, post, stored, typed
from tests.web.visits import form, page, words


@pytest.mark.parametrize(
    ("kind", "answer", "kept"),
    [
        ("text", "  Almaty \u202e city ", "Almaty city"),
        ("paragraph", " one\n\ntwo ", "one\n\ntwo"),
        ("choice", "press", "press"),
        ("choices", ["expert", "ngo", "ngo"], ["ngo", "expert"]),
        ("yes-no", "no", "no"),
        ("number", " 1 200,50", "1200.5"),
        ("number", "-0", "0"),
        ("date", "2001-02-28", "2001-02-28"),
        ("date", "28.2.2001", "2001-02-28"),
        ("phone", "8 701 123 45 67", "+7 701 123 45 67"),
        ("phone", "+49 30 901820", "+49 30 901820"),
        ("country", "KZ", "KZ"),
        ("email", "Other@Example.org", "Other@example.org"),
    ],
)
def test_each_kind_of_answer_is_stored_in_its_plain_form(website: Flask, kind: str, answer: Any, kept: Any):
    event = own_event(website, questions=EVERY_KIND)
    answered = post(website.test_client(), event, **{kind: answer})
    assert answered.status_code == 303, words(answered)
    assert stored(event) == {kind: kept}


@on_sqlite
@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("text", "x" * 301),
        ("text", "x" * 100_000),
        ("paragraph", "x" * 4001),
        ("choice", "astronaut"),
        ("choices", ["ngo", "astronaut"]),
        ("yes-no", "perhaps"),
        ("number", "many"),
        ("number", "1e9"),
        ("number", "9" * 16),
        ("date", "2001-02-30"),
        ("date", "0001-01-01"),
        ("phone", "12"),
        ("phone", "call me"),
        ("country", "ZZ"),
        ("email", "nobody"),
    ],
)
def test_a_wrong_answer_is_told_at_its_field_and_everything_is_kept(website: Flask, kind: str, answer: Any):
    event = own_event(website, questions=EVERY_KIND)
    answered = post(website.test_client(), event, **{"text": "kept", kind: answer})
    assert answered.status_code == 422
    values = form(answered, "/register").values()
    errors = page(answered).all("a", href=f"#question-{kind}") + page(answered).all(
        "a", href=f"#question-{kind}-0"
    )
    assert errors
    assert values["name"] == "Guest"
    if kind not in {"text", "choice", "choices", "yes-no", "country"}:
        assert values[f"question-{kind}"] == answer
    assert stored(event) == {}


@on_sqlite
@pytest.mark.parametrize("kind", KINDS)
def test_a_required_question_of_each_kind_has_to_be_answered(website: Flask, kind: QuestionKind):
    event = own_event(website, questions=(asks("one", kind, required=True),))
    assert post(website.test_client(), event).status_code == 422
    assert post(website.test_client(), event, one=" ").status_code == 422


def test_a_question_for_one_ticket_is_neither_required_nor_stored_for_another(website: Flask):
    for_room = asks("diet", QuestionKind.TEXT, required=True, ticket_types=("in-person",))
    event, client = own_event(website, questions=(for_room,)), website.test_client()
    assert "Only for: In the room" in words(client.get(f"/events/{event.slug}/register"))
    assert post(client, event).status_code == 422
    path = f"/events/{event.slug}/register"
    token = form(client.get(path), "/register").values()["csrf_token"]
    online = {**typed(diet="vegan"), "ticket": "online", "csrf_token": token}
    assert client.post(path, data=online).status_code == 303
    assert stored(event) == {}


def test_what_is_held_meanwhile_is_asked_about_as_well(website: Flask):
    for_online = asks("zone", QuestionKind.TEXT, ticket_types=("online",))
    event, client = own_event(website, questions=(for_online,), capacity=0), website.test_client()
    path = f"/events/{event.slug}/register"
    token = form(client.get(path), "/register").values()["csrf_token"]
    sent = {**typed(zone="Almaty"), "meanwhile": "online", "csrf_token": token}
    assert client.post(path, data=sent).status_code == 303
    assert stored(event) == {"zone": "Almaty"}


@pytest.mark.parametrize(
    ("answers", "status", "kept"),
    [
        ({"group": "press", "paper": "Times"}, 303, {"group": "press", "paper": "Times"}),
        ({"group": "press"}, 422, {}),
        ({"group": "ngo", "paper": "Times"}, 303, {"group": "ngo"}),
        ({"paper": "Times"}, 303, {}),
    ],
)
def test_a_question_after_an_answer_counts_only_then(
    website: Flask, answers: dict[str, str], status: int, kept: dict[str, str]
):
    questions = (GROUP, after("paper", "group", "press", required=True))
    event, client = own_event(website, questions=questions), website.test_client()
    assert "Only for: Press" in words(client.get(f"/events/{event.slug}/register"))
    assert post(client, event, **answers).status_code == status
    assert stored(event) == kept


def test_what_depends_on_a_question_that_is_not_asked_is_not_asked_either(website: Flask):
    group = replace(GROUP, ticket_types=("online",))
    event = own_event(website, questions=(group, after("paper", "group", "press", required=True)))
    assert post(website.test_client(), event, group="press").status_code == 303
    assert stored(event) == {}


@on_sqlite
def test_what_was_typed_where_nothing_is_asked_is_kept_when_the_form_comes_back(website: Flask):
    event = own_event(website, questions=(GROUP, after("paper", "group", "press")))
    answered = post(website.test_client(), event, group="ngo", paper="Times", name="")
    answered = post(website.test_client(), event, group="astronaut", paper="Times")
    assert answered.status_code == 422
    assert form(answered, "/register").values()["question-paper"] == "Times"


def test_what_is_left_of_a_choice_stands_beside_it(website: Flask):
    event, client = limited(website, 3), website.test_client()
    assert "3 of 3 places left" in words(client.get(f"/events/{event.slug}/register"))
    assert post(client, event, group="press").status_code == 303
    assert "2 of 3 places left" in words(client.get(f"/events/{event.slug}/register"))


def test_a_full_choice_says_so_and_leads_to_the_waiting_list(website: Flask):
    event, client = limited(website), website.test_client()
    event.register(1, answers={"group": "press"})
    shown = words(client.get(f"/events/{event.slug}/register"))
    assert "who chooses this waits until one is free" in shown
    answered = post(client, event, group="press")
    assert answered.status_code == 303
    assert "waiting list" in words(client.get(answered.location)).lower()
    assert event.sound()


def test_a_full_choice_without_a_waiting_list_is_refused_by_its_name(website: Flask):
    event, client = limited(website, waiting_list=False), website.test_client()
    event.register(1, answers={"group": "press"})
    answered = post(client, event, group="press")
    assert answered.status_code == 409
    assert "No place is left: Press" in words(answered)
    assert "Choose another answer" in words(answered)
    assert post(client, event, group="ngo").status_code == 303
