"""Whoever wants no letters that are not about what is theirs gets none."""

import pytest
from sqlalchemy import select

from regapp.database import db
from regapp.errors import NotFound
from regapp.models import Event, Letter, Membership, OptOut, Organisation
from regapp.queries.opting_out import find_refusable
from regapp.services.accounts.hosts import add_organiser
from regapp.services.allocation import invitations
from regapp.services.outgoing import opting_out
from regapp.vocabulary import Language, LetterKind, LetterState, Role
from tests import builders as b
from tests.services.owed import letter, mailing, owe, states

pytestmark = pytest.mark.usefixtures("app")

A, B = "a@example.org", "b@example.org"


def token(letter_id: int) -> str:
    return letter(letter_id).message_token


def organisation(slug: str = "dku") -> int:
    return db.session.scalars(select(Organisation.id).where(Organisation.slug == slug)).one()


def invite(address: str, event: int | None = None) -> None:
    event = event or b.event_id()
    invitations.invite_addresses(
        event_id=event, ticket="in-person", addresses=[address], language=Language.ENGLISH, user_id=None
    )


def news(address: str, *, about_registration: bool = False) -> int:
    """A letter that a host wrote to many."""
    made = mailing(about_registration=about_registration)
    (number,) = owe(address, kind=LetterKind.MESSAGE, mailing_id=made.id, event_id=made.event_id)
    return number


def refuse_invitations(address: str) -> None:
    invite(address)
    opting_out.refuse(token=b.letters(address)[0].message_token)


def member(letter_kind: LetterKind) -> tuple[Membership, int]:
    """An organiser, and a letter to them."""
    add_organiser(email="o@dku.example", organisation="dku", role=Role.OWNER, password="a long password")
    found = db.session.scalars(select(Membership)).one()
    (number,) = owe("o@dku.example", kind=letter_kind, facts={"membership": found.id})
    return found, number


def test_who_refuses_invitations_gets_no_more_of_that_organisation() -> None:
    refuse_invitations(A)
    event = b.small_event()
    invite(A, event)
    invite(B, event)
    assert len(b.letters(A)) == 1
    assert b.kinds(B) == [LetterKind.INVITATION]


def test_all_spellings_of_an_address_have_refused() -> None:
    refuse_invitations(A)
    assert opting_out.wants_none(db.session(), ["a@example.org", "b@example.org"], organisation()) == {A}
    invite("A@Example.org", b.small_event())
    assert b.letters("A@Example.org") == []


def test_other_organisations_still_write() -> None:
    refuse_invitations(A)
    assert opting_out.wants_none(db.session(), [A], organisation("fes")) == set()


def test_what_is_about_a_registration_still_comes() -> None:
    refuse_invitations(A)
    b.register(b.small_event(), A)
    assert b.kinds(A)[-1] is LetterKind.CONFIRMATION


def test_what_waits_to_be_sent_is_dropped_and_no_other_letter() -> None:
    first, second = news(A), news(A)
    about, others = news(A, about_registration=True), news(B)
    opting_out.refuse(token=token(first))
    assert states(first, second, about, others) == [
        LetterState.DROPPED,
        LetterState.DROPPED,
        LetterState.DUE,
        LetterState.DUE,
    ]


def test_what_another_organisation_owes_is_not_dropped() -> None:
    first = news(A)
    event = db.session.scalars(select(Event.id).where(Event.organisation_id != organisation())).first()
    (other,) = owe(A, kind=LetterKind.INVITATION, event_id=event)
    opting_out.refuse(token=token(first))
    assert states(other) == [LetterState.DUE]


def test_refusing_twice_is_refusing_once() -> None:
    first = news(A)
    opting_out.refuse(token=token(first))
    opting_out.refuse(token=token(first))
    assert len(b.rows(OptOut)) == 1


def test_a_refusal_can_be_taken_back() -> None:
    first = news(A)
    opting_out.refuse(token=token(first))
    opting_out.allow(token=token(first))
    assert opting_out.wants_none(db.session(), [A], organisation()) == set()


def test_many_addresses_are_asked_for_at_once() -> None:
    refuse_invitations(A)
    crowd = [f"p{number}@example.org" for number in range(1200)]
    assert opting_out.wants_none(db.session(), [*crowd, A], organisation()) == {A}


@pytest.mark.parametrize(
    ("kind", "column", "other"),
    [
        (LetterKind.DIGEST, "wants_digest", "wants_alarms"),
        (LetterKind.EVENT_FULL, "wants_alarms", "wants_digest"),
        (LetterKind.LETTERS_FAIL, "wants_alarms", "wants_digest"),
    ],
)
def test_an_organiser_switches_one_kind_of_letters_off(kind: LetterKind, column: str, other: str) -> None:
    found, number = member(kind)
    opting_out.refuse(token=token(number))
    db.session.refresh(found)
    assert (getattr(found, column), getattr(found, other)) == (False, True)
    assert states(number) == [LetterState.DROPPED]
    assert b.rows(OptOut) == []
    opting_out.allow(token=token(number))
    db.session.refresh(found)
    assert getattr(found, column) is True


@pytest.mark.parametrize("about_registration", [True, None])
def test_letters_about_a_registration_cannot_be_refused(*, about_registration: bool | None) -> None:
    facts = {} if about_registration is None else {"about_registration": about_registration}
    made = mailing(**facts)
    (message,) = owe(A, kind=LetterKind.MESSAGE, mailing_id=made.id, event_id=made.event_id)
    (changed,) = owe(A, kind=LetterKind.EVENT_CHANGED, mailing_id=made.id, event_id=made.event_id)
    for number in (message, changed):
        with pytest.raises(NotFound):
            opting_out.refuse(token=token(number))


@pytest.mark.parametrize("of_nothing", ["", "0" * 32])
def test_an_unknown_token_refuses_nothing(of_nothing: str) -> None:
    assert find_refusable(db.session(), of_nothing) is None
    with pytest.raises(NotFound):
        opting_out.refuse(token=of_nothing)


def test_only_letters_that_may_be_refused_say_so() -> None:
    refusable = {kind for kind in LetterKind if Letter(kind=kind, facts={}).refusable}
    assert refusable == {
        LetterKind.INVITATION,
        LetterKind.DIGEST,
        LetterKind.EVENT_FULL,
        LetterKind.LETTERS_FAIL,
        LetterKind.NAMED_AS_HOST,
    }
