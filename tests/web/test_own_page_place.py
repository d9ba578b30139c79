"""The own page's buttons for a place: answer an offer, change the ticket and the sessions, leave the line."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from regapp.clock import now
from regapp.database import db
from regapp.models import Attendee, Hold, WaitingEntry
from regapp.services.allocation import invitations
from regapp.services.events.drafts import QuotaDraft, SessionDraft
from tests import builders
from tests.builders import IN_PERSON, ONLINE
from tests.web.conftest import Inside, only_sqlite
from tests.web.owners import OWNER, codes, join, leave, let_lapse, own, press, told
from tests.web.visits import form, page, words

pytestmark = only_sqlite
SESSIONS = (
    SessionDraft({"en": "Workshop A"}, bookable=True),
    SessionDraft({"en": "Workshop B"}, bookable=True),
)
SEATS = (QuotaDraft({"en": "The room"}, 5, ("in-person",)), QuotaDraft({"en": "A"}, 1, (), (0,)))


def _has(inside: Inside, event: int, person: str = OWNER) -> dict[str, Any]:
    """What somebody holds and waits for, by ticket types' keys, and the sessions they chose."""
    with inside():
        first = builders.registration(event, person).first
        return {
            "status": str(first.status),
            "holds": sorted(hold.ticket_type.key for hold in first.holds),
            "waits": first.waiting_entry.ticket_type.key if first.waiting_entry else None,
            "sessions": [session.title.read("en") for session in first.sessions],
        }


def _everything(inside: Inside) -> list[Any]:
    with inside():
        return [builders.rows(model) for model in (Hold, WaitingEntry)]


def _sessions(inside: Inside, event: int) -> list[int]:
    with inside():
        found = builders.registration(event, OWNER).event.sessions
        return [session.id for session in found]


def _offered(inside: Inside, **more: Any) -> tuple[int, str]:
    event, path = join(inside, capacity=1, ahead=1, offer_minutes=60, **more)
    leave(inside, event)
    return event, path


def test_accepting_makes_the_place_theirs(client: FlaskClient, inside: Inside) -> None:
    event, path = _offered(inside, meanwhile="online")
    shown = told(client, press(client, path, "/accept"))

    assert "The place is yours" in shown
    assert _has(inside, event)["holds"] == ["in-person"]


def test_an_offer_is_answered_once(client: FlaskClient, inside: Inside) -> None:
    _, path = _offered(inside)
    token = form(client.get(path), "/accept").values()
    client.post(f"{path}/accept", data=token)
    answer = client.post(f"{path}/decline", data=token)

    assert answer.status_code == 409
    assert "There is no offer any more" in words(answer)
    assert "Your place is confirmed" in words(answer)


@pytest.mark.parametrize("sweep", [False, True])
@pytest.mark.parametrize("action", ["accept", "decline"])
def test_a_lapsed_offer_cannot_be_answered(
    client: FlaskClient, inside: Inside, action: str, *, sweep: bool
) -> None:
    event, path = _offered(inside)
    token = form(client.get(path), "/accept").values()
    let_lapse(inside, event, sweep=sweep)
    answer = client.post(f"{path}/{action}", data=token)

    assert answer.status_code == 409
    assert "the place has gone to the next in the line" in words(answer)


def test_declining_keeps_what_one_holds(client: FlaskClient, inside: Inside) -> None:
    event, path = _offered(inside, meanwhile="online")
    shown = told(client, press(client, path, "/decline"))

    assert "The place goes to the next in the line" in shown
    assert "Your place is confirmed" in shown
    assert _has(inside, event)["holds"] == ["online"]


def test_declining_the_only_thing_ends_the_registration(client: FlaskClient, inside: Inside) -> None:
    _, path = _offered(inside)

    assert "Your registration is cancelled" in told(client, press(client, path, "/decline"))


def test_while_a_place_is_offered_no_other_ticket_is_chosen(client: FlaskClient, inside: Inside) -> None:
    _, path = _offered(inside, meanwhile="online")
    token = form(client.get(path), "/accept").values()
    answer = client.post(f"{path}/change-ticket", data=token | {"ticket": "in-person"})
    other = client.post(f"{path}/sessions", data=token)

    assert "/change-ticket" not in client.get(path).text
    assert answer.status_code == 303  # what is held or offered is had already
    assert other.status_code == 409
    assert "Something has to be answered first" in words(other)


def test_a_free_ticket_is_had_at_once(client: FlaskClient, inside: Inside) -> None:
    event, path = join(inside)
    shown = form(client.get(path), "/change-ticket")
    answer = press(client, path, "/change-ticket", ticket="online")

    assert "A place is free: you get it at once" in shown.text
    assert shown.values()["ticket"] == "in-person"
    assert "Your ticket is changed" in told(client, answer)
    assert _has(inside, event) == {"status": "confirmed", "holds": ["online"], "waits": None, "sessions": []}


