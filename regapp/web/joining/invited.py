"""Somebody is invited to work for an organisation, and says yes."""

from typing import Any

from flask import make_response, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp.database import db
from regapp.errors import NotFound
from regapp.models import MemberInvitation, User
from regapp.queries.members import find_invitation
from regapp.queries.organisers import find_user
from regapp.services.accounts import joining as services
from regapp.web.fields import stale
from regapp.web.forms import PlainForm
from regapp.web.joining import joining
from regapp.web.joining.pages import enter, secret
from regapp.web.joining.person_forms import person_form, person_of
from regapp.web.rates import limit_sign_in
from regapp.web.signin import sessions
from regapp.web.signin.passwords import accepts_new_password
from regapp.web.translations import gettext as _
from regapp.web.words import member_role_hint, member_role_word


@joining.get("/join/<token>")
def invitation(token: str) -> Response:
    """Who invites to what, and how to say yes: in an account that is there, or with a new one."""
    found = find_invitation(db.session(), token)
    if found is None:
        return _gone()
    form = person_form(formdata=None, language=str(found.language)) if _is_new(found) else PlainForm()
    return _page(found, form)


@joining.post("/join/<token>")
@limit_sign_in
def join(token: str) -> Response:
    """Say yes."""
    found = find_invitation(db.session(), token)
    if found is None:
        return _gone()
    try:
        return _join(found) if _is_new(found) else _accept(found)
    except NotFound:  # somebody was quicker, with the same link or by withdrawing it
        return _gone()


def _join(found: MemberInvitation) -> Response:
    form = person_form()
    if not form.validate() or not accepts_new_password(form, found.email_key, form.name.data):
        return _page(found, form, status=422)
    user_id, _slug = services.join(token=found.token, person=person_of(form))
    return enter(user_id, url_for("organise.events"), _("Welcome. Your account is made, and you are in."))


def _accept(found: MemberInvitation) -> Response:
    user, form = sessions.present(), PlainForm()
    if user is None or user.email != found.email_key:
        return secret(redirect(url_for("joining.invitation", token=found.token), 303))
    if not form.validate():
        return _page(found, form, status=422)
    services.accept(token=found.token, user_id=user.id)
    return secret(redirect(url_for("organise.events"), 303))


def _is_new(found: MemberInvitation) -> bool:
    """Whether whoever is invited has no account yet that anybody can sign in to."""
    user = _account(found)
    return user is None or user.needs_password


def _account(found: MemberInvitation) -> User | None:
    return find_user(db.session(), found.email_key)


def _page(found: MemberInvitation, form: FlaskForm, *, status: int = 200) -> Response:
    present = sessions.present()
    context: dict[str, Any] = {
        "invitation": found,
        "organisation": found.organisation,
        "inviter": found.invited_by,
        "role": member_role_word(found.role),
        "hint": member_role_hint(found.role),
        "is_new": _is_new(found),
        "present": present,
        "is_theirs": present is not None and present.email == found.email_key,
        "stale": form.is_submitted() and stale(form),
    }
    return secret(make_response(render_template("joining/invitation.html", form=form, **context), status))


def _gone() -> Response:
    """The page for a link that does not work any more, whatever the reason."""
    return secret(make_response(render_template("joining/gone.html"), 404))
