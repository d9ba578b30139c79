"""Several people in one form: what is read, what is told, and that nothing typed is lost."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from regapp.database import db
from regapp.models import Event
from tests import builders
from tests.web.conftest import Inside, only_sqlite
from tests.web.visits import PERSON, form, page, receipt, register, words


@pytest.fixture
def publish(inside: Inside) -> Any:
    """Publish an event; its id and slug."""

    def made(**changes: Any) -> tuple[int, str]:
        with inside():
            event = builders.small_event(**{"most_people": 5, "capacity": 3, **changes})
            return event, db.session.get_one(Event, event).slug

    return made


def _people(inside: Inside, event: int) -> list[tuple[str, str, str]]:
    """Name, own address and status of everybody under the visitor's address."""
    with inside():
        attendees = builders.registration(event, PERSON["email"]).attendees
        return [(attendee.name, attendee.email, str(attendee.status)) for attendee in attendees]


def _register(client: FlaskClient, slug: str, **fields: Any) -> Any:
    return register(client, slug, **{name.replace("_", "-"): text for name, text in fields.items()})


def test_all_who_are_named_get_a_place(client: FlaskClient, inside: Inside, publish: Any) -> None:
    event, slug = publish()
    answer = _register(
        client, slug, person_2_name="Dana", person_2_email="dana@example.org", person_3_name="Erlan"
    )

    assert answer.status_code == 303
    assert _people(inside, event) == [
        (PERSON["name"], "", "confirmed"),
        ("Dana", "dana@example.org", "confirmed"),
        ("Erlan", "", "confirmed"),
    ]


@only_sqlite
def test_gaps_between_the_numbers_do_no_harm(client: FlaskClient, inside: Inside, publish: Any) -> None:
    event, slug = publish()
    _register(client, slug, person_4_name="Dana", person_9_name=" ", person_01_name="nobody")

    assert [name for name, _, _ in _people(inside, event)] == [PERSON["name"], "Dana"]


@only_sqlite
def test_the_rows_are_as_many_as_one_may_bring(client: FlaskClient, publish: Any) -> None:
    shown = form(client.get(f"/events/{publish(most_people=3)[1]}/register"), "/register")
    alone = form(client.get(f"/events/{publish(most_people=1)[1]}/register"), "/register")

    assert [one.get("id") for one in shown.all("input", type="email")] == [
        "email", "person-2-email", "person-3-email",
    ]  # fmt: skip
    assert [one.get("value") for one in shown.all("input", name="together")] == ["all", "fit"]
    assert not alone.all("input", name="together") + alone.all("input", id="person-2-name")


@only_sqlite
@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"person_2_email": "dana@example.org"}, "person-2-name"),
        ({"person_2_name": "\u200b", "person_2_email": "dana@example.org"}, "person-2-name"),
        ({"person_3_name": "Dana", "person_3_email": "dana"}, "person-3-email"),
        ({"person_2_name": "x" * 201}, "person-2-name"),
        ({"together": "sometimes"}, "together"),
    ],
)
def test_an_error_stands_at_its_field_in_the_open_part(
    client: FlaskClient, publish: Any, fields: dict[str, str], wrong: str
) -> None:
    answer = _register(client, publish()[1], **fields)

    shown = form(answer, "/register")
    assert answer.status_code == 422
    assert shown.all("div", id=f"{wrong}-error")
    if wrong != "together":
        assert "open" in shown.one("details").attributes
    link = page(answer).one("div", class_="error-summary").one("a")
    assert (link.get("href") or "").startswith(f"#{wrong}")


@only_sqlite
@pytest.mark.parametrize(
    ("most", "names", "beyond", "told"),
    [
        (2, {"person_2_name": "Dana", "person_7_name": "Erlan"}, "person-7-name", "2 people at most"),
        (3, {"person_4_name": "A", "person_5_name": "B", "person_6_name": "C"}, "person-6-name", "3 people"),
        (1, {"person_2_name": "Dana"}, "person-2-name", "registers alone"),
    ],
)
def test_too_many_people_are_told_how_many_may_come(
    client: FlaskClient,
    inside: Inside,
    publish: Any,
    *,
    most: int,
    names: dict[str, str],
    beyond: str,
    told: str,
) -> None:
    event, slug = publish(most_people=most)
    answer = _register(client, slug, **names)

    shown = form(answer, "/register")
    assert answer.status_code == 422
    assert told in shown.one("div", id=f"{beyond}-error").text
    assert {name.replace("_", "-"): text for name, text in names.items()}.items() <= shown.values().items()
    with inside():
        assert builders.find_registration(event, PERSON["email"]) is None


@only_sqlite
def test_thousands_of_rows_are_an_error_like_others(client: FlaskClient, publish: Any) -> None:
    slug = publish()[1]
    shown = form(client.get(f"/events/{slug}/register"), "/register").values()
    names = {f"person-{number}-name": "Somebody" for number in range(2, 800)}
    answer = client.post(f"/events/{slug}/register", data={**shown, **PERSON, **names})

    assert answer.status_code == 422
    assert "5 people at most" in words(answer)


def test_together_means_that_all_wait(client: FlaskClient, inside: Inside, publish: Any) -> None:
    event, slug = publish(capacity=2)
    with inside():
        builders.register(event, 1)
    told = receipt(client, slug, **{"person-2-name": "Dana"})

    assert "You are on the waiting list" in words(told)
    assert "2 of you are on the waiting list." in words(told)
    assert [status for _, _, status in _people(inside, event)] == ["waiting", "waiting"]


def test_as_many_as_fit_means_that_the_others_wait(client: FlaskClient, inside: Inside, publish: Any) -> None:
    event, slug = publish(capacity=2)
    told = receipt(client, slug, together="fit", **{"person-2-name": "Dana", "person-3-name": "Erlan"})

    assert "2 of you have a place. 1 of you is on the waiting list." in words(told)
    assert "With you Dana, Erlan" in words(told)
    assert [status for _, _, status in _people(inside, event)] == ["confirmed", "confirmed", "waiting"]


@only_sqlite
def test_a_group_that_never_fits_is_told_what_does(client: FlaskClient, inside: Inside, publish: Any) -> None:
    event, slug = publish(capacity=2)
    answer = _register(client, slug, person_2_name="Dana", person_3_name="Erlan")

    assert answer.status_code == 409
    assert "You asked for 3 places; there are 2 in all." in words(answer)
    kept = form(answer, "/register").values()
    assert (kept["person-2-name"], kept["person-3-name"]) == ("Dana", "Erlan")
    with inside():
        assert builders.find_registration(event, PERSON["email"]) is None


@only_sqlite
def test_a_group_that_does_not_fit_now_is_told_how_many_do(
    client: FlaskClient, inside: Inside, publish: Any
) -> None:
    event, slug = publish(capacity=2, waiting_list=False)
    with inside():
        builders.register(event, 1)
    answer = _register(client, slug, person_2_name="Dana")

    assert answer.status_code == 409
    assert "Only 1 place is left: In the room" in words(answer)
    assert "Still open: On line." in words(answer)
    assert not form(answer, "/register").all("input", name="together")


@only_sqlite
def test_the_same_group_sent_twice_gets_its_first_receipt(client: FlaskClient, publish: Any) -> None:
    slug = publish(capacity=2, waiting_list=False)[1]
    shown = form(client.get(f"/events/{slug}/register"), "/register").values()
    data = {**shown, **PERSON, "person-2-name": "Dana"}
    first, second = (client.post(f"/events/{slug}/register", data=data) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
