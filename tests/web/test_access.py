"""Who may enter where."""

from collections.abc import Callable

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import select, update

from regapp.database import db
from regapp.models import Event, EventHost, Organisation
from regapp.vocabulary import Role
from regapp.web.access import RIGHTS, Right, needs, signed_in
from tests.organisers import browser, member, on_sqlite, own_event, sign_in, statements, token

PUBLIC = {
    "static",
    "public",
    "feeds",
    "signin",
    "joining",  # the key in the link is what lets in: tests/web/joining/
    "health",
    "mailbox",  # has a gate of its own: tests/web/test_mailbox.py
}
WITHOUT = {  # what each role may not do
    Role.OWNER: set(),
    Role.MANAGER: {Right.MEMBERS},
    Role.DOOR: set(Right) - {Right.SEE_LIST, Right.CHECK_IN},
    Role.VIEWER: set(Right) - {Right.SEE_LIST, Right.SEE_CONTACTS},
}
SLUGS = {"event": "round-table", "organisation": "dku", "anything": ""}
# What makes something more for the owner, throws a draft away, or says who the hosts are, is not theirs.
NOT_FOR_CO_HOSTS = (
    "/duplicate",
    "/template",
    "/round-table/delete",
    "/hosts/add",
    "/hosts/remove",
    "/hosts/move",
    "/hosts/grant",
    "/hosts/named/new",
    "/hosts/named/1",
)
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


def routes(app: Flask, about: str) -> list[tuple[str, str, Right]]:
    """Every route about an event, an organisation or anything: method, address, and the right asked for."""
    found = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        needed = getattr(view, "access", None)
        if isinstance(needed, Right) and view.about == about:  # type: ignore[attr-defined]
            values = dict.fromkeys(rule.arguments, 1) | {"slug": SLUGS[about]}
            _, path = rule.build(values) or ("", "")
            found += [(method, path, needed) for method in (rule.methods or set()) & {"GET", "POST"}]
    return found


@on_sqlite
@pytest.mark.parametrize(("about", "least"), [("event", 25), ("organisation", 10)])
def test_every_route_lets_only_those_in_who_have_its_right(client: FlaskClient, about: str, least: int):
    app = client.application
    everything = routes(app, about)
    assert len(everything) >= least
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
def test_what_is_made_new_is_made_by_those_who_have_the_right_somewhere(client: FlaskClient):
    app = client.application
    everything = routes(app, "anything")
    assert len(everything) >= 2
    for method, path, _ in everything:
        assert app.test_client().open(path, method=method).status_code == 302, path
    for role, rights in WITHOUT.items():
        inside = browser(app, role)
        for method, path, needed in everything:
            refused = inside.open(path, method=method).status_code == 403
            assert refused == (needed in rights), (role, method, path)


@on_sqlite
@pytest.mark.parametrize("granted", [Role.VIEWER, Role.MANAGER])
def test_a_co_host_may_at_most_what_was_granted_and_what_its_member_may(client: FlaskClient, granted: Role):
    app = client.application
    grant(app, granted)
    everything = routes(app, "event")
    for role in Role:
        inside = browser(app, role, "fes")
        for method, path, needed in everything:
            refused = inside.open(path, method=method).status_code == 403
            forbidden = needed in WITHOUT[role] | WITHOUT[granted] or path.endswith(NOT_FOR_CO_HOSTS)
            assert refused == forbidden, (role, method, path)


@on_sqlite
def test_what_was_granted_is_taken_back_at_once(client: FlaskClient):
    app = client.application
    grant(app, Role.MANAGER)
    inside = browser(app, Role.OWNER, "fes")
    assert [inside.get(path).status_code for path in PAGES] == [200, 200, 200]
    assert "Kazakh-German University (DKU), with us as a co-host" in inside.get("/organise/").text
    grant(app, None)
    assert [inside.get(path).status_code for path in PAGES] == [404, 404, 404]
    assert "co-host" not in inside.get("/organise/").text


@on_sqlite
def test_a_grant_is_for_one_event_and_not_for_the_organisation(client: FlaskClient):
    app = client.application
    grant(app, Role.MANAGER)
    other = own_event(app)
    inside = browser(app, Role.OWNER, "fes")
    assert inside.get(other.address).status_code == 404
    assert inside.get("/organise/organisations/dku").status_code == 404


def grant(app: Flask, role: Role | None) -> None:
    """Let the co-host fes have that role at the round table, at most."""
    with app.app_context():
        db.session.execute(
            update(EventHost)
            .where(
                EventHost.event_id.in_(select(Event.id).where(Event.slug == "round-table")),
                EventHost.organisation_id.in_(select(Organisation.id).where(Organisation.slug == "fes")),
            )
            .values(role=role)
        )
        db.session.commit()


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
