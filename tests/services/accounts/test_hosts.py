"""Organisations, venues, and the people who act for an organisation."""

import pytest
from flask_security import verify_password
from sqlalchemy import select

from regapp.database import db
from regapp.errors import LastOwner, NotFound
from regapp.models import Membership, Organisation, User, Venue
from regapp.services.accounts.hosts import Added, add_hosts, add_organiser
from regapp.vocabulary import Role
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")

EMAIL = "host@dku.example"


def add(
    email: str = EMAIL,
    organisation: str = "dku",
    role: Role | None = Role.MANAGER,
    password: str | None = "p" * 12,
) -> Added:
    return add_organiser(email=email, organisation=organisation, role=role, password=password)


def user(email: str = EMAIL) -> User:
    db.session.rollback()
    return db.session.scalars(select(User).where(User.email == email)).one()


def roles() -> dict[str, Role]:
    return {membership.organisation.slug: membership.role for membership in user().memberships}


def test_a_new_address_gets_an_account_a_password_and_a_role() -> None:
    added = add()
    assert (added.is_new, added.has_password) == (True, True)
    assert verify_password("p" * 12, user().password)
    assert roles() == {"dku": Role.MANAGER}


def test_a_password_is_not_kept_as_it_is() -> None:
    add()
    assert (user().password or "").startswith("$argon2")


def test_an_account_can_be_made_without_a_password() -> None:
    added = add(password=None)
    assert (added.is_new, added.has_password) == (True, False)
    assert user().needs_password


def test_who_comes_new_without_a_role_is_a_manager() -> None:
    assert add(role=None).role is Role.MANAGER
    assert roles() == {"dku": Role.MANAGER}


def test_who_has_a_role_keeps_it_unless_one_is_given() -> None:
    add(role=Role.VIEWER)
    assert add(role=None).role is Role.VIEWER
    assert roles() == {"dku": Role.VIEWER}


def test_the_last_owner_stays_one() -> None:
    add(role=Role.OWNER)
    with pytest.raises(LastOwner):
        add(role=Role.VIEWER)
    assert roles() == {"dku": Role.OWNER}


def test_a_known_account_gets_another_role_and_keeps_its_password() -> None:
    add()
    before = (user().password, user().fs_uniquifier)
    assert not add(role=Role.OWNER, password=None).is_new
    assert roles() == {"dku": Role.OWNER}
    assert (user().password, user().fs_uniquifier) == before
    assert len(b.rows(Membership)) == 1


def test_one_account_may_act_for_several_organisations() -> None:
    add()
    add(organisation="fes", role=Role.VIEWER, password=None)
    assert roles() == {"dku": Role.MANAGER, "fes": Role.VIEWER}


def test_a_new_password_ends_what_is_signed_in_under_the_old_one() -> None:
    add()
    before = user().fs_uniquifier
    add(password="q" * 12)
    assert verify_password("q" * 12, user().password)
    assert user().fs_uniquifier != before


def test_an_account_is_known_in_any_spelling() -> None:
    add()
    assert not add("Host@DKU.example").is_new
    assert len(b.rows(User)) == 1


def test_an_unknown_organisation_has_no_organisers() -> None:
    with pytest.raises(NotFound):
        add(organisation="none")
    assert b.rows(User) == []


def test_what_is_no_address_is_no_account() -> None:
    with pytest.raises(ValueError, match="@"):
        add("nobody")


def test_hosts_and_venues_are_stored() -> None:
    add_hosts([{"slug": "new", "name": {"en": "New"}}], [a_venue("hall")])
    assert db.session.scalars(select(Organisation.name).where(Organisation.slug == "new")).one() == {
        "en": "New"
    }
    assert db.session.scalars(select(Venue.places).where(Venue.slug == "hall")).one() == 30


def test_known_hosts_and_venues_stay_as_they_are() -> None:
    before = (b.rows(Organisation), b.rows(Venue))
    add_hosts([{"slug": "dku", "name": {"en": "Changed"}}], [a_venue("dku-almaty")])
    assert (b.rows(Organisation), b.rows(Venue)) == before


def a_venue(slug: str) -> dict[str, object]:
    texts = ("name", "address", "city", "accessibility")
    return {"slug": slug, "places": 30, **{column: {"en": "Hall"} for column in texts}}
