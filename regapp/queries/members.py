"""Members of organisations, those who are invited to be, and which letters about events they want."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session, joinedload

from regapp.clock import now
from regapp.models import MemberInvitation, Membership, Organisation, User
from regapp.vocabulary import LetterKind, Role

TOLD = frozenset({Role.OWNER, Role.MANAGER})  # who gets letters about events
OWNERS = frozenset({Role.OWNER})

# The column of Membership that says whether somebody wants letters of a kind.
_WISHES = {
    LetterKind.DIGEST: Membership.wants_digest,
    LetterKind.EVENT_FULL: Membership.wants_alarms,
    LetterKind.LETTERS_FAIL: Membership.wants_alarms,
    LetterKind.NAMED_AS_HOST: Membership.wants_alarms,
}


def list_members(session: Session, organisation_id: int) -> Sequence[Membership]:
    """Who works for an organisation, owners first, each with the user."""
    by_role = case({role: number for number, role in enumerate(Role)}, value=Membership.role)
    return session.scalars(
        select(Membership)
        .join(User)
        .where(Membership.organisation_id == organisation_id)
        .order_by(by_role, User.email)
        .options(joinedload(Membership.user))
    ).all()


def list_invitations(session: Session, organisation_id: int) -> Sequence[MemberInvitation]:
    """Who is invited and has not answered yet, in the order of asking; also those whose time is over."""
    return session.scalars(
        select(MemberInvitation)
        .where(MemberInvitation.organisation_id == organisation_id)
        .order_by(MemberInvitation.created_at, MemberInvitation.id)
    ).all()


def find_invitation(session: Session, token: str, *, locked: bool = False) -> MemberInvitation | None:
    """The invitation with this token, if it can be taken up; ``locked``: by nobody else meanwhile."""
    query = select(MemberInvitation).where(
        MemberInvitation.token == token, MemberInvitation.expires_at > now()
    )
    return session.scalars(query.with_for_update() if locked else query).one_or_none()


def has_accounts(session: Session) -> bool:
    """Whether anybody has an account here."""
    return session.scalars(select(User.id).limit(1)).first() is not None


def memberships_of(session: Session, user_id: int) -> Sequence[Membership]:
    """What a user is in which organisations, by their slugs."""
    return session.scalars(
        select(Membership)
        .join(Membership.organisation)
        .where(Membership.user_id == user_id)
        .order_by(Organisation.slug)
        .options(joinedload(Membership.organisation))
    ).all()


def count_members(session: Session, organisation_ids: Sequence[int]) -> dict[int, int]:
    """How many work for each of these organisations."""
    counts = (
        select(Membership.organisation_id, func.count())
        .where(Membership.organisation_id.in_(organisation_ids))
        .group_by(Membership.organisation_id)
    )
    return dict(session.execute(counts).all())


def told_memberships(session: Session, user_id: int) -> Sequence[Membership]:
    """The user's memberships with which letters about events come, each with its organisation."""
    return session.scalars(
        select(Membership)
        .where(Membership.user_id == user_id, Membership.role.in_(TOLD))
        .order_by(Membership.organisation_id)
        .options(joinedload(Membership.organisation))
    ).all()


def members_who_want(session: Session, kind: LetterKind, organisation_id: int) -> Sequence[Membership]:
    """Those of an organisation to whom letters of ``kind`` go, each with the user."""
    return session.scalars(
        select(Membership)
        .join(User)
        .where(Membership.organisation_id == organisation_id, *_wanted(kind))
        .order_by(Membership.id)
        .options(joinedload(Membership.user))
    ).all()


def find_member_who_wants(session: Session, kind: LetterKind, membership_id: int) -> Membership | None:
    """The membership with its organisation and user, if letters of ``kind`` still go to it."""
    return session.scalars(
        select(Membership)
        .join(User)
        .where(Membership.id == membership_id, *_wanted(kind))
        .options(joinedload(Membership.user), joinedload(Membership.organisation))
    ).one_or_none()


def _wanted(kind: LetterKind) -> tuple[ColumnElement[bool], ...]:
    roles = OWNERS if kind is LetterKind.NAMED_AS_HOST else TOLD  # what is theirs to allow or not
    return _WISHES[kind].is_(True), Membership.role.in_(roles), User.active.is_(True)
