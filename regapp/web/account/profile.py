"""The visitor's name and language, and the way to all else about the account."""

from typing import Any

from flask import make_response, render_template
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice

from regapp import texts
from regapp.clock import now
from regapp.database import db
from regapp.models import User
from regapp.queries.accounts import open_sessions, passkeys_of
from regapp.services.accounts import profile as services
from regapp.vocabulary import Language
from regapp.web.account import account
from regapp.web.account.entering import done, is_stale, made, own
from regapp.web.fields import LONGEST_NAME, AtMost, Filled, OneOf, clean_line
from regapp.web.translations import gettext as _


@account.get("/")
@own
def profile(user: User) -> Response:
    """The form with what is known now."""
    return _page(user, _form(formdata=None, name=user.name, language=str(user.language)))


@account.post("/")
@own
def change_profile(user: User) -> Response:
    """Keep name and language."""
    form = _form()
    if not form.validate():
        return _page(user, form, status=422)
    services.describe(user_id=user.id, name=form["name"].data, language=Language(form.language.data))
    return done("account.profile", _("Saved."))


def _form(**options: Any) -> FlaskForm:
    fields = {
        "name": StringField(
            _("Your name"),
            filters=[clean_line],
            validators=[AtMost(LONGEST_NAME)],
            render_kw={"autocomplete": "name"},
        ),
        "language": SelectField(
            _("Language of letters"),
            choices=[SelectChoice(str(key), name) for key, name in texts.NAMES.items()],
            validators=[Filled(_("Choose a language.")), OneOf()],
            validate_choice=False,
        ),
    }
    return made(fields, **options)


def _page(user: User, form: FlaskForm, *, status: int = 200) -> Response:
    # Read before the page is: to keep something ends what the visitor was read with.
    body = render_template(
        "account/profile.html",
        form=form,
        stale=is_stale(form),
        user=user,
        passkeys=len(passkeys_of(db.session(), user.id)),
        sessions=len(open_sessions(db.session(), user.id, now())),
    )
    return make_response(body, status)
