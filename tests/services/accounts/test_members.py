"""Who works for an organisation, and who says so."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from regapp.clock import now
from regapp.database import db
from regapp.errors import LastOwner, MemberAlready, NotFound, TooManyLetters
from regapp.models import AuditEntry, Letter, MemberInvitation, Membership, Organisation, User
from regapp.queries.organisers import role_in
from regapp.services.accounts import members
from regapp.services.accounts.hosts import add_organiser
from regapp.services.accounts.members import masked
from regapp.vocabulary import Language, LetterKind, Role
from tests import builders as b

pytestmark = pytest.mark.usefixtures("app")

NEW = "new@dku.example"


def organisation(slug: str = "dku") -> int:
    db.session.rollback()
    return db.session.scalars(select(Organisation.id).where(Organisation.slug == slug)).one()


def member(email: str, role: Role = Role.OWNER, slug: str = "dku") -> int:
    return add_organiser(email=email, organisation=slug, role=role).user_id


def membership(user: int) -> int:
    db.session.rollback()
    return db.session.scalars(
        select(Membership.id).where(Membership.user_id == user, Membership.organisation_id == organisation())
    ).one()


def role(user: int) -> Role | None:
    db.session.rollback()
    return role_in(db.session(), user, organisation())


def invite(owner: int, email: str = NEW, role: Role = Role.VIEWER) -> None:
    members.invite(
        organisation_id=organisation(), email=email, role=role, language=Language.KAZAKH, user_id=owner
    )


def invitation() -> MemberInvitation:
    db.session.rollback()
    return db.session.scalars(select(MemberInvitation)).one()


def letters() -> list[Letter]:
    db.session.rollback()
    query = select(Letter).where(Letter.kind == LetterKind.MEMBER_INVITATION).order_by(Letter.id)
    return list(db.session.scalars(query))


def noted() -> list[str]:
    """What the audit log of dku tells of members, but for how the tests' own members came."""
    db.session.rollback()
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.organisation_id == organisation()).order_by(AuditEntry.id)
    )
    actions = [one.action for one in entries]
    return [one for one in actions if one.startswith("member.") and one != "member.added"]


@pytest.fixture
def owner() -> int:
    """The id of an owner of dku."""
    return member("owner@dku.example")


def test_an_invitation_owes_a_letter_in_the_invitees_language(owner: int) -> None:
    invite(owner)
    [letter] = letters()
    assert (letter.recipient, letter.language) == (NEW, Language.KAZAKH)
    assert (invitation().role, invitation().invited_by_id) == (Role.VIEWER, owner)
    assert noted() == ["member.invited"]


def test_who_is_invited_again_has_one_invitation_with_the_later_role(owner: int) -> None:
    invite(owner)
    token = invitation().token
    invite(owner, "NEW@dku.example", Role.MANAGER)
    assert (invitation().role, invitation().token) == (Role.MANAGER, token)
    assert len(letters()) == 2


def test_members_are_not_invited(owner: int) -> None:
    member(NEW, Role.DOOR)
    with pytest.raises(MemberAlready):
        invite(owner)
    assert letters() == []


def test_nobody_is_flooded_with_invitations(owner: int) -> None:
    for _ in range(3):
        invite(owner)
    with pytest.raises(TooManyLetters):
        invite(owner)
    assert len(letters()) == 3


def test_sending_again_makes_the_same_link_valid_anew(owner: int) -> None:
    invite(owner)
    token = invitation().token
    with time_machine.travel(now() + timedelta(days=20), tick=False):
        members.resend(organisation_id=organisation(), invitation_id=invitation().id, user_id=owner)
        assert invitation().expires_at > now()
    assert invitation().token == token
    assert len(letters()) == 2


def test_a_withdrawn_invitation_is_gone(owner: int) -> None:
    invite(owner)
    members.withdraw(organisation_id=organisation(), invitation_id=invitation().id, user_id=owner)
    assert b.rows(MemberInvitation) == []
    assert noted() == ["member.invited", "member.invitation_withdrawn"]


