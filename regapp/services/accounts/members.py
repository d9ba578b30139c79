"""Who works for an organisation, and as what: its owners say so."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.errors import LastOwner, MemberAlready, NotFound, TooManyLetters
from regapp.models import MemberInvitation, Membership, Organisation, User, emails
from regapp.queries.organisers import role_in
from regapp.services import audit
from regapp.services.outgoing import letters
from regapp.vocabulary import Language, LetterKind, Role

INVITATION_LIVES = timedelta(days=14)


@use_case
def invite(
    session: Session, *, organisation_id: int, email: str, role: Role, language: Language, user_id: int
) -> None:
    """Ask somebody by letter to work for an organisation; who is invited already gets another letter.

    Raises NotFound if ``user_id`` owns no such organisation (any more), MemberAlready, TooManyLetters, and
    ValueError for an address that is none.
    """
    lock_members(session, organisation_id, user_id)
    key = emails.key(email)
    is_member = select(Membership.id).join(User).where(Membership.organisation_id == organisation_id)
    if session.scalars(is_member.where(User.email == key)).first() is not None:
        raise MemberAlready
    invitation = session.scalars(
        select(MemberInvitation).where(
            MemberInvitation.organisation_id == organisation_id, MemberInvitation.email_key == key
        )
    ).one_or_none()
    if invitation is None:
        invitation = MemberInvitation(organisation_id=organisation_id, email_key=key)
        session.add(invitation)
    invitation.email, invitation.role, invitation.language = email, role, language
    _send(session, invitation, user_id)
    _note(session, "member.invited", invitation, user_id)


@use_case
def resend(session: Session, *, organisation_id: int, invitation_id: int, user_id: int) -> None:
    """Send the letter of an invitation again, which is then valid for as long as a new one.

    Raises NotFound and TooManyLetters.
    """
    lock_members(session, organisation_id, user_id)
    invitation = _find_invitation(session, organisation_id, invitation_id)
    _send(session, invitation, user_id)
    _note(session, "member.invited_again", invitation, user_id)


@use_case
def withdraw(session: Session, *, organisation_id: int, invitation_id: int, user_id: int) -> None:
    """End an invitation: its link leads nowhere from now on. Raises NotFound."""
    lock_members(session, organisation_id, user_id)
    invitation = _find_invitation(session, organisation_id, invitation_id)
    _note(session, "member.invitation_withdrawn", invitation, user_id)
    session.delete(invitation)


@use_case
def change_role(
    session: Session, *, organisation_id: int, membership_id: int, role: Role, user_id: int
) -> None:
    """Let a member do other things; it holds from their next request. Raises NotFound and LastOwner."""
    lock_members(session, organisation_id, user_id)
    membership = find_membership(session, organisation_id, id=membership_id)
    set_role(session, membership, role, user_id)


@use_case
def remove(session: Session, *, organisation_id: int, membership_id: int, user_id: int) -> None:
    """Take all rights from a member; it holds from their next request. Raises NotFound and LastOwner."""
    lock_members(session, organisation_id, user_id)
    membership = find_membership(session, organisation_id, id=membership_id)
    _end(session, membership, "member.removed", user_id)


@use_case
def leave(session: Session, *, organisation_id: int, user_id: int) -> None:
    """Give up one's own rights. Raises NotFound and LastOwner."""
    lock_members(session, organisation_id, None)
    membership = find_membership(session, organisation_id, user_id=user_id)
    _end(session, membership, "member.left", user_id)


def lock_members(session: Session, organisation_id: int, owner_id: int | None) -> Organisation:
    """Keep others from changing who works for an organisation until the transaction ends.

    Raises NotFound if there is none, or if ``owner_id`` is given and owns it no longer: of two owners who
    remove each other at the same moment the second comes too late.
    """
    organisation = session.scalars(
        select(Organisation).where(Organisation.id == organisation_id).with_for_update(key_share=True)
    ).one_or_none()
    if organisation is None:
        raise NotFound
    if owner_id is not None and role_in(session, owner_id, organisation_id) is not Role.OWNER:
        raise NotFound
    return organisation


def find_membership(session: Session, organisation_id: int, **columns: int) -> Membership:
    """The one of an organisation's memberships with these columns. Raises NotFound."""
    found = session.scalars(
        select(Membership).filter_by(organisation_id=organisation_id, **columns)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def set_role(session: Session, membership: Membership, role: Role, user_id: int | None) -> None:
    """Give a member another role, under :func:`lock_members`. Raises LastOwner."""
    if role is membership.role:
        return
    _keep_an_owner(session, membership)
    audit.record_organisation(
        session,
        user_id,
        "member.role_changed",
        membership.organisation_id,
        user=membership.user_id,
        changes={"role": [str(membership.role), str(role)]},
    )
    membership.role = role


def _end(session: Session, membership: Membership, action: str, user_id: int) -> None:
    _keep_an_owner(session, membership)
    audit.record_organisation(
        session,
        user_id,
        action,
        membership.organisation_id,
        user=membership.user_id,
        role=str(membership.role),
    )
    session.delete(membership)


def _keep_an_owner(session: Session, leaving: Membership) -> None:
    """Refuse to let the last owner go whose account is open."""
    if leaving.role is not Role.OWNER:
        return
    others = (
        select(func.count())
        .select_from(Membership)
        .join(User)
        .where(
            Membership.organisation_id == leaving.organisation_id,
            Membership.id != leaving.id,
            Membership.role == Role.OWNER,
            User.active.is_(True),
        )
    )
    if not session.scalar(others):
        raise LastOwner


def _find_invitation(session: Session, organisation_id: int, invitation_id: int) -> MemberInvitation:
    invitation = session.get(MemberInvitation, invitation_id)
    if invitation is None or invitation.organisation_id != organisation_id:
        raise NotFound
    return invitation


def _send(session: Session, invitation: MemberInvitation, user_id: int) -> None:
    invitation.expires_at = now() + INVITATION_LIVES
    invitation.invited_by_id = user_id
    session.flush()
    # Limited like what forms of strangers cause: an owner could flood a mailbox as well.
    is_owed = letters.owe_to(
        session,
        invitation.email,
        LetterKind.MEMBER_INVITATION,
        invitation.language,
        facts={"member_invitation": invitation.id},
        by_form=True,
    )
    if not is_owed:
        raise TooManyLetters


def _note(session: Session, action: str, invitation: MemberInvitation, user_id: int) -> None:
    audit.record_organisation(
        session,
        user_id,
        action,
        invitation.organisation_id,
        invitation=invitation.id,
        address=masked(invitation.email_key),
        role=str(invitation.role),
    )


def masked(address: str) -> str:
    """An address that who knows it recognises, and nobody else: ``ai…l@dku.example``."""
    local, _, domain = address.rpartition("@")
    shown = f"{local[:2]}…{local[-1]}" if len(local) > 4 else f"{local[:1]}…"  # noqa: PLR2004 - enough to hide
    return f"{shown}@{domain}"
