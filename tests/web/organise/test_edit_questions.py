"""A host writes the questions of the form."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from regapp.database import db
from regapp.models import Event, Question
from regapp.services.events.drafts import QuestionDraft, QuotaDraft
from regapp.vocabulary import QuestionKind
from tests.organisers import OwnEvent, browser, on_sqlite, own_event
from tests.web.visits import form, page, send, words

CHOICES = tuple({"key": key, "label": {"en": key.title()}} for key in ("ngo", "press"))
GROUP = QuestionDraft("group", QuestionKind.CHOICE, {"en": "Your group?"}, choices=CHOICES)
WHY = QuestionDraft("why", QuestionKind.TEXT, {"en": "Why?", "kk": "Неге?"})


def listed(event: OwnEvent) -> str:
    return f"/organise/events/{event.slug}/edit/questions"


def stored(event: OwnEvent, key: str) -> Question:
    with event.app.app_context():
        db.session.rollback()
        questions = db.session.get_one(Event, event.id).questions
        return next(one for one in questions if one.key == key)


def order(event: OwnEvent) -> list[str]:
    with event.app.app_context():
        db.session.rollback()
        return [one.key for one in db.session.get_one(Event, event.id).questions if not one.removed_at]


def add(host: FlaskClient, event: OwnEvent, of: str, **fields: Any) -> TestResponse:
    path = f"{listed(event)}/new/{of}"
    return send(host, host.get(path), path, **fields)


def edit(host: FlaskClient, event: OwnEvent, key: str, **fields: Any) -> TestResponse:
    path = f"{listed(event)}/{key}"
    return send(host, host.get(path), path, **fields)


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_a_question_of_each_kind_can_be_asked(website: Flask, kind: QuestionKind):
    event, host = own_event(website), browser(website)
    rows = {"choices-0-label-en": "Tea", "choices-1-label-en": "Coffee"}
    fields = {"label-en": "What else?", "label-kk": "Тағы не?", "required": "y"}
    answered = add(host, event, kind, **fields, **(rows if kind.startswith("choice") else {}))
    assert (answered.status_code, answered.location) == (303, listed(event))
    found = stored(event, "what-else")
    assert (found.kind, found.required) == (kind, True)
    assert found.label == {"en": "What else?", "kk": "Тағы не?"}
    assert "What else?" in words(host.get(listed(event)))


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"label-en": ""}, "in one language at least"),
        ({"label-en": "x" * 100_000}, "Shorten the text"),
        ({"hint-en": "x" * 100_000}, "Shorten the text"),
        ({"choices-1-label-en": ""}, "two answers at least"),
        ({"choices-0-label-en": "x" * 100_000}, "shorten it to 200 characters"),
        ({"choices-0-places": "some"}, "Tea: write a whole number of places"),
        ({"choices-0-places": "1000001"}, "Tea: write a whole number of places"),
        ({"ticket_types": ["nobody"]}, "Choose among these."),
        ({"condition": ["nothing=at-all"]}, "Choose among these."),
        ({"condition": ["group=ngo", "first=no"]}, "one question only"),
        ({"kind": "poem"}, "Choose one of the answers."),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_the_rest_is_kept(
    website: Flask, fields: dict[str, Any], told: str
):
    first = QuestionDraft("first", QuestionKind.YES_NO, {"en": "First time?"})
    event, host = own_event(website, questions=(GROUP, first)), browser(website)
    typed = {"hint-de": "Kept", "choices-0-label-en": "Tea", "choices-1-label-en": "Coffee", "label-en": "A"}
    answered = add(host, event, "choice", **{**typed, **fields})
    assert answered.status_code == 422
    assert told in words(answered)
    assert form(answered, "/choice").values()["hint-de"] == "Kept"
    assert order(event) == ["group", "first"]


@on_sqlite
def test_scripts_stay_words(website: Flask):
    event, host = own_event(website), browser(website)
    script = "<script>alert(1)</script>"
    add(
        host, event, "choice", **{"label-en": script, "choices-0-label-en": script, "choices-1-label-en": "B"}
    )
    for answered in (host.get(listed(event)), host.get(f"/events/{event.slug}/register")):
        assert script not in answered.text
        assert script in words(answered)


@on_sqlite
def test_answers_to_choose_from_get_rows_without_javascript(website: Flask):
    event, host = own_event(website), browser(website)
    path = f"{listed(event)}/new/choices"
    typed = {"label-en": "Which?", "choices-0-label-en": "Tea", "choices-1-label-en": "Coffee"}
    shown = send(host, host.get(path), path, **typed, row="add")
    assert shown.status_code == 200
    shown = send(host, shown, path, **{"choices-2-label-en": "Milk", "row": "up-2"})
    shown = send(host, shown, path, row="remove-0")
    values = form(shown, path).values()
    assert (values["label-en"], values["choices-0-label-en"], values["choices-1-label-en"]) == (
        "Which?", "Milk", "Coffee",
    )  # fmt: skip
    assert order(event) == []
    assert send(host, shown, path).status_code == 303
    assert list(stored(event, "which").choice_labels()) == ["milk", "coffee"]


@on_sqlite
@pytest.mark.parametrize("button", ["add-7", "remove-99", "up-0", "down-1", "burn", "remove--1"])
def test_odd_buttons_do_no_harm(website: Flask, button: str):
    event, host = own_event(website, questions=(GROUP,)), browser(website)
    assert edit(host, event, "group", row=button).status_code == 200
    assert list(stored(event, "group").choice_labels()) == ["ngo", "press"]


def test_places_of_an_answer_are_set_changed_and_lifted(website: Flask):
    event, host = own_event(website, questions=(GROUP,), capacity=9), browser(website)
    assert edit(host, event, "group", **{"choices-1-places": "2"}).status_code == 303
    event.register(1, answers={"group": "press"})
    event.register(2, answers={"group": "press"})
    assert "Press: 2 of 2 places taken" in words(host.get(listed(event)))
    answered = edit(host, event, "group", **{"choices-1-places": "1"})
    assert answered.status_code == 422
    assert "Press: 2 people have chosen this" in words(answered)
    assert form(answered, "/group").values()["choices-1-places"] == "1"
    assert edit(host, event, "group", **{"choices-1-places": ""}).status_code == 303
    assert "places taken" not in words(host.get(listed(event)))
    assert event.sound()


def test_a_yes_has_places_as_well(website: Flask):
    event, host = own_event(website), browser(website)
    add(host, event, "yes-no", **{"label-en": "A bed?", "yes_places": "3"})
    assert "A bed?: 0 of 3 places taken" in words(host.get(listed(event)))


@on_sqlite
def test_a_choice_that_shares_places_says_so_and_keeps_them(website: Flask):
    shared = QuotaDraft({"en": "Guests of the house"}, 5, ("in-person",), choices=(("group", "press"),))
    event, host = own_event(website, questions=(GROUP,), quotas=(shared,)), browser(website)
    path = f"{listed(event)}/group"
    assert "Takes a place of “Guests of the house” as well" in words(host.get(path))
    assert send(host, host.get(path), path, **{"label-en": "Which group?"}).status_code == 303
    with website.app_context():
        assert len(db.session.get_one(Event, event.id).quotas[0].choices) == 1


@on_sqlite
def test_the_page_of_places_says_which_answers_take_one_and_leads_to_their_question(website: Flask):
    event, host = own_event(website, questions=(GROUP,), capacity=9), browser(website)
    edit(host, event, "group", **{"choices-1-places": "2"})
    add(host, event, "yes-no", **{"label-en": "A bed?", "yes_places": "3"})
    shown = host.get(f"{event.address}/places")
    assert "Whoever answers “Press” takes such a place: Your group?" in words(shown)
    assert "Whoever answers “Yes” takes such a place: A bed?" in words(shown)
    assert page(shown).all("a", href=f"{listed(event)}/group")


@on_sqlite
def test_the_kind_is_chosen_first_and_leads_to_its_form(website: Flask):
    event, host = own_event(website), browser(website)
    chooser = page(host.get(listed(event))).one("form", action=f"{listed(event)}/new")
    kinds = [one.get("value") for one in chooser.one("select").all("option")]
    assert kinds == list(QuestionKind)
    for kind in kinds:
        assert (
            host.get(f"{listed(event)}/new", query_string={"kind": kind}).location
            == f"{listed(event)}/new/{kind}"
        )
    assert host.get(f"{listed(event)}/new", query_string={"kind": "none"}).status_code == 404


def test_a_question_is_asked_of_some_only(website: Flask):
    event, host = own_event(website, questions=(GROUP, WHY)), browser(website)
    answered = edit(host, event, "why", ticket_types=["online"], condition=["group=press"])
    assert answered.status_code == 303
    found = stored(event, "why")
    assert found.ticket_types == ["online"]
    assert found.condition == {"question": "group", "answers": ["press"]}
    assert "Only for: On line. Only for: Press" in words(host.get(listed(event)))


def test_questions_are_put_in_order_by_buttons(website: Flask):
    event, host = own_event(website, questions=(GROUP, WHY)), browser(website)
    moved = send(host, host.get(listed(event)), "/why/put", direction="up")
    assert moved.status_code == 303
    assert order(event) == ["why", "group"]


@on_sqlite
def test_a_question_does_not_pass_the_one_it_depends_on(website: Flask):
    event, host = own_event(website, questions=(GROUP, WHY)), browser(website)
    edit(host, event, "why", condition=["group=press"])
    moved = send(host, host.get(listed(event)), "/why/put", direction="up")
    assert "has to come after it" in words(host.get(moved.location))
    gone = send(host, host.get(f"{listed(event)}/group"), "/group/remove")
    assert gone.status_code == 409
    assert "Change that one first" in words(gone)
    lost = edit(host, event, "group", row="remove-1")
    lost = send(
        host, lost, "/group", **{"choices-1-key": "", "choices-1-label-en": "New", "choices-rows": "2"}
    )
    assert lost.status_code == 422
    assert order(event) == ["group", "why"]


def test_a_question_with_answers_is_asked_no_more_and_they_stay(website: Flask):
    event, host = own_event(website, questions=(GROUP, WHY)), browser(website)
    event.register(1, answers={"group": "press", "why": "Because"})
    asked = words(host.get(f"{listed(event)}/group"))
    assert "1 registration has answered it" in asked
    assert "1 answer stays in the list of people" in asked
    assert send(host, host.get(f"{listed(event)}/group"), "/group/remove").status_code == 303
    for path in ("attendees", "attendees.csv"):
        shown = host.get(f"/organise/events/{event.slug}/{path}").text
        assert "Your group? (no longer asked)" in shown
        assert "Press" in shown
    assert "group" not in host.get(f"/events/{event.slug}/register").text.split("question-why")[0]
    assert host.get(f"{listed(event)}/group").status_code == 404
    send(host, host.get(listed(event)), "/group/ask-again")
    assert order(event) == ["why", "group"]


def test_a_chosen_answer_that_is_taken_away_is_still_read_by_its_name(website: Flask):
    event, host = own_event(website, questions=(GROUP,)), browser(website)
    event.register(1, answers={"group": "press"})
    rows = {"choices-1-key": "", "choices-1-label-en": "Others"}
    assert edit(host, event, "group", **rows).status_code == 303
    assert list(stored(event, "group").offered_choices()) == ["ngo", "others"]
    assert "Press" in words(host.get(f"/organise/events/{event.slug}/attendees"))


@on_sqlite
def test_only_kinds_that_keep_the_answers_are_offered(website: Flask):
    event, host = own_event(website, questions=(WHY,)), browser(website)
    event.register(1, answers={"why": "Because"})
    kinds = page(host.get(f"{listed(event)}/why")).one("select", name="kind").all("option")
    assert [one.get("value") for one in kinds] == ["text", "paragraph"]
    assert edit(host, event, "why", kind="number").status_code == 422
    assert edit(host, event, "why", kind="paragraph").status_code == 303


def test_two_hosts_do_not_overwrite_each_other_unseen(website: Flask):
    event, host = own_event(website, questions=(GROUP,)), browser(website)
    old = host.get(f"{listed(event)}/group")
    assert edit(host, event, "group", **{"choices-0-label-en": "Theirs"}).status_code == 303
    assert send(host, old, "/group", **{"hint-en": "Mine"}).status_code == 303
    assert stored(event, "group").choice_labels()["ngo"] == {"en": "Theirs"}
    answered = send(host, old, "/group", **{"choices-0-label-en": "Mine"})
    assert answered.status_code == 409
    assert "Theirs; Press" in words(answered)
    assert stored(event, "group").choice_labels()["ngo"] == {"en": "Theirs"}


@on_sqlite
def test_unknown_questions_and_kinds_are_not_found(website: Flask):
    event, host = own_event(website), browser(website)
    for path in ("nothing", "new/poem"):
        assert host.get(f"{listed(event)}/{path}").status_code == 404
