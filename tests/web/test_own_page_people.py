"""Several people on one own page: who they are, one more, another name, one less."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from regapp.clock import now
from regapp.models import Attendee
from regapp.services.allocation import invitations
from regapp.services.allocation.asked import Companion
from regapp.services.events.drafts import MeetingDraft
from regapp.vocabulary import Together
from tests import builders
from tests.builders import IN_PERSON, ONLINE
from tests.web.conftest import Inside, only_sqlite
from tests.web.owners import OWNER, codes, join, own, press, told
from tests.web.visits import form, page, words

pytestmark = only_sqlite
SECRET = "https://zoom.us/j/11122233344"
BERIK, DANA = Companion("Berik", "berik@example.org"), Companion("Dana", "")


def _group(inside: Inside, **more: Any) -> tuple[int, str]:
    rules = {"capacity": 3, "most_people": 4, "companions": (BERIK, DANA), **more}
    return join(inside, **rules)


def _names(inside: Inside, event: int) -> list[str]:
    with inside():
        return [attendee.name for attendee in builders.registration(event, OWNER).coming]


def _people(inside: Inside) -> list[dict[str, Any]]:
    with inside():
        return builders.rows(Attendee)


@pytest.fixture
def fit(inside: Inside) -> tuple[int, str]:
    """Three people for two seats: the third waits."""
    with inside():
        event = builders.small_event(capacity=2, most_people=4)
        builders.register(event, OWNER, companions=(BERIK, DANA), together=Together.FIT)
    return event, own(inside, event)


def test_each_person_stands_there_with_what_they_have(
    client: FlaskClient, inside: Inside, fit: tuple[int, str]
) -> None:
    _, path = fit
    main = page(client.get(path)).one("main")
    first, second, third = (item.text for item in main.one("ol", class_="group").all("li") if item.all("h2"))

    assert main.one("h1").text == "2 of 3 people have a place"
    assert "Confirmed" in first
    assert "Berik" in second
    assert "Confirmed" in second
    assert "On the waiting list" in third
    assert "number 1 in the line" in third


def test_only_those_with_a_place_have_a_ticket(
    client: FlaskClient, inside: Inside, fit: tuple[int, str]
) -> None:
    event, path = fit
    read_aloud = [" ".join((code[:4], code[4:8], code[8:])) for code in codes(inside, event)]
    shown = words(client.get(path))

    assert [code in shown for code in read_aloud] == [True, True, False]
    assert len(page(client.get(path)).all("div", class_="qr")) == 2


def test_the_meeting_opens_if_one_of_them_has_a_place_online(client: FlaskClient, inside: Inside) -> None:
    meeting = MeetingDraft(join_address=SECRET)
    event, path = _group(inside, meeting=meeting)
    assert SECRET not in client.get(path).text
    press_for = {"ticket": "online", "person": codes(inside, event)[1]}
    client.post(f"{path}/change-ticket", data=_token(client, path) | press_for)

    assert SECRET in client.get(path).text


def _token(client: FlaskClient, path: str) -> dict[str, str]:
    return form(client.get(path), "/cancel").values()


def test_the_ticket_of_one_is_changed_and_the_others_stay(client: FlaskClient, inside: Inside) -> None:
    event, path = _group(inside)
    answer = client.post(
        f"{path}/change-ticket",
        data=_token(client, path) | {"ticket": "online", "person": codes(inside, event)[2]},
    )

    assert "Your ticket is changed" in told(client, answer)
    with inside():
        held = [one.holds[0].ticket_type.key for one in builders.registration(event, OWNER).coming]
    assert held == ["in-person", "in-person", "online"]


def test_one_more_person_comes(client: FlaskClient, inside: Inside) -> None:
    event, path = _group(inside, capacity=5)
    shown = form(client.get(path), "/people")
    answer = press(client, path, "/people", name="Erlan", email="erlan@example.org")

    assert set(shown.values()) == {"csrf_token", "name", "email"}
    assert "One more person is registered" in told(client, answer)
    assert _names(inside, event)[-1] == "Erlan"


def test_one_more_is_told_beforehand_that_they_will_wait(
    client: FlaskClient, inside: Inside, fit: tuple[int, str]
) -> None:
    event, path = fit
    assert "they wait at the end of the line" in words(client.get(path))

    assert "2 of 4 people have a place" in told(client, press(client, path, "/people", name="Erlan"))
    assert len(_names(inside, event)) == 4


def test_the_letter_s_button_opens_the_form_with_the_name(client: FlaskClient, inside: Inside) -> None:
    _, path = _group(inside, capacity=5)
    before = _people(inside)
    query = urlencode({"add": "Ерлан \N{RIGHT-TO-LEFT OVERRIDE}Сарсен"})
    answer = client.get(f"{path}?{query}")

    assert form(answer, "/people").values()["name"] == "Ерлан Сарсен"
    assert "open" in page(answer).one("details", id="add").attributes
    assert _people(inside) == before


def test_where_everybody_registers_alone_the_button_explains(client: FlaskClient, inside: Inside) -> None:
    _, path = join(inside)
    shown = words(client.get(f"{path}?add=Erlan"))

    assert "Each person registers alone at this event" in shown
    assert "Erlan registers with an address of their own" in shown
    assert "/people" not in client.get(path).text


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({"name": " ", "email": "erlan@example.org"}, ("email", "erlan@example.org")),
        ({"name": "Erlan", "email": "@home"}, ("name", "Erlan")),
        ({"name": "Erlan", "email": "e@e.kz", "csrf_token": "of yesterday"}, ("email", "e@e.kz")),
    ],
)
def test_a_wrong_person_comes_back_as_typed(
    client: FlaskClient, inside: Inside, fields: dict[str, str], kept: tuple[str, str]
) -> None:
    event, path = _group(inside, capacity=5)
    answer = press(client, path, "/people", **fields)

    assert answer.status_code == 422
    assert form(answer, "/people").values()[kept[0]] == kept[1]
    assert len(_names(inside, event)) == 3


def test_more_than_the_host_lets_one_bring_are_told_their_number(client: FlaskClient, inside: Inside) -> None:
    event, path = _group(inside, capacity=9, most_people=3)
    answer = client.post(f"{path}/people", data=_token(client, path) | {"name": "Erlan"})

    assert answer.status_code == 422
    assert "one person may register 3 people at most" in words(answer)
    assert form(answer, "/people").values()["name"] == "Erlan"
    assert len(_names(inside, event)) == 3
    assert "one person may register 3 people at most" in words(client.get(f"{path}?add=Erlan"))


def test_no_place_for_one_more_keeps_what_was_typed(client: FlaskClient, inside: Inside) -> None:
    _, path = _group(inside, waiting_list=False)
    answer = press(client, path, "/people", name="Erlan")

    assert answer.status_code == 409
    assert "There is no place for one more person" in words(answer)
    assert form(answer, "/people").values()["name"] == "Erlan"


def test_a_used_up_invitation_brings_nobody_else(client: FlaskClient, inside: Inside) -> None:
    guests = type(ONLINE)("guests", ONLINE.attendance, {"en": "Guests"}, needs_code=True)
    with inside():
        event = builders.small_event(ticket_types=(IN_PERSON, guests), most_people=3)
        code = invitations.invite(event_id=event, ticket="guests", user_id=None)
        builders.register(event, OWNER, ticket="guests", code=code)
    answer = press(client, own(inside, event), "/people", name="Erlan")

    assert answer.status_code == 409
    assert "The invitation is used up" in words(answer)
    assert form(answer, "/people").values()["name"] == "Erlan"


def test_nobody_is_added_after_registration_has_closed(client: FlaskClient, inside: Inside) -> None:
    event, path = _group(inside, capacity=5)
    shown = form(client.get(path), "/people").values()
    with inside():
        builders.change_event(event, closes_at=now() - timedelta(minutes=1))
    answer = client.post(f"{path}/people", data=shown | {"name": "Erlan"})

    assert answer.status_code == 403
    assert form(answer, "/people").values()["name"] == "Erlan"
    assert "Nobody can be added any more" in words(client.get(f"{path}?add=Erlan"))


def test_nobody_is_added_to_a_registration_that_is_cancelled(client: FlaskClient, inside: Inside) -> None:
    _, path = _group(inside, capacity=5)
    shown = form(client.get(path), "/people").values()
    press(client, path, "/cancel")
    answer = client.post(f"{path}/people", data=shown | {"name": "Erlan"})

    assert answer.status_code == 409
    assert "That is no longer possible" in words(answer)


def test_somebody_else_comes_under_another_name(client: FlaskClient, inside: Inside) -> None:
    event, path = _group(inside)
    action = f"/people/{codes(inside, event)[1]}"
    shown = form(client.get(path), action).values()
    answer = press(client, path, action, name="Erlan", email="")

    assert (shown["name"], shown["email"]) == ("Berik", "berik@example.org")
    assert "Your changes are saved" in told(client, answer)
    assert _names(inside, event) == ["Person aigul@example.org", "Erlan", "Dana"]


@pytest.mark.parametrize("fields", [{"name": ""}, {"email": "@home"}, {"csrf_token": ""}])
def test_a_wrong_name_comes_back_open_and_changes_nothing(
    client: FlaskClient, inside: Inside, fields: dict[str, str]
) -> None:
    event, path = _group(inside)
    action = f"/people/{codes(inside, event)[1]}"
    answer = press(client, path, action, **{"name": "Erlan", "email": "e@e.kz", **fields})
    typed = {"name": "Erlan", "email": "e@e.kz", **fields}

    assert answer.status_code == 422
    assert {key: form(answer, action).values()[key] for key in ("name", "email")} == {
        key: typed[key] for key in ("name", "email")
    }
    assert _names(inside, event)[1] == "Berik"


def test_one_is_taken_out_and_their_place_goes_to_who_waits(
    client: FlaskClient, inside: Inside, fit: tuple[int, str]
) -> None:
    event, path = fit
    answer = press(client, path, f"/people/{codes(inside, event)[1]}/take-out")
    shown = told(client, answer)

    assert "This person does not come any more" in shown
    assert "Your places are confirmed" in shown
    assert _names(inside, event) == ["Person aigul@example.org", "Dana"]


def test_taking_out_twice_is_taking_out_once(client: FlaskClient, inside: Inside) -> None:
    event, path = _group(inside)
    action = f"/people/{codes(inside, event)[1]}/take-out"
    token = form(client.get(path), action).values()
    client.post(f"{path}{action}", data=token)

    assert client.post(f"{path}{action}", data=token).status_code == 303
    assert client.post(f"{path}{action}").status_code == 422
    assert len(_names(inside, event)) == 2


def test_the_only_person_is_not_taken_out_but_cancels(client: FlaskClient, inside: Inside) -> None:
    event, path = join(inside, most_people=3)
    answer = client.post(f"{path}/people/{codes(inside, event)[0]}/take-out", data=_token(client, path))

    assert answer.status_code == 409
    assert "cancel the registration" in words(answer)
    assert len(_names(inside, event)) == 1


@pytest.mark.parametrize("action", ["", "/take-out"])
def test_an_unknown_code_is_not_found(client: FlaskClient, inside: Inside, action: str) -> None:
    _, path = _group(inside)
    data = _token(client, path) | {"name": "Erlan"}

    assert client.post(f"{path}/people/AAAABBBBCCCC{action}", data=data).status_code == 404


def test_who_was_taken_out_meanwhile_is_changed_no_more(client: FlaskClient, inside: Inside) -> None:
    event, path = _group(inside)
    code = codes(inside, event)[1]
    token = _token(client, path)
    press(client, path, f"/people/{code}/take-out")
    renamed = client.post(f"{path}/people/{code}", data=token | {"name": "Erlan"})
    changed = client.post(f"{path}/change-ticket", data=token | {"person": code, "ticket": "online"})

    assert (renamed.status_code, changed.status_code) == (409, 409)
    assert "This person does not come any more" in words(renamed)


def test_a_wrong_name_for_who_was_taken_out_is_told_that_instead(client: FlaskClient, inside: Inside) -> None:
    event, path = _group(inside)
    _, second, third = codes(inside, event)
    token = _token(client, path)
    press(client, path, f"/people/{third}/take-out")
    press(client, path, f"/people/{second}/take-out")
    gone = client.post(f"{path}/people/{second}", data=token | {"name": ""})
    alone = client.post(f"{path}/people/{codes(inside, event)[0]}", data=token | {"name": ""})

    assert (gone.status_code, alone.status_code) == (422, 422)
    assert "That is no longer possible" in words(gone)
    assert "Please check one thing" in words(alone)


def test_who_is_left_alone_can_be_renamed_beside_the_contact(client: FlaskClient, inside: Inside) -> None:
    event, path = _group(inside)
    first, second, third = codes(inside, event)
    press(client, path, f"/people/{first}/take-out")
    press(client, path, f"/people/{third}/take-out")
    answer = press(client, path, f"/people/{second}", name="Erlan")

    assert "Your changes are saved" in told(client, answer)
    assert _names(inside, event) == ["Erlan"]


def test_a_stale_page_s_form_after_the_cancellation_says_so(client: FlaskClient, inside: Inside) -> None:
    event, path = _group(inside)
    first = codes(inside, event)[0]
    token = _token(client, path)
    press(client, path, "/cancel")
    for action, fields in {
        "change": {"name": ""},
        "address": {"email": "@home"},
        "people": {"name": ""},
        f"people/{first}": {"name": ""},
        "change-ticket": {"ticket": "throne"},
    }.items():
        answer = client.post(f"{path}/{action}", data=token | fields)

        assert answer.status_code == 422
        assert "That is no longer possible" in words(answer)


def test_all_of_them_cancel_and_come_back_together(client: FlaskClient, inside: Inside) -> None:
    event, path = _group(inside)
    press(client, path, "/cancel")
    assert _names(inside, event) == []
    press(client, path, "/restore")

    assert len(_names(inside, event)) == 3


def test_an_offer_to_several_names_them_and_one_button_answers_for_all(
    client: FlaskClient, inside: Inside
) -> None:
    with inside():
        event = builders.small_event(capacity=3, most_people=4, offer_minutes=60)
        builders.register(event, 0, companions=(Companion("X", ""), Companion("Y", "")))
        builders.register(event, OWNER, companions=(BERIK, DANA))
        builders.own_page.cancel(token=builders.own_token(event, 0))
    path = own(inside, event)
    shown = words(client.get(path))

    assert "Places are offered to you" in shown
    assert "Dana: “In the room”" in shown
    assert "Your places are confirmed" in told(client, press(client, path, "/accept"))


def test_after_the_event_there_is_nothing_to_press(client: FlaskClient, inside: Inside) -> None:
    event, path = _group(inside)
    action = f"/people/{codes(inside, event)[1]}"
    shown = form(client.get(path), action).values()
    past = {"start_at": now() - timedelta(hours=3), "end_at": now() - timedelta(hours=1)}
    with inside():
        builders.change_event(event, **past)
    db_before = _people(inside)

    assert client.post(f"{path}{action}", data=shown | {"name": "Erlan"}).status_code == 403
    assert client.post(f"{path}{action}/take-out", data=shown).status_code == 403
    assert not page(client.get(path)).one("main").all("form")
    assert _people(inside) == db_before