def test_for_a_full_one_one_waits_and_keeps_what_one_has(client: FlaskClient, inside: Inside) -> None:
    event, path = join(inside, capacity=1, ahead=1, ticket="online")
    shown = form(client.get(path), "/change-ticket").text
    answer = press(client, path, "/change-ticket", ticket="in-person")

    assert "you wait at the end of the line and keep what you have" in shown
    assert "You wait for that ticket" in told(client, answer)
    assert (_has(inside, event)["holds"], _has(inside, event)["waits"]) == (["online"], "in-person")


def test_a_full_one_without_a_list_cannot_be_chosen_and_says_why(client: FlaskClient, inside: Inside) -> None:
    event, path = join(inside, capacity=1, ahead=1, ticket="online", waiting_list=False)
    shown = form(client.get(path), "/change-ticket")
    answer = press(client, path, "/change-ticket", ticket="in-person")

    assert "disabled" in shown.one("input", value="in-person").attributes
    assert "All places are taken, and there is no waiting list" in shown.text
    assert answer.status_code == 409
    assert "You keep what you have" in words(answer)
    assert _has(inside, event)["holds"] == ["online"]


def test_who_only_waits_is_told_what_another_choice_costs(client: FlaskClient, inside: Inside) -> None:
    event, path = join(inside, capacity=1, ahead=1)
    shown = form(client.get(path), "/change-ticket").text
    answer = press(client, path, "/change-ticket", ticket="online")

    assert "You leave the line with that" in shown
    assert "Your ticket is changed" in told(client, answer)
    assert _has(inside, event)["waits"] is None


def test_waiting_for_another_full_one_means_the_end_of_the_line(client: FlaskClient, inside: Inside) -> None:
    gallery = replace(IN_PERSON, key="gallery", name={"en": "On the gallery"})
    event, path = join(
        inside,
        ahead=1,
        ticket_types=(IN_PERSON, gallery),
        quotas=(QuotaDraft({"en": "The house"}, 1, ("in-person", "gallery")),),
    )
    with inside():
        builders.register(event, 5)
    shown = form(client.get(path), "/change-ticket").text
    press(client, path, "/change-ticket", ticket="gallery")

    assert "at the end of the line" in shown
    assert "Your place in the line: 2" in words(client.get(path))


def test_the_same_ticket_again_changes_nothing(client: FlaskClient, inside: Inside) -> None:
    _, path = join(inside, capacity=1, ahead=1)
    before = _everything(inside)

    assert "Your ticket stays as it was" in told(client, press(client, path, "/change-ticket"))
    assert _everything(inside) == before


@pytest.mark.parametrize("fields", [{"ticket": "throne"}, {"ticket": ""}])
def test_a_ticket_that_is_none_is_told_at_the_form(
    client: FlaskClient, inside: Inside, fields: dict[str, str]
) -> None:
    _, path = join(inside)
    answer = press(client, path, "/change-ticket", **fields)

    assert answer.status_code == 422
    assert page(answer).one("main").one("p", class_="error")


def test_a_ticket_for_the_invited_is_not_shown_to_others(client: FlaskClient, inside: Inside) -> None:
    guests = replace(ONLINE, key="guests", name={"en": "Guests of honour"}, needs_code=True)
    _, path = join(inside, ticket_types=(IN_PERSON, ONLINE, guests))
    answer = press(client, path, "/change-ticket", ticket="guests")

    assert "Guests of honour" not in client.get(path).text
    assert answer.status_code == 422


def test_who_came_by_an_invitation_may_choose_its_ticket_again(client: FlaskClient, inside: Inside) -> None:
    guests = replace(ONLINE, key="guests", name={"en": "Guests of honour"}, needs_code=True)
    with inside():
        event = builders.small_event(ticket_types=(IN_PERSON, ONLINE, guests))
        code = invitations.invite(event_id=event, ticket="guests", user_id=None)
        builders.register(event, OWNER, ticket="guests", code=code)
    path = own(inside, event)
    press(client, path, "/change-ticket", ticket="online")

    assert "Your ticket is changed" in told(client, press(client, path, "/change-ticket", ticket="guests"))


def test_after_registration_has_closed_the_ticket_stays(client: FlaskClient, inside: Inside) -> None:
    event, path = join(inside)
    shown = form(client.get(path), "/change-ticket").values()
    with inside():
        builders.change_event(event, closes_at=now() - timedelta(minutes=1))
    answer = client.post(f"{path}/change-ticket", data=shown | {"ticket": "online"})

    assert answer.status_code == 403
    assert "Registration is closed" in words(answer)
    assert "/change-ticket" not in client.get(path).text


