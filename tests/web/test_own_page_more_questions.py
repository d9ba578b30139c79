"""Another ticket asks what the present one did not: it is answered in the step that changes it."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from regapp.errors import NotPossible
from regapp.services.events.drafts import QuotaDraft
from regapp.services.registrations import own_place
from regapp.vocabulary import QuestionKind
from tests import builders as b
from tests.organisers import OwnEvent, on_sqlite, own_event
from tests.web.asking import GROUP, after, asks, own, post, stored
from tests.web.pages import Node
from tests.web.visits import form, page, words

GUEST = "guest@example.org"
SKYPE = asks("skype", QuestionKind.TEXT, ticket_types=("online",), required=True)
WISHES = asks("wishes", QuestionKind.TEXT, ticket_types=("online",))
HELP = asks("help", QuestionKind.YES_NO, ticket_types=("online",), required=True)
WHICH = after("which", "help", "yes", ticket_types=("online",), required=True)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def registered(website: Flask, *questions: Any, **changes: Any) -> tuple[OwnEvent, FlaskClient]:
    event, client = own_event(website, questions=questions, **changes), website.test_client()
    assert post(client, event).status_code == 303
    return event, client


def change(client: FlaskClient, event: OwnEvent, ticket: str = "online") -> TestResponse:
    """Choose another ticket on the own page."""
    sent = form(client.get(own(event)), "/change-ticket")
    return client.post(sent.get("action") or "", data={**sent.values(), "ticket": ticket})


def asking(shown: TestResponse) -> Node:
    """The form with what another ticket asks."""
    found = [one for one in page(shown).all("form") if "asked" in one.values()]
    assert len(found) == 1
    return found[0]


def answer(client: FlaskClient, shown: TestResponse, **answers: Any) -> TestResponse:
    """Answer it."""
    sent = asking(shown)
    fields = {f"question-{key}": said for key, said in answers.items()}
    return client.post(sent.get("action") or "", data={**sent.values(), **fields})


def has(event: OwnEvent) -> list[str]:
    with event.app.app_context():
        first = b.registration(event.id, GUEST).first
        waits = [f"waits {first.waiting_entry.ticket_type.key}"] if first.waiting_entry else []
        return [hold.ticket_type.key for hold in first.holds] + waits


def test_what_the_other_ticket_asks_is_answered_before_anything_changes(website: Flask):
    event, client = registered(website, SKYPE, WISHES)
    shown = change(client, event)
    assert shown.status_code == 422
    assert "Nothing is changed until you have answered" in words(shown)
    assert not page(shown).all(class_="error")
    assert {name for name in asking(shown).values() if "question" in name} == {
        "question-skype",
        "question-wishes",
    }
    assert (has(event), stored(event)) == (["in-person"], {})
    assert answer(client, shown, skype="asel.1").status_code == 303
    assert (has(event), stored(event)) == (["online"], {"skype": "asel.1"})
    assert event.sound()


@on_sqlite
def test_what_is_missing_is_said_at_its_field_and_the_rest_is_kept(website: Flask):
    event, client = registered(website, SKYPE, WISHES)
    shown = answer(client, change(client, event), wishes="A quiet one")
    assert shown.status_code == 422
    field = asking(shown).one("input", name="question-skype")
    assert field.get("aria-invalid") == "true"
    assert page(shown).all("a", href=f"#{field.get('id')}")
    assert asking(shown).values()["question-wishes"] == "A quiet one"
    assert (has(event), stored(event)) == (["in-person"], {})


@on_sqlite
def test_a_ticket_that_asks_nothing_that_has_to_be_answered_is_had_at_once(website: Flask):
    event, client = registered(website, WISHES, asks("all", QuestionKind.TEXT))
    assert change(client, event).status_code == 303
    assert has(event) == ["online"]


@on_sqlite
def test_what_was_answered_before_is_not_asked_again(website: Flask):
    event, client = registered(website, SKYPE)
    answer(client, change(client, event), skype="asel.1")
    assert change(client, event, "in-person").status_code == 303
    assert change(client, event).status_code == 303
    assert stored(event) == {"skype": "asel.1"}


@on_sqlite
def test_a_question_that_hangs_on_a_new_answer_is_asked_with_it(website: Flask):
    event, client = registered(website, HELP, WHICH)
    shown = change(client, event)
    assert "question-which" in asking(shown).values()
    shown = answer(client, shown, help="yes")
    assert shown.status_code == 422
    assert asking(shown).one("input", name="question-which").get("aria-invalid") == "true"
    assert answer(client, shown, which="A ramp").status_code == 303
    assert stored(event) == {"help": "yes", "which": "A ramp"}


@on_sqlite
def test_an_answer_that_was_not_asked_for_is_not_kept(website: Flask):
    event, client = registered(website, HELP, WHICH)
    shown = change(client, event)
    assert answer(client, shown, help="no", which="A ramp", affiliation="X").status_code == 303
    assert stored(event) == {"help": "no"}


@on_sqlite
def test_a_question_that_hangs_on_what_was_said_before_is_asked(website: Flask):
    group = asks("group", QuestionKind.CHOICE)
    event = own_event(
        website, questions=(group, after("paper", "group", "press", ticket_types=("online",), required=True))
    )
    client = website.test_client()
    post(client, event, group="press")
    shown = change(client, event)
    marked = asking(shown).all("div", class_="question")
    assert [one.get("data-after") for one in marked] == [None]
    assert answer(client, shown, paper="Times").status_code == 303
    assert stored(event) == {"group": "press", "paper": "Times"}


def test_who_waits_for_the_other_ticket_answers_first_as_well(website: Flask):
    asked = asks("diet", QuestionKind.TEXT, ticket_types=("in-person",), required=True)
    event, client = own_event(website, questions=(asked,), capacity=1), website.test_client()
    event.register(1, answers={"diet": "none"})
    event.register(GUEST, ticket="online")
    shown = change(client, event, "in-person")
    assert shown.status_code == 422
    assert answer(client, shown, diet="vegan").status_code == 303
    assert has(event) == ["online", "waits in-person"]
    assert stored(event) == {"diet": "vegan"}
    assert event.sound()


def test_what_is_held_meanwhile_asks_too(website: Flask):
    event, client = own_event(website, questions=(SKYPE,), capacity=1), website.test_client()
    event.register(1)
    post(client, event)
    sent = form(client.get(own(event)), "/meanwhile")
    shown = client.post(sent.get("action") or "", data=sent.values())
    assert shown.status_code == 422
    assert has(event) == ["waits in-person"]
    assert answer(client, shown, skype="asel.1").status_code == 303
    assert has(event) == ["online", "waits in-person"]
    assert stored(event) == {"skype": "asel.1"}
    assert event.sound()


def test_a_choice_with_places_is_taken_with_the_ticket(website: Flask):
    press = asks("group", QuestionKind.CHOICE, ticket_types=("online",), required=True)
    quota = QuotaDraft({"en": "Press"}, 1, choices=(("group", "press"),))
    event, client = registered(website, press, quotas=(quota,))
    assert answer(client, change(client, event), group="press").status_code == 303
    assert event.quota()[1] == 1
    assert event.sound()


def test_where_the_choice_is_full_one_waits_and_keeps_what_one_has(website: Flask):
    press = asks("group", QuestionKind.CHOICE, ticket_types=("online",), required=True)
    quota = QuotaDraft({"en": "Press"}, 1, choices=(("group", "press"),))
    event, client = registered(website, press, quotas=(quota,))
    event.register(1, ticket="online", answers={"group": "press"})
    shown = change(client, event)
    assert "who chooses this waits until one is free" in words(shown)
    assert answer(client, shown, group="press").status_code == 303
    assert has(event) == ["in-person", "waits online"]
    assert event.sound()


@on_sqlite
def test_where_the_choice_is_full_and_nobody_may_wait_another_can_be_made(website: Flask):
    press = asks("group", QuestionKind.CHOICE, ticket_types=("online",), required=True)
    quota = QuotaDraft({"en": "Press"}, 1, choices=(("group", "press"),))
    event, client = registered(website, press, quotas=(quota,), waiting_list=False)
    event.register(1, ticket="online", answers={"group": "press"})
    shown = answer(client, change(client, event), group="press")
    assert shown.status_code == 409
    assert "You keep what you have" in words(shown)
    assert (has(event), stored(event)) == (["in-person"], {})
    assert answer(client, shown, group="ngo").status_code == 303
    assert (has(event), stored(event)) == (["online"], {"group": "ngo"})


@on_sqlite
def test_a_file_is_asked_for_as_well(website: Flask):
    paper = asks("paper", QuestionKind.FILE, ticket_types=("online",), required=True)
    event, client = registered(website, paper)
    shown = change(client, event)
    assert answer(client, shown).status_code == 422
    large = BytesIO(PDF.replace(b"trailer", b"%" + b"x" * 2_000_000 + b"\ntrailer"))
    assert answer(client, shown, paper=(large, "talk.pdf")).status_code == 303
    link = page(client.get(own(event))).one("form", action=f"{own(event)}/change").one("a")
    assert link.text == "talk.pdf"
    assert len(client.get(link.get("href")).data) > 2_000_000


@on_sqlite
def test_a_stale_page_keeps_what_was_answered(website: Flask):
    event, client = registered(website, SKYPE)
    shown = change(client, event)
    sent = asking(shown)
    fields = {**sent.values(), "csrf_token": "stale", "question-skype": "asel.1"}
    again = client.post(sent.get("action") or "", data=fields)
    assert again.status_code == 422
    assert asking(again).values()["question-skype"] == "asel.1"
    assert answer(client, again).status_code == 303
    assert stored(event) == {"skype": "asel.1"}


@on_sqlite
def test_a_ticket_for_the_invited_does_not_tell_what_it_asks(website: Flask):
    invited = replace(b.ONLINE, needs_code=True)
    event, client = registered(website, SKYPE, ticket_types=(b.IN_PERSON, invited))
    path = own(event)
    csrf = form(client.get(path), "/cancel").values()["csrf_token"]
    shown = client.post(f"{path}/change-ticket", data={"csrf_token": csrf, "ticket": "online"})
    assert shown.status_code == 422
    assert "skype" not in shown.text


@on_sqlite
def test_answers_with_which_places_go_that_one_holds_are_not_changed_so(website: Flask):
    quota = QuotaDraft({"en": "Press"}, 1, choices=(("group", "press"),))
    event, _client = registered(website, GROUP, quotas=(quota,))
    with website.app_context():
        found = b.registration(event.id, GUEST)
        token, code = found.token, found.first.code
        with pytest.raises(NotPossible):
            own_place.change_ticket(token=token, code=code, ticket="online", answers={"group": "press"})
    assert (has(event), stored(event)) == (["in-person"], {})