def test_nobody_touches_another_organisations_invitations(owner: int) -> None:
    stranger = member("owner@fes.example", slug="fes")
    invite(owner)
    for act in (members.withdraw, members.resend):
        with pytest.raises(NotFound):
            act(organisation_id=organisation("fes"), invitation_id=invitation().id, user_id=stranger)
    assert len(letters()) == 1


@pytest.mark.parametrize("what", [Role.MANAGER, Role.DOOR, Role.VIEWER])
def test_only_owners_say_who_works_there(owner: int, what: Role) -> None:
    other = member("other@dku.example", what)
    with pytest.raises(NotFound):
        invite(other)
    with pytest.raises(NotFound):
        members.remove(organisation_id=organisation(), membership_id=membership(owner), user_id=other)
    assert role(owner) is Role.OWNER


def test_a_role_is_changed_and_written_down_from_what_to_what(owner: int) -> None:
    other = member("other@dku.example", Role.VIEWER)
    members.change_role(
        organisation_id=organisation(),
        membership_id=membership(other),
        role=Role.MANAGER,
        user_id=owner,
    )
    assert role(other) is Role.MANAGER
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "member.role_changed"))
    assert entry.actor == f"organiser:{owner}"
    assert entry.details == {"user": other, "changes": {"role": ["viewer", "manager"]}}


def test_the_role_that_somebody_has_is_no_change(owner: int) -> None:
    members.change_role(
        organisation_id=organisation(), membership_id=membership(owner), role=Role.OWNER, user_id=owner
    )
    assert noted() == []


def test_a_removed_member_has_no_role(owner: int) -> None:
    other = member("other@dku.example", Role.MANAGER)
    members.remove(organisation_id=organisation(), membership_id=membership(other), user_id=owner)
    assert role(other) is None
    assert noted() == ["member.removed"]


def test_a_membership_of_another_organisation_is_not_to_be_found(owner: int) -> None:
    member("owner@fes.example", slug="fes")
    theirs = db.session.scalars(
        select(Membership.id).where(Membership.organisation_id == organisation("fes"))
    ).one()
    with pytest.raises(NotFound):
        members.remove(organisation_id=organisation(), membership_id=theirs, user_id=owner)


def test_the_last_owner_can_neither_leave_nor_be_demoted_nor_removed(owner: int) -> None:
    member("other@dku.example", Role.MANAGER)
    mine = membership(owner)
    with pytest.raises(LastOwner):
        members.leave(organisation_id=organisation(), user_id=owner)
    with pytest.raises(LastOwner):
        members.change_role(
            organisation_id=organisation(), membership_id=mine, role=Role.MANAGER, user_id=owner
        )
    with pytest.raises(LastOwner):
        members.remove(organisation_id=organisation(), membership_id=mine, user_id=owner)
    assert role(owner) is Role.OWNER
    assert noted() == []


def test_an_owner_whose_account_is_closed_does_not_count(owner: int) -> None:
    closed = member("closed@dku.example")
    db.session.get_one(User, closed).active = False
    db.session.commit()
    with pytest.raises(LastOwner):
        members.leave(organisation_id=organisation(), user_id=owner)


def test_one_of_two_owners_may_go(owner: int) -> None:
    member("other@dku.example")
    members.leave(organisation_id=organisation(), user_id=owner)
    assert role(owner) is None
    assert noted() == ["member.left"]


@pytest.mark.parametrize("what", list(Role))
def test_everybody_may_leave_but_the_last_owner(owner: int, what: Role) -> None:
    other = member("other@dku.example", what)
    members.leave(organisation_id=organisation(), user_id=other)
    assert role(other) is None
    assert role(owner) is Role.OWNER


def test_who_is_no_member_cannot_leave(owner: int) -> None:
    stranger = member("owner@fes.example", slug="fes")
    with pytest.raises(NotFound):
        members.leave(organisation_id=organisation(), user_id=stranger)


@pytest.mark.parametrize(
    ("address", "shown"),
    [("aigul@dku.example", "ai…l@dku.example"), ("ab@dku.example", "a…@dku.example")],
)
def test_the_log_shows_addresses_of_invited_people_in_part(address: str, shown: str) -> None:
    assert masked(address) == shown
