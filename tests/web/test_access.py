"""Who may enter where."""

from collections.abc import Callable

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from regapp.models import Event
from regapp.vocabulary import Role
from regapp.web.access import RIGHTS, Right, needs, signed_in
from tests.organisers import browser, member, on_sqlite, own_event, sign_in, statements, token

PUBLIC = {
    "static",
    "public",
    "feeds",
    "signin",
    "health",
    "mailbox",  # has a gate of its own: tests/web/test_mailbox.py
}
WITHOUT = {  # what each role may not do with an event
    Role.OWNER: set(),
    Role.MANAGER: set(),
    Role.DOOR: set(Right) - {Right.SEE_LIST, Right.CHECK_IN},
    Role.VIEWER: set(Right) - {Right.SEE_LIST, Right.SEE_CONTACTS},
}
PAGES = [
    "/organise/events/round-table",
    "/organise/events/round-table/attendees",
    "/organise/events/round-table/attendees.csv",
]


@on_sqlite
def test_every_route_outside_the_public_ones_declares_who_may_enter(client: FlaskClient):
    app = client.application
    forgotten = [
        str(rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.partition(".")[0] not in PUBLIC
        and not getattr(app.view_functions[rule.endpoint], "access", None)
    ]
    assert forgotten == []


def routes(app: Flask) -> list[tuple[str, str, Right]]:
    """Every route about one event: method, address, and the right it asks for."""
    found = []
    for rule in app.url_map.iter_rules():
        needed = getattr(app.view_functions[rule.endpoint], "access", None)
        if isinstance(needed, Right):
            values = dict.fromkeys(rule.arguments, 1) | {"slug": "round-table"}
            _, path = rule.build(values) or ("", "")
            found += [(method, path, needed) for method in (rule.methods or set()) & {"GET", "POST"}]
    return found


@on_sqlite
def test_every_route_about_an_event_lets_only_those_in_who_have_its_right(client: FlaskClient):
    app = client.application
    everything = routes(app)
    assert len(everything) >= 25
    outside, stranger = app.test_client(), browser(app, Role.OWNER, "assembly")
    for method, path, _ in everything:
        assert outside.open(path, method=method).status_code == 302, path
        assert stranger.open(path, method=method).status_code == 404, path
    for role, rights in WITHOUT.items():
        inside = browser(app, role)
        for method, path, needed in everything:
            refused = inside.open(path, method=method).status_code == 403
            assert refused == (needed in rights), (role, method, path)


@on_sqlite
@pytest.mark.parametrize("path", ["/organise/", *PAGES])
def test_who_is_not_signed_in_is_led_to_the_sign_in_and_back(client: FlaskClient, path: str):
    answer = client.get(f"{path}?q=a")
    assert answer.status_code == 302
    member(client.application)
    after = sign_in(client, "manager@dku.example", next=f"{path}%3Fq=a")
    assert after.location == f"{path}?q=a"


@pytest.mark.parametrize("path", PAGES)
def test_without_membership_an_event_is_not_there(client: FlaskClient, path: str):
    stranger = browser(client.application, Role.OWNER, "assembly")
    assert stranger.get(path).status_code == 404
    assert stranger.get(path.replace("round-table", "no-such-event")).status_code == 404


@on_sqlite
def test_a_co_host_has_no_access_unless_the_owner_grants_it(client: FlaskClient):
    assert browser(client.application, Role.OWNER, "fes").get(PAGES[0]).status_code == 404


@on_sqlite
@pytest.mark.parametrize("role", [Role.DOOR, Role.VIEWER])
def test_a_member_without_the_right_to_export_gets_403(client: FlaskClient, role: Role):
    inside = browser(client.application, role)
    assert [inside.get(path).status_code for path in PAGES] == [200, 200, 403]
    assert "attendees.csv" not in inside.get(PAGES[0]).text
    assert "attendees.csv" not in inside.get(PAGES[1]).text


@on_sqlite
@pytest.mark.parametrize("role", [Role.OWNER, Role.MANAGER])
def test_owners_and_managers_may_all_there_is(client: FlaskClient, role: Role):
    inside = browser(client.application, role)
    assert [inside.get(path).status_code for path in PAGES] == [200, 200, 200]


@on_sqlite
def test_a_post_is_guarded_as_a_get_is(make_app: Callable[..., Flask]):
    app = make_app()

    @app.post("/organise/events/<slug>/something")
    @needs(Right.EXPORT)
    def something(event: Event) -> Response:
        return Response(event.slug, mimetype="text/plain")

    @app.post("/organise/anything")
    @signed_in
    def anything() -> Response:
        return Response("done", mimetype="text/plain")

    path = "/organise/events/round-table/something"
    outside = app.test_client()
    assert [outside.post(path).status_code, outside.post("/organise/anything").status_code] == [302, 302]
    assert outside.post(path).location == "/login?next=/organise/"
    assert browser(app, Role.OWNER, "assembly").post(path).status_code == 404
    assert browser(app, Role.VIEWER).post(path).status_code == 403
    assert browser(app, Role.MANAGER).post(path).text == "round-table"


def test_every_role_has_its_rights():
    assert {role: set(Right) - rights for role, rights in RIGHTS.items()} == WITHOUT


@on_sqlite
@pytest.mark.parametrize(("page", "action"), [("/new", "/new"), ("", "/move"), ("", "/restore")])
def test_nobody_goes_above_a_quota_without_the_right_to(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, page: str, action: str
):
    event = own_event(client.application)
    event.register(1)
    monkeypatch.setitem(RIGHTS, Role.MANAGER, RIGHTS[Role.MANAGER] - {Right.ABOVE_QUOTA})
    inside = browser(client.application)
    shown = inside.get(event.attendees + page if page else event.person(1))
    assert 'name="above"' not in shown.text
    fields = {"name": "A", "email": "a@example.org", "ticket": "online", "language": "en", "above": "y"}
    address = event.attendees + page if page else event.person(1) + action
    assert inside.post(address, data={**fields, "csrf_token": token(shown.text)}).status_code == 403


@on_sqlite
def test_several_rights_are_asked_of_the_database_once(client: FlaskClient):
    inside = browser(client.application)
    with statements(client.application) as seen:
        inside.get(PAGES[1])
    assert len([statement for statement in seen if "membership.role" in statement]) == 1


@on_sqlite
@pytest.mark.parametrize("path", ["/organise/", PAGES[1]])
def test_organisers_pages_are_kept_by_no_cache(client: FlaskClient, path: str):
    assert browser(client.application).get(path).headers["Cache-Control"] == "no-store"
