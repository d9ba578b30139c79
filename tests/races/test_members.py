"""Owners who go at the same moment, and links that two open at once."""

from functools import partial
from itertools import count

from sqlalchemy import delete, select

from regapp.database import db
from regapp.models import AuditEntry, MemberInvitation, Membership, Organisation, User
from regapp.services.accounts import joining, members
from regapp.services.accounts.hosts import add_hosts, add_organiser
from regapp.services.accounts.joining import Person
from regapp.services.accounts.organisations import NewOrganisation
from regapp.vocabulary import Language, Role
from tests.races.guards import assert_it_shows
from tests.races.rounds import Race, Steps, play, unguarded

ROUNDS = 8
PERSON = Person("Айгүл", "a hash", Language.KAZAKH)
_numbers = count(1)


def organisation() -> tuple[int, list[int]]:
    """A new one with two owners; the ids."""
    slug = f"society-{next(_numbers)}"
    add_hosts([{"slug": slug, "name": {"en": slug}}], [])
    owners = [
        add_organiser(email=f"{who}@{slug}.example", organisation=slug, role=Role.OWNER).user_id
        for who in ("a", "b")
    ]
    return db.session.scalars(select(Organisation.id).where(Organisation.slug == slug)).one(), owners


def owners_of(organisation_id: int) -> int:
    db.session.rollback()
    query = select(Membership).where(
        Membership.organisation_id == organisation_id, Membership.role == Role.OWNER
    )
    return len(db.session.scalars(query).all())


def both_leave(organisation_id: int, owners: list[int]) -> Steps:
    """Each of the two says that the other is enough."""
    return [partial(members.leave, organisation_id=organisation_id, user_id=user_id) for user_id in owners]


def both_remove(organisation_id: int, owners: list[int]) -> Steps:
    """Each of the two removes the other."""
    memberships = {
        one.user_id: one.id
        for one in db.session.scalars(select(Membership).where(Membership.organisation_id == organisation_id))
    }
    return [
        partial(
            members.remove,
            organisation_id=organisation_id,
            membership_id=memberships[other],
            user_id=user_id,
        )
        for user_id, other in (owners, reversed(owners))
    ]


def test_of_two_owners_who_leave_at_once_one_stays(at_once: Race) -> None:
    rounds = [organisation() for _ in range(ROUNDS)]
    played = play(at_once, [both_leave(*one) for one in rounds])
    assert [sorted(ended) for ended in played] == [["LastOwner", "done"]] * ROUNDS
    assert [owners_of(one) for one, _owners in rounds] == [1] * ROUNDS


def test_of_two_owners_who_remove_each_other_one_stays(at_once: Race) -> None:
    rounds = [organisation() for _ in range(ROUNDS)]
    played = play(at_once, [both_remove(*one) for one in rounds])
    assert [sorted(ended) for ended in played] == [["NotFound", "done"]] * ROUNDS
    assert [owners_of(one) for one, _owners in rounds] == [1] * ROUNDS


def test_without_the_lock_nobody_stays(at_once: Race, *, sqlite: bool) -> None:
    def nobody_is_left() -> bool:
        rounds = [organisation() for _ in range(ROUNDS)]
        play(at_once, [both_leave(*one) for one in rounds], without=unguarded("row locks", sqlite=sqlite))
        return 0 in [owners_of(one) for one, _owners in rounds]

    assert_it_shows(nobody_is_left)


def invitation() -> str:
    """Somebody new is invited to a new organisation; the token."""
    organisation_id, (owner, _other) = organisation()
    members.invite(
        organisation_id=organisation_id,
        email=f"new{organisation_id}@dku.example",
        role=Role.VIEWER,
        language=Language.KAZAKH,
        user_id=owner,
    )
    db.session.rollback()
    return db.session.scalars(
        select(MemberInvitation.token).where(MemberInvitation.organisation_id == organisation_id)
    ).one()


def test_an_invitation_that_two_browsers_take_up_at_once_makes_one_account(at_once: Race) -> None:
    tokens = [invitation() for _ in range(ROUNDS)]
    played = play(at_once, [[partial(joining.join, token=one, person=PERSON)] * 2 for one in tokens])
    assert [sorted(ended) for ended in played] == [["NotFound", "done"]] * ROUNDS


def first_accounts(number: int) -> Steps:
    """Two open the set-up link at once."""
    return [
        partial(
            joining.set_up,
            email=f"{who}@ours.example",
            person=PERSON,
            organisation=NewOrganisation({"en": who}, f"{who}-{number}", "Asia/Almaty"),
        )
        for who in ("a", "b")
    ]


def nobody_has_an_account() -> None:
    """Begin anew."""
    for model in (AuditEntry, Membership, User):
        db.session.execute(delete(model))
    db.session.commit()


def test_there_is_one_first_account_however_many_ask_at_once(at_once: Race) -> None:
    for number in range(ROUNDS):
        nobody_has_an_account()
        [ended] = play(at_once, [first_accounts(number)])
        assert sorted(ended) == ["NotFound", "done"]


def test_without_the_lock_there_are_two(at_once: Race, *, sqlite: bool) -> None:
    numbers = count(1)

    def there_are_two() -> bool:
        nobody_has_an_account()
        guards = unguarded("lock of the first account", sqlite=sqlite)
        [ended] = play(at_once, [first_accounts(next(numbers))], without=guards)
        return ended == ["done", "done"]

    assert_it_shows(there_are_two)
