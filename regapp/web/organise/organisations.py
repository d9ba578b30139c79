"""The visitor's organisations: what there is, a new one, and what one says of itself."""

from typing import Any

from flask import abort, make_response, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp.database import TRIES, db
from regapp.errors import Busy, EditedMeanwhile, LastOwner, SlugTaken
from regapp.models import Organisation
from regapp.queries.hosts import find_organisation
from regapp.queries.members import count_members, memberships_of
from regapp.services.accounts import members as member_services
from regapp.services.accounts import organisations as services
from regapp.vocabulary import Role
from regapp.web.access import Right, needs_in_organisation, needs_somewhere, signed_in, user_id
from regapp.web.fields import stale
from regapp.web.forms import PlainForm, PostedForm
from regapp.web.new_organisation import USUAL_ZONE, organisation_fields, organisation_of, say_taken
from regapp.web.organise import organise
from regapp.web.organise.forms import made
from regapp.web.organise.organisation_forms import logo_form, organisation_form, stored_values
from regapp.web.organise.organisation_pages import organisation_page
from regapp.web.organise.pages import done
from regapp.web.reading import stands_at
from regapp.web.sent_forms import once
from regapp.web.signin.sessions import proved_lately
from regapp.web.translations import gettext as _
from regapp.web.uploads import takes_files
from regapp.web.versions import merge, seen
from regapp.web.words import member_role_hint, member_role_word


@organise.get("/organisations")
@signed_in
def organisations() -> Response:
    """The organisations that the visitor works for, and as what."""
    return _list()


@organise.get("/organisations/new")
@needs_somewhere(Right.MEMBERS)
def new_organisation() -> Response:
    """The form for one more."""
    return _new_page(made(PostedForm, organisation_fields(), formdata=None, zone=USUAL_ZONE))


@organise.post("/organisations/new")
@needs_somewhere(Right.MEMBERS)
def make_organisation() -> Response:
    """Make it, with the visitor as its owner."""
    form = made(PostedForm, organisation_fields())
    if not form.validate():
        return _new_page(form, status=422)
    new = organisation_of(form)
    try:
        once(services.make, organisation=new, user_id=user_id())
    except SlugTaken:
        say_taken(form)
        return _new_page(form, status=422)
    return done(
        url_for("organise.organisation", slug=new.slug),
        _("The organisation is made. Say how people reach it, and who else works for it."),
    )


@organise.get("/organisations/<slug>")
@needs_in_organisation(Right.MEMBERS)
def organisation(organisation: Organisation) -> Response:
    """What the organisation says of itself."""
    return _edit_page(organisation, _stored_form(organisation))


@organise.post("/organisations/<slug>")
@needs_in_organisation(Right.MEMBERS)
def change_organisation(organisation: Organisation) -> Response:
    """Save it; what another owner has changed meanwhile is not overwritten unseen."""
    form = organisation_form(data=stored_values(organisation))
    if not form.validate():
        return _edit_page(organisation, form, status=422)
    for _attempt in range(TRIES):
        stored = stored_values(organisation)
        if conflicts := merge(form, stored, form.seen.data or ""):
            form.seen.data = seen(stored)
            return _edit_page(organisation, form, status=409, conflicts=conflicts)
        if stored["requires_second_factor"] and not form.requires_second_factor.data and not proved_lately():
            return _edit_page(organisation, form, status=422, to_prove=True)
        try:
            services.change(
                organisation_id=organisation.id,
                revision=organisation.revision,
                values={name: form[name].data for name in stored},
                user_id=user_id(),
            )
        except EditedMeanwhile:
            organisation = find_organisation(db.session(), organisation.slug) or abort(404)
        else:
            return done(url_for("organise.organisation", slug=organisation.slug), _("Saved."))
    raise Busy


@organise.post("/organisations/<slug>/logo")
@needs_in_organisation(Right.MEMBERS)
@takes_files
def change_logo(organisation: Organisation) -> Response:
    """Show another logo, or none."""
    address = url_for("organise.organisation", slug=organisation.slug)
    stands_at(address)
    form = logo_form()
    if not form.validate():
        return _edit_page(organisation, _stored_form(organisation), logo=form, status=422)
    if form.picture.data is None and not form.none.data:
        form.picture.errors = [_("Choose a picture, or tick that there is to be none.")]
        return _edit_page(organisation, _stored_form(organisation), logo=form, status=422)
    picture = None if form.none.data else form.picture.data
    services.change_logo(organisation_id=organisation.id, picture=picture, user_id=user_id())
    return done(address, _("Saved."))


@organise.post("/organisations/<slug>/leave")
@needs_in_organisation(Right.SEE_LIST)
def leave_organisation(organisation: Organisation) -> Response:
    """Work for it no longer."""
    stands_at(url_for("organise.organisations"))
    form = PlainForm()
    if not form.validate():
        return _list(status=422, stale=True)
    try:
        member_services.leave(organisation_id=organisation.id, user_id=user_id())
    except LastOwner:
        return _list(status=409, problem=_("You are its last owner. Make somebody else an owner first."))
    return done(url_for("organise.organisations"), _("You have left the organisation."))


def _list(*, status: int = 200, **context: Any) -> Response:
    memberships = memberships_of(db.session(), user_id())
    body = render_template(
        "organise/organisations.html",
        memberships=memberships,
        counts=count_members(db.session(), [one.organisation_id for one in memberships]),
        owns_one=any(one.role is Role.OWNER for one in memberships),
        member_role_word=member_role_word,
        member_role_hint=member_role_hint,
        **context,
    )
    return make_response(body, status)


def _new_page(form: FlaskForm, *, status: int = 200) -> Response:
    is_stale = form.is_submitted() and stale(form)
    body = render_template("organise/new_organisation.html", form=form, stale=is_stale)
    return make_response(body, status)


def _stored_form(organisation: Organisation) -> FlaskForm:
    values = stored_values(organisation)
    return organisation_form(formdata=None, data={**values, "seen": seen(values)})


def _edit_page(
    organisation: Organisation,
    form: FlaskForm,
    *,
    logo: FlaskForm | None = None,
    status: int = 200,
    **context: Any,
) -> Response:
    sent = logo or form
    return organisation_page(
        "organise/organisation.html",
        organisation,
        "about",
        status=status,
        form=form,
        logo_form=logo or logo_form(formdata=None),
        sent=sent,
        stale=bool(sent.errors) and stale(sent),
        **context,
    )