def test_a_ticket_whose_own_time_is_over_cannot_be_chosen(client: FlaskClient, inside: Inside) -> None:
    early = replace(ONLINE, closes=datetime(2020, 1, 1))
    event, path = join(inside, ticket_types=(IN_PERSON, early))
    shown = form(client.get(path), "/change-ticket")
    answer = press(client, path, "/change-ticket", ticket="online")

    assert "disabled" in shown.one("input", value="online").attributes
    assert "Registration for this is not open now" in shown.text
    assert answer.status_code == 403
    assert _has(inside, event)["holds"] == ["in-person"]


def test_a_ticket_that_needs_a_yes_is_asked_for_and_what_one_has_stays(
    client: FlaskClient, inside: Inside
) -> None:
    event, path = join(
        inside, ticket="online", ticket_types=(replace(IN_PERSON, needs_approval=True), ONLINE)
    )
    shown = form(client.get(path), "/change-ticket").text
    answer = press(client, path, "/change-ticket", ticket="in-person")

    assert "The host has to say yes first. Until then you keep what you have." in shown
    assert "The host is asked for a yes" in told(client, answer)
    assert _has(inside, event)["status"] == "confirmed"


def test_who_waits_for_a_yes_is_told_that_another_full_ticket_ends_it(
    client: FlaskClient, inside: Inside
) -> None:
    asks = replace(ONLINE, needs_approval=True)
    event, path = join(inside, capacity=1, ahead=1, ticket="online", ticket_types=(IN_PERSON, asks))
    shown = form(client.get(path), "/change-ticket").text
    press(client, path, "/change-ticket", ticket="in-person")

    assert "wait for this one instead, at the end of the line. What you asked the host for ends" in shown
    assert _has(inside, event) == {"status": "waiting", "holds": [], "waits": "in-person", "sessions": []}


def test_while_the_host_decides_on_another_ticket_the_sessions_stay(
    client: FlaskClient, inside: Inside
) -> None:
    types = (replace(IN_PERSON, needs_approval=True), ONLINE)
    _, path = join(inside, ticket="online", ticket_types=types, sessions=SESSIONS, quotas=SEATS)
    token = form(client.get(path), "/sessions").values()
    press(client, path, "/change-ticket", ticket="in-person")
    answer = client.post(f"{path}/sessions", data=token)

    assert answer.status_code == 409
    assert "/sessions" not in client.get(path).text


def test_who_comes_back_after_the_invitation_was_used_by_another_is_told(
    client: FlaskClient, inside: Inside
) -> None:
    guests = replace(ONLINE, key="guests", needs_code=True)
    with inside():
        event = builders.small_event(ticket_types=(IN_PERSON, guests))
        code = invitations.invite(event_id=event, ticket="guests", user_id=None)
        builders.register(event, OWNER, ticket="guests", code=code)
    path = own(inside, event)
    press(client, path, "/cancel")
    with inside():
        builders.register(event, 5, ticket="guests", code=code)
    answer = press(client, path, "/restore")

    assert answer.status_code == 409
    assert "The invitation is used up" in words(answer)
    assert _has(inside, event)["status"] == "cancelled"


def test_once_offers_have_stopped_a_free_place_is_taken_by_a_button(
    client: FlaskClient, inside: Inside
) -> None:
    event, path = join(inside, capacity=1, ahead=1, offer_minutes=60)
    assert "take it" not in words(client.get(path))
    with inside():
        builders.change_event(event, offers_stop_minutes=60 * 24 * 60)
    leave(inside, event)
    shown = client.get(path)
    taking = next(one for one in page(shown).all("form") if "take it" in one.text)

    assert "a free one goes to whoever asks for it first" in words(shown)
    assert "Your ticket is changed" in told(
        client, client.post(f"{path}/change-ticket", data=taking.values())
    )
    assert _has(inside, event)["holds"] == ["in-person"]


def test_leaving_the_line_keeps_what_one_has(client: FlaskClient, inside: Inside) -> None:
    event, path = join(inside, capacity=1, ahead=1, meanwhile="online")

    assert "You have left the line" in told(client, press(client, path, "/leave-line"))
    assert (_has(inside, event)["holds"], _has(inside, event)["waits"]) == (["online"], None)


def test_who_has_nothing_else_cancels_instead_of_leaving_the_line(
    client: FlaskClient, inside: Inside
) -> None:
    event, path = join(inside, capacity=1, ahead=1)
    answer = client.post(f"{path}/leave-line", data=form(client.get(path), "/cancel").values())

    assert answer.status_code == 409
    assert "cancel the registration" in words(answer)
    assert _has(inside, event)["waits"] == "in-person"


