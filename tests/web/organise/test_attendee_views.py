"""A view of the attendee list is kept under a name, for all who see it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from regapp.vocabulary import Role
from tests.organisers import browser, token
from tests.web.attendee_list import LIST, guests, names
from tests.web.pages import Node
from tests.web.visits import page, send, words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def host(website: Flask) -> FlaskClient:
    """A manager of an event that three people come to."""
    guests(website, 3)
    return browser(website)


def keep(client: FlaskClient, name: str, query: str = "") -> TestResponse:
    return send(client, client.get(f"{LIST}{query}"), f"/views{query}", name=name)


def links(client: FlaskClient) -> list[Node]:
    """The links to the kept views."""
    found = page(client.get(LIST)).all("div", class_="views")
    return found[0].all("a") if found else []


def test_it_leads_to_the_list_as_it_was(host: FlaskClient) -> None:
    keep(host, "From the end", "?q=Person&sort=-name&columns=note")
    [link] = links(host)
    assert link.text.strip() == "From the end"
    shown = host.get(link.get("href") or "")
    assert names(shown.text) == ["Person 2", "Person 1", "Person 0"]
    assert ">Note" in shown.text


def test_it_begins_with_the_first_page(host: FlaskClient) -> None:
    keep(host, "Mine", "?sort=-name&at=end")
    assert links(host)[0].get("href") == f"{LIST}?sort=-name"


def test_a_colleague_finds_it(website: Flask, host: FlaskClient) -> None:
    keep(host, "Mine")
    assert [link.text.strip() for link in links(browser(website, Role.VIEWER))] == ["Mine"]


def test_who_sees_names_alone_does_not(website: Flask, host: FlaskClient) -> None:
    keep(host, "Why they come", "?q=why")
    assert links(browser(website, Role.DOOR)) == []


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DOOR])
def test_who_manages_nothing_keeps_none(website: Flask, host: FlaskClient, role: Role) -> None:
    member = browser(website, role)
    sent = {"name": "x", "csrf_token": token(member.get(LIST).text)}
    assert member.post(f"{LIST}/views", data=sent).status_code == 403
    assert links(host) == []


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "\N{ZERO WIDTH SPACE}", "\N{RIGHT-TO-LEFT OVERRIDE}"])
def test_it_has_a_name_that_can_be_read(host: FlaskClient, name: str) -> None:
    answer = keep(host, name)
    assert answer.status_code == 422
    assert "Give the view a name" in words(answer)
    assert links(host) == []


def test_a_script_is_a_name_like_any_other(host: FlaskClient) -> None:
    keep(host, "<script>alert(1)</script>")
    assert "<script>alert" not in host.get(LIST).text
    assert links(host)[0].text.strip() == "<script>alert(1)</script>"


def test_no_address_but_the_lists_own_is_kept(host: FlaskClient) -> None:
    sent = {"name": "Odd", "csrf_token": token(host.get(LIST).text)}
    asked = "?endpoint=x&_external=1&_scheme=javascript&next=//evil.example&q=a"
    answer = host.post(f"{LIST}/views{asked}", data=sent)
    assert (answer.status_code, answer.location) == (303, f"{LIST}?q=a")
    assert links(host)[0].get("href") == f"{LIST}?q=a"


def test_more_than_enough_are_refused_and_the_name_stays(host: FlaskClient) -> None:
    for number in range(20):
        assert keep(host, f"View {number}").status_code == 303
    answer = keep(host, "One more")
    assert answer.status_code == 409
    assert 'value="One more"' in answer.text


def test_it_is_thrown_away_and_the_people_stay(host: FlaskClient) -> None:
    keep(host, "Mine")
    answer = send(host, host.get(LIST), "/forget")
    assert answer.status_code == 303
    assert links(host) == []
    assert len(names(host.get(LIST).text)) == 3


def test_a_page_that_was_open_too_long_throws_none_away(host: FlaskClient) -> None:
    keep(host, "Mine")
    answer = send(host, host.get(LIST), "/forget", csrf_token="old")
    assert answer.status_code == 422
    assert len(links(host)) == 1


def test_the_log_tells_owners_in_words_what_was_kept_and_thrown_away(website: Flask) -> None:
    guests(website, 3)
    owner = browser(website, Role.OWNER)
    keep(owner, "Confirmed", "?q=Person&status=confirmed&columns=language")
    send(owner, owner.get(LIST), "/forget")
    log = words(owner.get("/organise/organisations/dku/audit"))
    assert "View of the list kept under a name" in log
    assert "Named view of the list thrown away" in log
    for told in ("Name: Confirmed", "Status: Confirmed", "Searched for: Person", "Columns: Language"):
        assert told.replace(":", "") in log.replace(":", "")


def test_what_was_searched_for_is_told_to_owners_of_the_events_organisation_alone(website: Flask) -> None:
    guests(website, 3)
    host = browser(website)
    keep(host, "Mine", "?q=Aigerim")
    assert host.get("/organise/organisations/dku/audit").status_code == 403
    assert "Aigerim" in browser(website, Role.OWNER).get("/organise/organisations/dku/audit").text
    co_host = browser(website, Role.OWNER, "fes")
    assert "Aigerim" not in co_host.get("/organise/organisations/fes/audit").text
    assert co_host.get("/organise/organisations/dku/audit").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "?status=confirmed",
        "?ticket=online",
        "?quota=1",
        "?session=1",
        "?language=kk",
        "?source=form",
        "?calendar=none",
        "?delivered=no",
        "?tag=1",
        "?answer-group=ngo",
        "?sort=-name",
    ],
)
def test_it_is_kept_whatever_it_asks_for(host: FlaskClient, query: str) -> None:
    assert keep(host, "Mine", query).status_code == 303
    assert links(host)[0].get("href") == f"{LIST}{query}"


def test_a_view_that_matches_nobody_today_can_be_changed_and_thrown_away(host: FlaskClient) -> None:
    keep(host, "Rejected", "?status=rejected")
    assert keep(host, "Rejected", "?q=Person&status=rejected").status_code == 303
    [link] = links(host)
    assert link.get("href") == f"{LIST}?q=Person&status=rejected"
    nobody = host.get(link.get("href") or "")
    assert "Nobody matches" in words(nobody)
    assert send(host, nobody, "/forget?q=Person&status=rejected").status_code == 303
    assert links(host) == []


def test_columns_can_be_chosen_where_nobody_matches(host: FlaskClient) -> None:
    answer = send(host, host.get(f"{LIST}?q=nobody"), "/columns?q=nobody", column="note")
    assert answer.location == f"{LIST}?q=nobody&columns=note"


def test_the_view_that_is_open_says_so_on_each_of_its_pages(host: FlaskClient) -> None:
    keep(host, "Newest", "?sort=-registered")
    shown = page(host.get(f"{LIST}?sort=-registered&after=7"))
    assert [one.get("aria-current") for one in shown.one("div", class_="views").all("a")] == ["true"]
    assert [one.get("aria-current") for one in links(host)] == [None]
