"""Members of organisations, and which letters about events they want."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from regapp.models import Membership, User
from regapp.vocabulary import LetterKind, Role

TOLD = frozenset({Role.OWNER, Role.MANAGER})  # who gets letters about events

# The column of Membership that says whether somebody wants letters of a kind.
_WISHES = {
    LetterKind.DIGEST: Membership.wants_digest,
    LetterKind.EVENT_FULL: Membership.wants_alarms,
    LetterKind.LETTERS_FAIL: Membership.wants_alarms,
}


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
    return _WISHES[kind].is_(True), Membership.role.in_(TOLD), User.active.is_(True)
