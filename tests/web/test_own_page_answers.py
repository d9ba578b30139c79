"""What was answered: read back and changed on the own page, files among it."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.test import TestResponse

from regapp.database import db
from regapp.documents.examining import examine
from regapp.models import Event, File
from regapp.services.events.files import keep
from regapp.services.registrations import own_page
from regapp.vocabulary import QuestionKind, Role
from tests import builders as b
from tests.organisers import OwnEvent, browser, on_sqlite, own_event
from tests.web.asking import EVERY_KIND, GROUP, KINDS, after, asks, limited, own, post, stored, typed
from tests.web.organise.test_edit_files import fill
from tests.web.visits import PERSON, form, page, register, send, words


def test_answers_are_changed_on_the_own_page(website: Flask):
    event, client = own_event(website, questions=EVERY_KIND), website.test_client()
    post(client, event, choices=["ngo"], number="7", country="KZ", phone="87011234567")
    shown = client.get(own(event))
    values = form(shown, "/change").values()
    assert values["question-phone"] == "+7 701 123 45 67"
    changed = {"question-choices": ["press", "expert"], "question-number": ""}
    assert send(client, shown, "/change", **changed).status_code == 303
    kept = {"choices": ["press", "expert"], "country": "KZ", "phone": "+7 701 123 45 67"}
    assert stored(event) == kept


def test_an_answer_that_is_no_longer_asked_for_goes_with_the_one_it_hung_on(website: Flask):
    questions = (GROUP, after("paper", "group", "press"))
    event, client = own_event(website, questions=questions), website.test_client()
    post(client, event, group="press", paper="Times")
    send(client, client.get(own(event)), "/change", **{"question-group": "ngo"})
    assert stored(event) == {"group": "ngo"}


def test_the_own_page_asks_only_what_belongs_to_the_ticket(website: Flask):
    questions = (
        asks("diet", QuestionKind.TEXT, ticket_types=("in-person",)),
        asks("zone", QuestionKind.TEXT, ticket_types=("online",), required=True),
    )
    event, client = own_event(website, questions=questions), website.test_client()
    post(client, event, diet="vegan")
    shown = client.get(own(event))
    names = set(form(shown, "/change").values())
    assert "question-diet" in names
    assert "question-zone" not in names
    assert send(client, shown, "/change", **{"question-diet": ""}).status_code == 303


def test_the_last_place_of_a_choice_cannot_be_had_twice_on_the_own_page(website: Flask):
    event, client = limited(website), website.test_client()
    event.register(1, answers={"group": "press"})
    post(client, event, group="ngo")
    shown = client.get(own(event))
    assert "All places are taken" in words(shown)
    answered = send(client, shown, "/change", **{"question-group": "press"})
    assert answered.status_code == 409
    assert stored(event) == {"group": "ngo"}
    with website.app_context():
        own_page.cancel(token=b.own_token(event.id, 1))
    assert send(client, shown, "/change", **{"question-group": "press"}).status_code == 303
    assert event.sound()


def test_a_choice_that_is_offered_no_more_is_kept_by_who_has_it(website: Flask):
    event, client = own_event(website, questions=(GROUP,)), website.test_client()
    post(client, event, group="press")
    with website.app_context():
        found = b.registration(event.id, "guest@example.org").event.questions[0]
        found.choices = [{**one, "removed": one["key"] == "press"} for one in found.choices]
        found.event_id = event.id
        db.session.commit()
        b.change_event(event.id)
    assert "Press" not in words(client.get(f"/events/{event.slug}/register"))
    shown = client.get(own(event))
    assert send(client, shown, "/change", name="Another").status_code == 303
    assert stored(event) == {"group": "press"}


PAPER = asks("paper", QuestionKind.FILE, required=True)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def sent_file(client: FlaskClient, event: OwnEvent, content: bytes, name: str = "talk.pdf") -> TestResponse:
    path = f"/events/{event.slug}/register"
    token = form(client.get(path), "/register").values()["csrf_token"]
    file = (BytesIO(content), name)
    return client.post(path, data={**typed(), "csrf_token": token, "question-paper": file})


def files(event: OwnEvent) -> list[str]:
    with event.app.app_context():
        db.session.rollback()
        return list(db.session.scalars(select(File.name).where(File.event_id == event.id)))


def test_a_file_is_kept_for_its_sender_and_the_host_alone(website: Flask):
    event, client = own_event(website, questions=(PAPER,)), website.test_client()
    assert sent_file(client, event, PDF).status_code == 303
    shown = client.get(own(event))
    link = page(shown).one("form", action=f"{own(event)}/change").one("a")
    assert link.text == "talk.pdf"
    assert client.get(link.get("href")).data == PDF
    token = stored(event)["paper"]
    stranger = website.test_client()
    assert stranger.get(f"/files/{token}/talk.pdf").status_code == 404
    hosts = f"/organise/events/{event.slug}/answers/{token}/talk.pdf"
    assert stranger.get(hosts).status_code == 302
    host = browser(website)
    answer = host.get(hosts)
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert hosts in host.get(f"/organise/events/{event.slug}/attendees").text


@on_sqlite
def test_the_address_of_answers_gives_the_host_no_other_file(website: Flask):
    event, client = own_event(website, questions=(PAPER,)), website.test_client()
    sent_file(client, event, PDF)
    with website.app_context():
        files = {"organisation_id": db.session.get_one(Event, event.id).organisation_id, "event_id": event.id}
        kept = db.session.get_one(File, keep(**files, file=examine("other.pdf", PDF))).token
    host = browser(website)
    assert host.get(f"{event.address}/answers/{kept}/other.pdf").status_code == 404
    answer = f"{event.address}/answers/{stored(event)['paper']}/talk.pdf"
    assert host.get(answer).status_code == 200
    assert browser(website, Role.VIEWER).get(answer).status_code == 200
    assert browser(website, Role.DOOR).get(answer).status_code == 403
    other = own_event(website, questions=(PAPER,))
    assert host.get(answer.replace(event.slug, other.slug)).status_code == 404


def test_a_file_stays_until_another_takes_its_place(website: Flask):
    event, client = own_event(website, questions=(PAPER,)), website.test_client()
    sent_file(client, event, PDF)
    old = stored(event)["paper"]
    assert send(client, client.get(own(event)), "/change", name="Other").status_code == 303
    assert stored(event)["paper"] == old
    other = {"question-paper": (BytesIO(PDF), "second.pdf")}
    assert send(client, client.get(own(event)), "/change", **other).status_code == 303
    assert stored(event)["paper"] != old
    assert files(event) == ["second.pdf"]


def test_a_file_that_need_not_be_there_is_taken_back_and_deleted(website: Flask):
    optional = asks("paper", QuestionKind.FILE)
    event, client = own_event(website, questions=(optional, GROUP)), website.test_client()
    sent_file(client, event, PDF)
    shown = client.get(own(event))
    link = page(shown).one("form", action=f"{own(event)}/change").one("a").get("href")
    back = {"remove-question-paper": "y", "question-group": "press"}
    assert send(client, shown, "/change", **back).status_code == 303
    assert stored(event) == {"group": "press"}
    assert files(event) == []
    assert client.get(link).status_code == 404
    assert "remove-question-paper" not in client.get(own(event)).text


@on_sqlite
def test_a_file_that_is_needed_is_replaced_only_and_that_is_said(website: Flask):
    event, client = own_event(website, questions=(PAPER,)), website.test_client()
    sent_file(client, event, PDF)
    shown = client.get(own(event))
    assert "It can be replaced, but not taken back" in words(shown)
    assert "remove-question-paper" not in shown.text
    assert send(client, shown, "/change", **{"remove-question-paper": "y"}).status_code == 303
    assert files(event) == ["talk.pdf"]


@on_sqlite
def test_another_file_stays_although_the_old_one_was_to_go(website: Flask):
    event, client = own_event(website, questions=(asks("paper", QuestionKind.FILE),)), website.test_client()
    sent_file(client, event, PDF)
    both = {"remove-question-paper": "y", "question-paper": (BytesIO(PDF), "second.pdf")}
    assert send(client, client.get(own(event)), "/change", **both).status_code == 303
    assert files(event) == ["second.pdf"]


@on_sqlite
@pytest.mark.parametrize(
    ("content", "name"), [(b"", "talk.pdf"), (b"MZ\x90\0", "talk.pdf"), (b"<svg onload='x()'/>", "a.svg")]
)
def test_a_file_that_cannot_be_kept_is_told_at_its_field(website: Flask, content: bytes, name: str):
    event, client = own_event(website, questions=(PAPER,)), website.test_client()
    answered = sent_file(client, event, content, name)
    assert answered.status_code == 422
    assert form(answered, "/register").values()["name"] == "Guest"
    assert page(answered).all("a", href="#question-paper")
    assert files(event) == []


@on_sqlite
def test_a_required_file_has_to_be_sent(website: Flask):
    event, client = own_event(website, questions=(PAPER,)), website.test_client()
    assert post(client, event).status_code == 422
    assert post(client, event, paper="talk.pdf").status_code == 422


@on_sqlite
def test_a_guest_is_told_where_the_host_has_no_room_for_files(website: Flask):
    event, client = own_event(website, questions=(asks("paper", QuestionKind.FILE),)), website.test_client()
    fill(event, leaving=0)
    answered = sent_file(client, event, PDF)
    assert answered.status_code == 422
    assert "The host has no room for more files" in page(answered).one(id="question-paper-error").text
    assert form(answered, "/register").values()["name"] == "Guest"
    assert post(client, event).status_code == 303


@on_sqlite
def test_as_many_files_as_are_asked_for_fit_into_one_form(website: Flask):
    papers = [asks(f"paper{number}", QuestionKind.FILE) for number in range(8)]
    event, client = own_event(website, questions=papers), website.test_client()
    path = f"/events/{event.slug}/register"
    csrf = form(client.get(path), "/register").values()["csrf_token"]
    large = PDF.replace(b"trailer", b"%" + b"x" * 19_900_000 + b"\ntrailer")
    sent = {f"question-paper{number}": (BytesIO(large), "talk.pdf") for number in range(8)}
    assert client.post(path, data={**typed(), "csrf_token": csrf, **sent}).status_code == 303
    assert len(files(event)) == 8


def test_a_known_address_leaves_no_file_behind(website: Flask):
    event, client = own_event(website, questions=(PAPER,)), website.test_client()
    for _time in range(2):
        assert sent_file(client, event, PDF).status_code == 303
    assert len(files(event)) == 1


@on_sqlite
def test_a_form_without_files_stays_small(website: Flask):
    event, client = own_event(website, questions=(GROUP,)), website.test_client()
    assert sent_file(client, event, b"x" * 2_000_000).status_code == 413


ANY_TEXT = st.text(max_size=40) | st.sampled_from(["ngo", "yes", "KZ", "12", "2026-01-31", "+77011234567"])


@pytest.fixture
def every_kind(website: Flask) -> Iterator[OwnEvent]:
    return own_event(website, questions=EVERY_KIND, capacity=10_000)


@on_sqlite
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    answers=st.fixed_dictionaries({}, optional={str(kind): ANY_TEXT for kind in KINDS}),
    several=st.lists(ANY_TEXT, max_size=4),
    number=st.integers(0, 10**12),
)
def test_any_answers_are_refused_or_read_back_the_same(
    every_kind: OwnEvent, answers: dict[str, str], several: list[str], number: int
):
    client, email = every_kind.app.test_client(), f"guest{number}@example.org"
    sent = {**answers, "choices": several}
    answered = register(client, every_kind.slug, **{
        **PERSON, "email": email, **{f"question-{key}": answer for key, answer in sent.items()}
    })  # fmt: skip
    assert answered.status_code in {303, 422}
    if answered.status_code == 422:
        assert not stored(every_kind, email)
        return
    kept = stored(every_kind, email)
    shown = client.get(own(every_kind, email))
    again = send(client, shown, "/change", **{"question-choices": kept.get("choices", [])})
    assert again.status_code == 303
    assert stored(every_kind, email) == kept
