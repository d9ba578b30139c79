"""Members of an organisation in the browser of its owner."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from regapp.database import db
from regapp.models import Letter, MemberInvitation, Membership, User
from regapp.vocabulary import LetterKind, Role
from tests.organisers import PASSWORD, browser, member, on_sqlite
from tests.web.signin.accounts import later
from tests.web.visits import form, page, send, words

MEMBERS = "/organise/organisations/dku/members"
NEW = "new@dku.example"


@pytest.fixture
def owner(website: Flask) -> FlaskClient:
    """The browser of an owner of dku."""
    return browser(website, Role.OWNER)


def membership(app: Flask, email: str) -> int:
    with app.app_context():
        return db.session.scalars(
            select(Membership.id).join(User).where(User.email == email, Membership.organisation_id > 0)
        ).one()


def invitations(app: Flask) -> list[MemberInvitation]:
    with app.app_context():
        return list(db.session.scalars(select(MemberInvitation)))


def invite(owner: FlaskClient, **fields: str):
    filled = {"email": NEW, "role": "viewer", "language": "kk", **fields}
    return send(owner, owner.get(MEMBERS), "/members", **filled)


def test_somebody_is_invited_by_letter(owner: FlaskClient):
    answer = invite(owner)
    assert (answer.status_code, answer.location) == (303, MEMBERS)
    [made] = invitations(owner.application)
    assert (made.email, made.role, made.language) == (NEW, "viewer", "kk")
    with owner.application.app_context():
        [letter] = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.MEMBER_INVITATION))
        assert letter.recipient == NEW
    shown = words(owner.get(MEMBERS))
    assert NEW in shown
    assert made.token not in owner.get(MEMBERS).text


@on_sqlite
@pytest.mark.parametrize(
    ("field", "typed"), [("email", ""), ("email", "nobody"), ("role", "king"), ("language", "tlh")]
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(owner: FlaskClient, field: str, typed: str):
    answer = invite(owner, **{field: typed})
    assert answer.status_code == 422
    assert page(answer).one("input", "select", id=field).get("aria-invalid") == "true"
    assert invitations(owner.application) == []


@on_sqlite
def test_a_member_is_not_invited_again(owner: FlaskClient):
    answer = invite(owner, email=member(owner.application, Role.DOOR))
    assert answer.status_code == 409
    assert "a member already" in words(answer)


@on_sqlite
def test_nobody_is_flooded(owner: FlaskClient):
    for _ in range(3):
        assert invite(owner).status_code == 303
    answer = invite(owner)
    assert answer.status_code == 409
    assert "Try again in an hour" in words(answer)


@on_sqlite
def test_an_invitation_is_sent_again(owner: FlaskClient):
    invite(owner)
    assert send(owner, owner.get(MEMBERS), "/resend").status_code == 303
    with owner.application.app_context():
        assert len(db.session.scalars(select(Letter).where(Letter.recipient == NEW)).all()) == 2


@on_sqlite
def test_an_invitation_is_withdrawn(owner: FlaskClient):
    invite(owner)
    [made] = invitations(owner.application)
    assert send(owner, owner.get(MEMBERS), "/withdraw").status_code == 303
    assert invitations(owner.application) == []
    assert owner.application.test_client().get(f"/join/{made.token}").status_code == 404


def test_a_role_is_changed_and_holds_at_the_next_request(owner: FlaskClient):
    app = owner.application
    other = browser(app, Role.VIEWER)
    assert other.get("/organise/events/round-table/attendees.csv").status_code == 403
    one = membership(app, "viewer@dku.example")
    answer = send(owner, owner.get(MEMBERS), f"/{one}/role", role="manager")
    assert (answer.status_code, answer.location) == (303, MEMBERS)
    assert other.get("/organise/events/round-table/attendees.csv").status_code == 200


@on_sqlite
def test_who_signed_in_a_while_ago_makes_nobody_an_owner_before_showing_who_they_are(owner: FlaskClient):
    one = membership(owner.application, member(owner.application, Role.VIEWER))
    with later(16):
        answer = send(owner, owner.get(MEMBERS), f"/{one}/role", role="owner")
        assert answer.status_code == 422
        assert page(answer).one("main").all("a", href=f"/account/confirm?next={MEMBERS}")
        assert form(answer, f"/{one}/role").values()["role"] == "owner"
        assert role_of(owner.application, one) is Role.VIEWER
        assert send(owner, owner.get(MEMBERS), f"/{one}/role", role="door").status_code == 303
        shown = owner.get(f"/account/confirm?next={MEMBERS}")
        assert send(owner, shown, f"/confirm?next={MEMBERS}", password=PASSWORD).location == MEMBERS
        assert send(owner, answer, f"/{one}/role").status_code == 303
    assert role_of(owner.application, one) is Role.OWNER


@on_sqlite
def test_nor_do_they_invite_one_and_what_was_typed_is_kept(owner: FlaskClient):
    with later(16):
        answer = invite(owner, role="owner")
        assert answer.status_code == 422
        kept = form(answer, "/members").values()
        assert (kept["email"], kept["role"], kept["language"]) == (NEW, "owner", "kk")
        assert invitations(owner.application) == []
        assert invite(owner, role="manager").status_code == 303


def role_of(app: Flask, membership_id: int) -> Role:
    with app.app_context():
        return db.session.get_one(Membership, membership_id).role


def test_a_member_is_removed_at_once(owner: FlaskClient):
    app = owner.application
    other = browser(app, Role.MANAGER)
    assert other.get("/organise/events/round-table").status_code == 200
    one = membership(app, "manager@dku.example")
    assert send(owner, owner.get(MEMBERS), f"/{one}/remove").status_code == 303
    assert other.get("/organise/events/round-table").status_code == 404


@on_sqlite
def test_the_last_owner_is_neither_demoted_nor_removed(owner: FlaskClient):
    one = membership(owner.application, "owner@dku.example")
    for action, fields in (("role", {"role": "viewer"}), ("remove", {})):
        answer = send(owner, owner.get(MEMBERS), f"/{one}/{action}", **fields)
        assert answer.status_code == 409
        assert "last owner" in words(answer)
    assert owner.get(MEMBERS).status_code == 200


@on_sqlite
def test_an_owner_who_gives_up_the_role_goes_on_to_their_organisations(owner: FlaskClient):
    with owner.application.app_context():
        db.session.add(
            Membership(user_id=_second_owner(owner.application), organisation_id=_dku(), role=Role.OWNER)
        )
        db.session.commit()
    one = membership(owner.application, "owner@dku.example")
    answer = send(owner, owner.get(MEMBERS), f"/{one}/role", role="viewer")
    assert (answer.status_code, answer.location) == (303, "/organise/organisations")
    assert owner.get(MEMBERS).status_code == 403


def _second_owner(app: Flask) -> int:
    email = member(app, Role.OWNER, "fes")
    return db.session.scalars(select(User.id).where(User.email == email)).one()


def _dku() -> int:
    return db.session.scalars(
        select(Membership.organisation_id).join(User).where(User.email == "owner@dku.example")
    ).one()


@on_sqlite
@pytest.mark.parametrize("path", ["999999/role", "999999/remove", "invitations/999999/withdraw"])
def test_who_is_no_member_is_not_to_be_found(owner: FlaskClient, path: str):
    shown = owner.get(MEMBERS)
    token = page(shown).all("input", name="csrf_token")[0].get("value")
    answer = owner.post(f"{MEMBERS}/{path}", data={"csrf_token": token, "role": "viewer"})
    assert answer.status_code == 404


@on_sqlite
@pytest.mark.parametrize(
    "path", ["", "/1/role", "/1/remove", "/invitations/1/resend", "/invitations/1/withdraw"]
)
def test_a_post_takes_the_button_of_our_own_page(owner: FlaskClient, path: str):
    assert owner.post(f"{MEMBERS}{path}", data={"role": "viewer"}).status_code == 422
