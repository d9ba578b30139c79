"""Another address: it holds when the button behind the link in the letter to it is pressed."""

from typing import Any

from flask import make_response, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.utils import redirect
from werkzeug.wrappers import Response
from wtforms import EmailField

from regapp.models import User, emails
from regapp.services.accounts import profile as services
from regapp.web.account import account
from regapp.web.account.entering import is_stale, made, proved
from regapp.web.context import nudge, settings
from regapp.web.fields import Address, Filled
from regapp.web.rates import limit_sign_in
from regapp.web.signin.links import address_token, expiry
from regapp.web.translations import gettext as _


@account.get("/address")
@proved
def address(user: User) -> Response:
    """The form, or that the letter is on its way."""
    return _page(user, _form(formdata=None), sent=request.args.get("sent") == "1")


@account.post("/address")
@limit_sign_in
@proved
def ask_for_address(user: User) -> Response:
    """Always the same answer, also if the address is another account's."""
    form = _form()
    if not form.validate():
        return _page(user, form, status=422)
    email = form.email.data
    if emails.key(email) == user.email:
        form.email.errors = [_("This is your address already.")]
        return _page(user, form, status=422)
    token = address_token(user, email)
    services.ask_for_address(user_id=user.id, email=email, token=token, expires=expiry().isoformat())
    nudge()
    return redirect(url_for("account.address", sent=1), 303)


def _form(**options: Any) -> FlaskForm:
    field = EmailField(
        _("New e-mail address"),
        filters=[lambda text: (text or "").strip()],
        validators=[Filled(_("Write the new address.")), Address()],
        render_kw={"autocomplete": "email"},
    )
    return made({"email": field}, **options)


def _page(user: User, form: FlaskForm, *, sent: bool = False, status: int = 200) -> Response:
    body = render_template(
        "account/address.html",
        form=form,
        stale=is_stale(form),
        user=user,
        sent=sent,
        shows_mailbox=settings().shows_mailbox,
    )
    return make_response(body, status)
