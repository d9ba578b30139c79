"""The first account of an installation, and its organisation."""

from typing import Any

from flask import abort
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import EmailField

from regapp.database import db
from regapp.errors import SlugTaken
from regapp.queries.members import has_accounts
from regapp.services.accounts import joining as services
from regapp.web.context import settings
from regapp.web.fields import Address, AtMost, Filled, clean_line
from regapp.web.joining import joining
from regapp.web.joining.links import is_first_token
from regapp.web.joining.pages import enter, form_page
from regapp.web.joining.person_forms import person_form, person_of
from regapp.web.new_organisation import USUAL_ZONE, organisation_fields, organisation_of, say_taken
from regapp.web.rates import limit_sign_in
from regapp.web.reading import language
from regapp.web.signin.passwords import accepts_new_password
from regapp.web.translations import gettext as _


@joining.get("/set-up/<token>")
def first_account(token: str) -> Response:
    """The form, while nobody has an account."""
    _refuse_unless_first(token)
    return _page(_form(formdata=None, language=str(language()), zone=USUAL_ZONE))


@joining.post("/set-up/<token>")
@limit_sign_in
def make_first_account(token: str) -> Response:
    """Make the account and the organisation that it owns."""
    _refuse_unless_first(token)
    form = _form()
    if not form.validate() or not accepts_new_password(form, form.email.data, form.name.data):
        return _page(form, status=422)
    try:
        user_id = services.set_up(
            email=form.email.data, person=person_of(form), organisation=organisation_of(form)
        )
    except SlugTaken:
        say_taken(form)
        return _page(form, status=422)
    return enter(user_id, "/organise/", _("Welcome. The organisation is yours: make its first event."))


def _refuse_unless_first(token: str) -> None:
    if not is_first_token(settings().secret_key, token) or has_accounts(db.session()):
        abort(404)


def _form(**options: Any) -> FlaskForm:
    email = EmailField(
        _("E-mail address"),
        description=_("With it you sign in."),
        filters=[clean_line],
        validators=[Filled(_("Write your e-mail address.")), AtMost(254), Address()],
        render_kw={"autocomplete": "username", "inputmode": "email"},
    )
    return person_form({"email": email, **organisation_fields()}, **options)


def _page(form: FlaskForm, *, status: int = 200) -> Response:
    return form_page("joining/first.html", form, status=status)
