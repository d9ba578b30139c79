"""Which letters an organiser gets, by organisation, and in which language."""

from collections.abc import Sequence
from typing import Any

from flask import make_response, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField

from regapp.database import db
from regapp.models import Membership, User
from regapp.queries.members import told_memberships
from regapp.services.accounts import notifications as services
from regapp.services.accounts.notifications import Wishes
from regapp.web.access import signed_in, user_id
from regapp.web.fields import stale
from regapp.web.forms import PostedForm
from regapp.web.organise import organise
from regapp.web.organise.forms import chosen_language, language_field, made
from regapp.web.organise.pages import done
from regapp.web.translations import gettext as _


@organise.get("/notifications")
@signed_in
def notifications() -> Response:
    """The form with what the visitor gets now."""
    memberships = told_memberships(db.session(), user_id())
    return _page(memberships, _form(memberships, formdata=None, **_now(memberships)))


@organise.post("/notifications")
@signed_in
def change_notifications() -> Response:
    """Keep what the visitor wants from now on."""
    memberships = told_memberships(db.session(), user_id())
    form = _form(memberships)
    if not form.validate():
        return _page(memberships, form, status=422)
    services.change(
        user_id=user_id(),
        language=chosen_language(form),
        wishes={
            one.organisation_id: Wishes(_digest(form, one).data, _alarms(form, one).data)
            for one in memberships
        },
    )
    return done(url_for("organise.notifications"), _("Saved. It holds for letters from now on."))


def _form(memberships: Sequence[Membership], **options: Any) -> FlaskForm:
    fields: dict[str, Any] = {"language": language_field()}
    for one in memberships:
        slug = one.organisation.slug
        fields[f"digest-{slug}"] = BooleanField(_("Once a day: what is new"))
        fields[f"alarms-{slug}"] = BooleanField(_("At once: what needs you"))
    return made(PostedForm, fields, **options)


def _now(memberships: Sequence[Membership]) -> dict[str, Any]:
    user = db.session().get_one(User, user_id())
    present: dict[str, Any] = {"language": str(user.language)}
    for one in memberships:
        present[f"digest-{one.organisation.slug}"] = one.wants_digest
        present[f"alarms-{one.organisation.slug}"] = one.wants_alarms
    return present


def _digest(form: FlaskForm, membership: Membership) -> BooleanField:
    return form[f"digest-{membership.organisation.slug}"]


def _alarms(form: FlaskForm, membership: Membership) -> BooleanField:
    return form[f"alarms-{membership.organisation.slug}"]


def _page(memberships: Sequence[Membership], form: FlaskForm, *, status: int = 200) -> Response:
    body = render_template(
        "organise/notifications.html",
        form=form,
        stale=form.is_submitted() and stale(form),
        boxes=[(one.organisation, _digest(form, one), _alarms(form, one)) for one in memberships],
    )
    return make_response(body, status)