def test_sessions_are_shown_and_changed(client: FlaskClient, inside: Inside) -> None:
    event, path = join(inside, sessions=SESSIONS, quotas=SEATS)
    first, second = _sessions(inside, event)
    answer = press(client, path, "/sessions", session=[str(first), str(second)])

    assert "Your choice of sessions is saved" in told(client, answer)
    assert _has(inside, event)["sessions"] == ["Workshop A", "Workshop B"]
    assert words(client.get(path)).count("Workshop A") == 2


def test_no_session_is_a_choice_too(client: FlaskClient, inside: Inside) -> None:
    event, path = join(inside, sessions=SESSIONS, quotas=SEATS)
    press(client, path, "/sessions", session=str(_sessions(inside, event)[0]))
    token = {"csrf_token": form(client.get(path), "/sessions").values()["csrf_token"]}

    assert client.post(f"{path}/sessions", data=token).status_code == 303
    assert _has(inside, event)["sessions"] == []


def test_a_full_session_cannot_be_chosen(client: FlaskClient, inside: Inside) -> None:
    event, path = join(inside, sessions=SESSIONS, quotas=SEATS)
    full = _sessions(inside, event)[0]
    with inside():
        builders.register(event, 5, sessions=(full,))
    shown = form(client.get(path), "/sessions")
    answer = press(client, path, "/sessions", session=str(full))

    assert "disabled" in shown.one("input", value=str(full)).attributes
    assert answer.status_code == 409
    assert "One of the sessions is full" in words(answer)
    assert _has(inside, event)["sessions"] == []


@pytest.mark.parametrize("session", ["0", "nonsense", "٣"])
def test_a_session_that_is_none_is_told_at_the_form(
    client: FlaskClient, inside: Inside, session: str
) -> None:
    _, path = join(inside, sessions=SESSIONS, quotas=SEATS)

    assert press(client, path, "/sessions", session=session).status_code == 422


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("accept", {}),
        ("decline", {}),
        ("leave-line", {}),
        ("change-ticket", {"ticket": "online"}),
        ("sessions", {}),
        ("prove", {}),
        ("restore", {}),
        ("cancel", {}),
    ],
)
@pytest.mark.parametrize("token", ["", "of yesterday"])
def test_without_the_page_s_own_token_nothing_is_done(
    client: FlaskClient, inside: Inside, action: str, fields: dict[str, str], token: str
) -> None:
    _, path = _offered(inside, meanwhile="online")
    before = _everything(inside)
    answer = client.post(f"{path}/{action}", data=fields | {"csrf_token": token})

    assert answer.status_code == 422
    assert "Please send it once more" in words(answer)
    assert _everything(inside) == before


@pytest.mark.parametrize(
    "action", ["accept", "decline", "leave-line", "change-ticket", "sessions", "prove", "restore", "people"]
)
def test_an_unknown_own_page_is_not_found_for_posts_either(client: FlaskClient, action: str) -> None:
    assert client.post(f"/registrations/AAAAAAAAAAAAAAAAAAAAAA/{action}").status_code == 404


def test_a_code_of_somebody_else_s_registration_is_not_found(client: FlaskClient, inside: Inside) -> None:
    event, path = join(inside)
    with inside():
        builders.register(event, 5)
    stranger = codes(inside, event, 5)[0]
    answer = press(client, path, "/change-ticket", ticket="online", person=stranger)

    assert answer.status_code == 404
    with inside():
        kept = db.session.scalars(select(Attendee).where(Attendee.code == stranger)).one()
        assert [hold.ticket_type.key for hold in kept.holds] == ["in-person"]


def test_who_only_waits_can_hold_another_place_meanwhile(client: FlaskClient, inside: Inside) -> None:
    event, path = join(inside, capacity=1, ahead=1)
    shown = told(client, press(client, path, "/meanwhile"))

    assert "You have a place meanwhile" in shown
    assert _has(inside, event) == {
        "status": "confirmed",
        "holds": ["online"],
        "waits": "in-person",
        "sessions": [],
    }


def test_who_holds_something_is_not_given_another_place_meanwhile(
    client: FlaskClient, inside: Inside
) -> None:
    _, path = join(inside, capacity=1, ahead=1)
    sent = form(client.get(path), "/meanwhile").values()
    client.post(f"{path}/meanwhile", data=sent)
    before = _everything(inside)
    answer = client.post(f"{path}/meanwhile", data=sent)

    assert answer.status_code == 409
    assert _everything(inside) == before
    assert "/meanwhile" not in client.get(path).text
