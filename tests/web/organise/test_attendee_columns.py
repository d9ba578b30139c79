"""Whoever looks at the attendee list chooses its columns, which stay in the address and in the browser."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from regapp.vocabulary import Role
from tests.organisers import browser, token
from tests.web.attendee_list import LIST, guests, names
from tests.web.visits import send

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

USUAL = ["Name", "Ticket", "Answers", "Registered"]


@pytest.fixture
def host(website: Flask) -> FlaskClient:
    """A manager of an event that two people come to."""
    guests(website, 2)
    return browser(website)


def heads(page: TestResponse) -> list[str]:
    """The words over the columns."""
    assert page.status_code == 200
    found = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page.text, re.DOTALL)
    return [re.sub(r"<[^>]*>|&nbsp;|[↑↓]", "", text).strip() for text in found]


def choose(client: FlaskClient, *chosen: str, query: str = "") -> TestResponse:
    shown = client.get(f"{LIST}{query}")
    return send(client, shown, f"/columns{query}", column=list(chosen))


def test_the_usual_ones_are_shown_first(host: FlaskClient) -> None:
    assert heads(host.get(LIST)) == USUAL


def test_the_chosen_ones_are_shown_in_the_order_of_the_list(host: FlaskClient) -> None:
    answer = choose(host, "note", "ticket", "answer-group")
    assert answer.status_code == 303
    shown = heads(host.get(answer.location))
    assert (shown[0], shown[1], shown[-1], len(shown)) == ("Name", "Ticket", "Note", 4)


def test_the_browser_keeps_them(host: FlaskClient) -> None:
    choose(host, "language")
    assert heads(host.get(LIST)) == ["Name", "Language"]


def test_another_browser_does_not(website: Flask, host: FlaskClient) -> None:
    choose(host, "language")
    assert heads(browser(website, Role.OWNER).get(LIST)) == USUAL


def test_the_address_goes_before_what_the_browser_keeps(host: FlaskClient) -> None:
    choose(host, "language")
    assert heads(host.get(f"{LIST}?columns=note")) == ["Name", "Note"]


def test_none_means_the_usual_ones(host: FlaskClient) -> None:
    choose(host, "language")
    answer = choose(host)
    assert heads(host.get(answer.location)) == USUAL


def test_filters_and_order_stay(host: FlaskClient) -> None:
    answer = choose(host, "note", query="?q=Person+1&sort=-name")
    assert answer.location == f"{LIST}?q=Person+1&sort=-name&columns=note"
    assert names(host.get(answer.location).text) == ["Person 1"]


@pytest.mark.parametrize(
    "query", ["endpoint=x", "_method=POST", "_external=1", "_scheme=javascript", "_anchor=x", "slug=other"]
)
def test_no_word_of_the_address_leads_anywhere_else(host: FlaskClient, query: str) -> None:
    sent = {"csrf_token": token(host.get(LIST).text), "column": "note"}
    answer = host.post(f"{LIST}/columns?{query}", data=sent)
    assert (answer.status_code, answer.location) == (303, f"{LIST}?{query}&columns=note")


@pytest.mark.parametrize("kept", ["%00", "<script>alert(1)</script>", "x" * 4000, "....", "answer-", "é"])
def test_what_a_browser_sends_as_columns_is_only_compared(host: FlaskClient, kept: str) -> None:
    host.set_cookie("columns", kept)
    page = host.get(LIST)
    assert heads(page) in (["Name"], USUAL)
    assert "alert(1)" not in page.text


def test_who_sees_names_alone_has_no_column_of_anything_else(website: Flask, host: FlaskClient) -> None:
    assert host.get(LIST).status_code == 200
    door = browser(website, Role.DOOR)
    page = door.get(f"{LIST}?columns=answers.note.tags.language.answer-group.ticket")
    assert heads(page) == ["Name", "Ticket"]


def test_a_page_that_was_open_too_long_changes_nothing(host: FlaskClient) -> None:
    answer = host.post(f"{LIST}/columns", data={"column": "note", "csrf_token": "old"})
    assert answer.status_code == 422
    assert heads(host.get(LIST)) == USUAL
