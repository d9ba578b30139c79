"""The attendee list's filters: what they offer, how many each choice leaves, and odd words in the address."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from regapp.vocabulary import Role
from tests.organisers import browser, on_sqlite, token
from tests.web.attendee_list import ANSWERS, LIST, guests, names
from tests.web.visits import page


@pytest.fixture
def host(website: Flask) -> FlaskClient:
    """A manager of an event that two of one group and one of another come to."""
    guests(website, 2)
    guests(website, 1, first=2, answers={**ANSWERS, "group": "akimat"}, language="kk")
    return browser(website)


def offered(client: FlaskClient, name: str, query: str = "") -> dict[str, str]:
    """The choices of one of the more filters, in words, by their values."""
    found = page(client.get(f"{LIST}{query}")).all("select", name=name)
    return {one.get("value") or "": one.text for one in found[0].all("option")} if found else {}


def counts(client: FlaskClient, name: str, query: str = "") -> dict[str, str]:
    """The numbers behind them."""
    texts = {value: re.search(r"\((\d+)\)", text) for value, text in offered(client, name, query).items()}
    return {value: found[1] for value, found in texts.items() if found}


def test_a_choice_says_how_many_it_leaves(host: FlaskClient) -> None:
    assert sorted(counts(host, "answer-group").values()) == ["1", "2"]
    assert counts(host, "language") == {"en": "2", "kk": "1"}


@on_sqlite
def test_the_numbers_are_those_beside_the_other_filters(host: FlaskClient) -> None:
    assert counts(host, "answer-group", "?language=kk&answer-group=akimat") == {"akimat": "1"}


@on_sqlite
def test_a_filter_leaves_those_whom_it_says(host: FlaskClient) -> None:
    assert names(host.get(f"{LIST}?answer-group=ngo").text) == ["Person 0", "Person 1"]
    assert names(host.get(f"{LIST}?answer-group=ngo&language=kk").text) == []


@on_sqlite
def test_what_is_on_is_chosen_also_where_nobody_is_so(host: FlaskClient) -> None:
    shown = page(host.get(f"{LIST}?language=de&answer-group=ngo")).text
    assert "Nobody matches" in shown


@on_sqlite
def test_in_what_all_are_alike_there_is_no_filter(host: FlaskClient) -> None:
    assert offered(host, "source") == {}


@on_sqlite
def test_who_sees_names_alone_filters_by_nothing_else(website: Flask, host: FlaskClient) -> None:
    assert host.get(LIST).status_code == 200
    door = browser(website, Role.DOOR)
    shown = door.get(f"{LIST}?answer-group=akimat&language=kk&q=Институт&sort=-answer-group")
    assert names(shown.text) == []
    assert len(names(door.get(f"{LIST}?answer-group=akimat&language=kk").text)) == 3
    assert offered(door, "language") == {}


ODD = [
    "answer-%22=x",
    "answer-%00=x",
    "answer-a=%00",
    "answer-=x",
    "answer-%5C=%5C",
    "answer-group=%22%5D",
    "sort=answer-%22",
    "sort=answer-%00",
    "sort=--name",
    "language=xx",
    "source=xx",
    "status=xx",
    "ticket=xx",
    "calendar=xx",
    "delivered=xx",
    "quota=99999999999999999999",
    "tag=9007199254740991",
    "session=%D9%A1",
    "after=999999999999999",
    "before=0&after=0&at=end",
    "q=%5C%25_%22*",
    "q=%F0%9F%98%80",
    "q=%00",
    "&".join(f"answer-k{number}=x" for number in range(1500)),
]


@pytest.mark.parametrize("query", ODD, ids=lambda query: query[:20])
def test_odd_words_in_the_address_are_answered_with_a_list(host: FlaskClient, query: str) -> None:
    assert host.get(f"{LIST}?{query}").status_code == 200
    with host.get(f"{LIST}.csv?{query}") as answer:
        assert answer.status_code == 200


@on_sqlite
@pytest.mark.parametrize("query", ["endpoint=x", "_method=POST", "slug=other", "_external=1"])
def test_no_word_of_the_address_leads_from_the_list_to_elsewhere(host: FlaskClient, query: str) -> None:
    shown = host.get(LIST)
    sent = {"csrf_token": token(shown.text), "all": "1"}
    answer = host.post(f"/organise/events/round-table/messages/write/to?{query}", data=sent)
    assert answer.status_code == 303
    assert answer.location == f"/organise/events/round-table/messages/write?{query}&all=1"
