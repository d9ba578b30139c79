"""How somebody comes to have an account."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from regapp.clock import now
from regapp.database import db
from regapp.errors import NotFound, SlugTaken
from regapp.models import MemberInvitation, Organisation, User
from regapp.queries.organisers import role_in
from regapp.services.accounts import joining, members
from regapp.services.accounts.hosts import Added, add_organiser
from regapp.services.accounts.joining import Person
from regapp.services.accounts.organisations import NewOrganisation
from regapp.vocabulary import Language, Role
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")

AIGUL = Person("Айгүл", "a hash", Language.KAZAKH)
OURS = NewOrganisation({"kk": "Біздің"}, "ours", "Asia/Almaty")
NEW = "new@dku.example"


def user(email: str = NEW) -> User:
    db.session.rollback()
    return db.session.scalars(select(User).where(User.email == email)).one()


def organisation(slug: str = "dku") -> Organisation:
    db.session.rollback()
    return db.session.scalars(select(Organisation).where(Organisation.slug == slug)).one()


def role(user_id: int, slug: str = "dku") -> Role | None:
    return role_in(db.session(), user_id, organisation(slug).id)


def invited(email: str = NEW, role: Role = Role.DOOR) -> str:
    """Invite an address to dku; the invitation's token."""
    owner = add_organiser(email="owner@dku.example", organisation="dku", role=Role.OWNER).user_id
    members.invite(
        organisation_id=organisation().id, email=email, role=role, language=Language.RUSSIAN, user_id=owner
    )
    db.session.rollback()
    return db.session.scalars(select(MemberInvitation.token)).one()


def known(email: str = NEW) -> int:
    """The id of an account with a password."""
    return add_organiser(email=email, organisation="fes", role=Role.VIEWER, password="p" * 12).user_id


def test_the_first_account_owns_the_first_organisation() -> None:
    user_id = joining.set_up(email="Aigul@Ours.example", person=AIGUL, organisation=OURS)
    made = user("aigul@ours.example")
    assert (made.id, made.name, made.language, made.password) == (
        user_id,
        "Айгүл",
        Language.KAZAKH,
        "a hash",
    )
    assert role(user_id, "ours") is Role.OWNER
    assert organisation("ours").zone == "Asia/Almaty"


def test_there_is_one_first_account() -> None:
    joining.set_up(email="a@ours.example", person=AIGUL, organisation=OURS)
    with pytest.raises(NotFound):
        joining.set_up(email="b@ours.example", person=AIGUL, organisation=NewOrganisation({}, "b", "UTC"))
    assert len(b.rows(User)) == 1


def test_the_first_organisation_takes_nobodys_slug() -> None:
    with pytest.raises(SlugTaken):
        joining.set_up(email="a@ours.example", person=AIGUL, organisation=NewOrganisation({}, "dku", "UTC"))
    assert b.rows(User) == []


def test_who_is_invited_and_new_gets_an_account_with_the_role() -> None:
    token = invited()
    user_id, slug = joining.join(token=token, person=AIGUL)
    assert (user().id, user().name, user().password, slug) == (user_id, "Айгүл", "a hash", "dku")
    assert role(user_id) is Role.DOOR


def test_an_invitation_works_once() -> None:
    token = invited()
    joining.join(token=token, person=AIGUL)
    with pytest.raises(NotFound):
        joining.join(token=token, person=AIGUL)
    with pytest.raises(NotFound):
        joining.accept(token=token, user_id=user().id)
    assert b.rows(MemberInvitation) == []


def test_a_known_account_is_not_taken_over_by_its_invitation() -> None:
    user_id = known()
    token = invited()
    before = user().password
    with pytest.raises(NotFound):
        joining.join(token=token, person=AIGUL)
    assert (user().password, role(user_id)) == (before, None)


def test_a_known_account_accepts() -> None:
    user_id = known()
    assert joining.accept(token=invited(), user_id=user_id) == "dku"
    assert role(user_id) is Role.DOOR
    assert role(user_id, "fes") is Role.VIEWER


def test_nobody_accepts_what_somebody_else_is_invited_to() -> None:
    other = known("other@dku.example")
    token = invited()
    with pytest.raises(NotFound):
        joining.accept(token=token, user_id=other)
    assert role(other) is None


def test_an_account_without_a_password_is_opened_by_its_invitation() -> None:
    add_organiser(email=NEW, organisation="fes", role=Role.VIEWER)
    user_id, _slug = joining.join(token=invited(), person=AIGUL)
    assert (role(user_id), role(user_id, "fes")) == (Role.DOOR, Role.VIEWER)


def test_an_invitation_that_is_over_does_not_work() -> None:
    token = invited()
    with time_machine.travel(now() + timedelta(days=15), tick=False), pytest.raises(NotFound):
        joining.join(token=token, person=AIGUL)


def test_who_is_a_member_by_another_way_keeps_that_role() -> None:
    token, user_id = invited(role=Role.VIEWER), known()
    add_organiser(email=NEW, organisation="dku", role=Role.MANAGER)
    joining.accept(token=token, user_id=user_id)
    assert role(user_id) is Role.MANAGER
    assert b.rows(MemberInvitation) == []


def without_password() -> Added:
    return add_organiser(email=NEW, organisation="dku", role=Role.VIEWER)


def test_an_account_is_opened_with_a_password_once() -> None:
    added = without_password()
    keys = {"user_id": added.user_id, "account_key": added.account_key}
    joining.choose_password(**keys, person=AIGUL)
    assert (user().name, user().password) == ("Айгүл", "a hash")
    assert user().fs_uniquifier != added.account_key
    with pytest.raises(NotFound):
        joining.choose_password(**keys, person=AIGUL)


def test_an_account_with_a_password_is_not_opened_again() -> None:
    user_id = known()
    with pytest.raises(NotFound):
        joining.choose_password(user_id=user_id, account_key=user().fs_uniquifier, person=AIGUL)
