"""Who works for an organisation: its owners invite, change roles and take them back."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp.clock import now
from regapp.database import db
from regapp.errors import LastOwner, MemberAlready, TooManyLetters
from regapp.models import Membership, Organisation
from regapp.queries.members import list_invitations, list_members
from regapp.queries.organisers import role_in
from regapp.services.accounts import members as services
from regapp.vocabulary import Role
from regapp.web.access import Right, needs_in_organisation, user_id
from regapp.web.fields import stale
from regapp.web.forms import PlainForm
from regapp.web.organise import organise
from regapp.web.organise.forms import chosen_language, tell_apart
from regapp.web.organise.organisation_forms import invite_form, role_form
from regapp.web.organise.organisation_pages import organisation_page
from regapp.web.organise.pages import LONGEST_NUMBER, done
from regapp.web.reading import language, stands_at
from regapp.web.signin.sessions import proved_lately
from regapp.web.translations import gettext as _

NOTHING: Mapping[int, str] = MappingProxyType({})


@organise.get("/organisations/<slug>/members")
@needs_in_organisation(Right.MEMBERS)
def members(organisation: Organisation) -> Response:
    """The members, those who are invited, and the form to invite one more."""
    return _page(organisation)


@organise.post("/organisations/<slug>/members")
@needs_in_organisation(Right.MEMBERS)
def invite_member(organisation: Organisation) -> Response:
    """Ask somebody by letter."""
    form = invite_form()
    if not form.validate():
        return _page(organisation, form, status=422)
    if _to_be_proved(form):
        return _page(organisation, form, status=422, to_prove=True)
    try:
        services.invite(
            organisation_id=organisation.id,
            email=form.email.data,
            role=Role(form.role.data),
            language=chosen_language(form),
            user_id=user_id(),
        )
    except MemberAlready:
        form.email.errors = [_("This person is a member already. Change the role in the list.")]
        return _page(organisation, form, status=409)
    except TooManyLetters:
        form.email.errors = [_too_many()]
        return _page(organisation, form, status=409)
    return done(_address(organisation), _("The letter to %(email)s is on its way.", email=form.email.data))


@organise.post("/organisations/<slug>/members/<int:membership_id>/role")
@needs_in_organisation(Right.MEMBERS)
def change_member_role(organisation: Organisation, membership_id: int) -> Response:
    """Let a member do other things from now on."""
    stands_at(_address(organisation))
    form = role_form()
    if not form.validate():
        return _page(organisation, status=422, sent=form)
    if _to_be_proved(form):
        return _page(organisation, status=422, chosen={membership_id: form.role.data}, to_prove=True)
    try:
        services.change_role(
            organisation_id=organisation.id,
            membership_id=min(membership_id, LONGEST_NUMBER),
            role=Role(form.role.data),
            user_id=user_id(),
        )
    except LastOwner:
        return _page(organisation, status=409, problem=_last_owner())
    return done(_next(organisation), _("The role is changed. It holds from now on."))


@organise.post("/organisations/<slug>/members/<int:membership_id>/remove")
@needs_in_organisation(Right.MEMBERS)
def remove_member(organisation: Organisation, membership_id: int) -> Response:
    """Take all rights from a member."""
    stands_at(_address(organisation))
    form = PlainForm()
    if not form.validate():
        return _page(organisation, status=422, sent=form)
    try:
        services.remove(
            organisation_id=organisation.id,
            membership_id=min(membership_id, LONGEST_NUMBER),
            user_id=user_id(),
        )
    except LastOwner:
        return _page(organisation, status=409, problem=_last_owner())
    return done(_next(organisation), _("The member is removed. It holds from now on."))


@organise.post("/organisations/<slug>/members/invitations/<int:invitation_id>/resend")
@needs_in_organisation(Right.MEMBERS)
def resend_member_invitation(organisation: Organisation, invitation_id: int) -> Response:
    """Send the letter again."""
    stands_at(_address(organisation))
    form = PlainForm()
    if not form.validate():
        return _page(organisation, status=422, sent=form)
    try:
        services.resend(
            organisation_id=organisation.id,
            invitation_id=min(invitation_id, LONGEST_NUMBER),
            user_id=user_id(),
        )
    except TooManyLetters:
        return _page(organisation, status=409, problem=_too_many())
    return done(_address(organisation), _("The letter is on its way again."))


@organise.post("/organisations/<slug>/members/invitations/<int:invitation_id>/withdraw")
@needs_in_organisation(Right.MEMBERS)
def withdraw_member_invitation(organisation: Organisation, invitation_id: int) -> Response:
    """End an invitation."""
    stands_at(_address(organisation))
    form = PlainForm()
    if not form.validate():
        return _page(organisation, status=422, sent=form)
    services.withdraw(
        organisation_id=organisation.id, invitation_id=min(invitation_id, LONGEST_NUMBER), user_id=user_id()
    )
    return done(_address(organisation), _("The invitation is withdrawn. Its link does not work any more."))


def _address(organisation: Organisation) -> str:
    return url_for("organise.members", slug=organisation.slug)


def _next(organisation: Organisation) -> str:
    """Where an owner goes on, who may have taken their own rights."""
    is_owner = role_in(db.session(), user_id(), organisation.id) is Role.OWNER
    return _address(organisation) if is_owner else url_for("organise.organisations")


def _last_owner() -> str:
    return _("This is the last owner. Make somebody else an owner first.")


def _too_many() -> str:
    return _("This address has had several letters from here of late. Try again in an hour.")


def _to_be_proved(form: FlaskForm) -> bool:
    """Whether the visitor has to show who they are: an owner could take the organisation from the others."""
    return form.role.data == Role.OWNER and not proved_lately()


def _role_form(member: Membership, chosen: str | None = None) -> FlaskForm:
    form = role_form(formdata=None, role=chosen or str(member.role))
    return tell_apart(form, str(member.id))


def _page(
    organisation: Organisation,
    form: FlaskForm | None = None,
    *,
    status: int = 200,
    sent: FlaskForm | None = None,
    chosen: Mapping[int, str] = NOTHING,
    **context: Any,
) -> Response:
    posted = form or sent
    found = list_members(db.session(), organisation.id)
    return organisation_page(
        "organise/members.html",
        organisation,
        "members",
        status=status,
        form=form or invite_form(formdata=None, role=str(Role.MANAGER), language=str(language())),
        members=[(one, _role_form(one, chosen.get(one.id))) for one in found],
        invitations=list_invitations(db.session(), organisation.id),
        moment=now(),
        own_id=user_id(),
        stale=posted is not None and stale(posted),
        **context,
    )
